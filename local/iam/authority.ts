/**
 * Who sends a request, and whether its policies allow it: what IAM is in front of each service. Functions sign with keys of their own; any
 * other key is the account's owner, whom nothing binds here (tests, backups, `landfall`).
 */
import { randomBytes } from 'node:crypto';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { functionsOf } from '#infra/cloud-assembly/description.ts';
import { ACCOUNT, REGION } from '../aws/names.ts';
import { type Account, accountOf } from './account.ts';
import { type Caller, createJudge, type Judge, type Need } from './judge.ts';
import { policiesOf, roleOf } from './policies.ts';
import type { Records } from './records.ts';
import { claimOf, isSigned, type SignedRequest } from './signatures.ts';

/** Begins each function's key, so that one of an earlier start is not taken for the owner's. */
const PREFIX = 'ASIALANDFALL';

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };
export type Session = Credentials & { readonly caller: Caller };

/** The session of a role: of a function under its own name, as Lambda has it. */
export const sessionOf = (role: string, session: string): Caller => ({
  kind: 'role',
  name: role,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
});
/** A service that calls another, such as s3.amazonaws.com. */
export const serviceOf = (name: string): Caller => ({ kind: 'service', name, arn: name });

/** A key for each function, by its name: made anew at each start, and kept nowhere. */
export function makeSessions(assembly: Assembly): Map<string, Session> {
  const functions = assembly.of('AWS::Lambda::Function');
  return new Map(
    functionsOf(assembly).map(({ name }) => {
      const resource = functions.find((one) => one.name === name)!;
      const caller = sessionOf(roleOf(assembly, resource, 'lambda.amazonaws.com'), name);
      const accessKeyId = `${PREFIX}${randomBytes(6).toString('hex').toUpperCase()}`;
      return [name, { accessKeyId, secretAccessKey: randomBytes(30).toString('base64'), caller }];
    }),
  );
}

/** Why a request is refused: the error's name in AWS JSON, and its message. */
export type Refusal = { readonly name: string; readonly message: string };

export type Authority = {
  readonly account: Account;
  readonly judge: Judge;
  /** Who signed it; undefined of the account's owner; a refusal where the signature is not that of the key's holder. */
  callerOf(request: SignedRequest, service: string): Caller | Refusal | undefined;
  /** All of these must be allowed; each is recorded. @returns the refusal of the first that is not */
  demand(caller: Caller, needs: readonly Need[]): Refusal | undefined;
  /** One of these must be allowed. */
  demandOne(caller: Caller, choices: readonly Need[]): Refusal | undefined;
  /** Records that a request was refused that can't be judged. @returns AWS's own message */
  refuse(caller: Caller, need: Need, why: string): string;
};

const refusal = (name: string, message: string): Refusal => ({ name, message });
export const isRefusal = (one: Caller | Refusal | undefined): one is Refusal => one !== undefined && 'message' in one;

/** @throws Error where a policy of the templates can't be judged here */
export function createAuthority(
  assembly: Pick<Assembly, 'of'>,
  sessions: Iterable<Session>,
  records: Records,
): Authority {
  const judge = createJudge(policiesOf(assembly));
  const known = new Map([...sessions].map((session) => [session.accessKeyId, session]));
  const demandOne = (caller: Caller, choices: readonly Need[]): Refusal | undefined => {
    for (const need of choices) {
      const decision = judge(caller, need);
      if (!decision.allowed) continue;
      records.used(decision.used);
      return undefined;
    }
    const [need] = choices;
    const decision = judge(caller, need!);
    return refusal('AccessDeniedException', records.denied(caller, need!, decision.allowed ? '' : decision.why));
  };
  return {
    account: accountOf(assembly),
    judge,
    callerOf(request, service) {
      const claim = claimOf(request);
      if (!claim?.accessKeyId.startsWith(PREFIX)) return undefined;
      const session = known.get(claim.accessKeyId);
      if (!session)
        return refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
      const { secretAccessKey: secret, caller } = session;
      if (isSigned(request, claim, { secret, region: REGION, service }, Date.now())) return caller;
      return refusal(
        'InvalidSignatureException',
        'The request signature we calculated does not match the one provided.',
      );
    },
    demand(caller, needs) {
      for (const need of needs) {
        const refused = demandOne(caller, [need]);
        if (refused) return refused;
      }
      return undefined;
    },
    demandOne,
    refuse: (caller, need, why) => records.denied(caller, need, `since it can't be judged: ${why}`),
  };
}
