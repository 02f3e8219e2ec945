/**
 * IAM of the embedded deployment: each function signs with a key of its own, and what it sends is judged by the policies of its role, as they
 * stand in the synthesized templates, before an engine sees it (docs/decisions/iam-judge.md).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { NamedError, type Sent } from '../aws/names.ts';
import { type Credentials, createAuthority, isRefusal, makeSessions, type Session } from './authority.ts';
import { type Front, startFront } from './front.ts';
import { type Permits, permitsOf } from './permits.ts';
import { policiesOf, roleOf } from './policies.ts';
import { type Permission, permissionsOf } from './policy.ts';
import { COLLECTED, openRecords, recordOnce } from './records.ts';
import { jsonNeeds, sesNeeds } from './service-needs.ts';
import { type SignedRequest, sha256 } from './signatures.ts';
import { judgeStorage } from './storage.ts';

/** SES's error. */
type SesError = { readonly code: string; readonly message: string; readonly status: number };

export type Iam = {
  /** Name of a function -> the key that it signs with. */
  readonly sessions: ReadonlyMap<string, Credentials>;
  readonly permits: Permits;
  /** Judges what comes to S3 and SQS. */
  readonly judge: (http: FastifyInstance) => void;
  /** @throws NamedError where the function may not send this to KMS, Secrets Manager, Step Functions or EventBridge */
  readonly permitAction: (sent: Sent) => void;
  /** Why this request to SES is refused. */
  readonly refuseMail: (sent: SignedRequest & { readonly body: string }) => SesError | undefined;
  /** Stands before DynamoDB's engine, `target`. */
  readonly startFront: (target: string) => Promise<Front>;
};

/** What the roles of functions and machines may, and which service may invoke which function. */
function grantedOf(assembly: Assembly, sessions: Iterable<Session>): Permission[] {
  const { identities, resources } = policiesOf(assembly);
  const machines = assembly.of('AWS::StepFunctions::StateMachine');
  const roles = [...sessions].map(({ caller }) => caller.name);
  roles.push(...machines.map((machine) => roleOf(assembly, machine, 'states.amazonaws.com')));
  const invoked = [...resources]
    .filter(([arn]) => arn.startsWith('arn:aws:lambda:'))
    .map(([, statements]) => statements);
  return permissionsOf([...roles.map((role) => identities.get(role) ?? []), ...invoked].flat());
}

/** @param logs a folder, for denied.ndjson @throws Error where a policy of the templates can't be judged here */
export function startIam(assembly: Assembly, logs: string, say: (line: string) => void): Iam {
  mkdirSync(logs, { recursive: true });
  const note = openRecords(join(logs, 'denied.ndjson'), say);
  const sessions = makeSessions(assembly);
  if (process.env[COLLECTED])
    for (const permission of grantedOf(assembly, sessions.values())) note('granted', permission);
  const authority = createAuthority(assembly, sessions.values(), recordOnce(note));

  const permitAction = ({ headers, body, service, action, input }: Sent) => {
    const request = { method: 'POST', url: '/', headers, bodyHash: sha256(body) };
    const caller = authority.callerOf(request, service);
    if (caller === undefined) return;
    const refused = isRefusal(caller)
      ? caller
      : authority.demand(caller, jsonNeeds(service, action, input, authority.account));
    if (refused) throw new NamedError(refused.name, refused.message);
  };
  const refuseMail = ({ body, ...request }: SignedRequest & { readonly body: string }): SesError | undefined => {
    const caller = authority.callerOf(request, 'ses');
    if (caller === undefined) return undefined;
    const forbidden = (message: string): SesError => ({ code: 'AccessDenied', message, status: 403 });
    if (isRefusal(caller)) return { code: 'SignatureDoesNotMatch', message: caller.message, status: 403 };
    const form = new URLSearchParams(body);
    for (const choices of sesNeeds(form)) {
      const refused = authority.demandOne(caller, choices);
      if (refused) return forbidden(refused.message);
    }
    return undefined;
  };
  return {
    sessions,
    permits: permitsOf(assembly, authority, sessions),
    judge: (http) => judgeStorage(http, authority),
    permitAction,
    refuseMail,
    startFront: (target) => startFront(assembly, sessions.values(), target, note),
  };
}
