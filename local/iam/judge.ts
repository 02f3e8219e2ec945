/**
 * Decides whether a principal may do something, as IAM does it within one account: what is denied anywhere is denied; else what an
 * identity's policy or the resource's own policy allows is allowed (AWS: Policy evaluation logic). A key is different: without its own
 * policy no principal may use it, and what the policies of identities say counts where it says so (AWS: Key policies in AWS KMS).
 */
import type { Context } from './conditions.ts';
import type { Permission, Principal, Statement } from './policy.ts';

/** What a request needs: all of what it needs must be allowed. */
export type Need = { readonly action: string; readonly resource: string; readonly context: Context };

/** Who asks. `arn`: as AWS's messages name it. */
export type Caller = {
  readonly kind: 'role' | 'user' | 'service';
  /** Of the role or the user; of a service such as s3.amazonaws.com. */
  readonly name: string;
  readonly arn: string;
};

export type Policies = {
  readonly account: string;
  /** Name of the role or user -> what its policies say. */
  readonly identities: ReadonlyMap<string, readonly Statement[]>;
  /** ARN of a resource -> what its own policy says. */
  readonly resources: ReadonlyMap<string, readonly Statement[]>;
};

export type Decision =
  /** `used`: the narrowest permission that allows it. */
  | { readonly allowed: true; readonly used: Permission }
  /** `why` ends the sentence of AWS's own message. */
  | { readonly allowed: false; readonly why: string };
export type Judge = (caller: Caller, need: Need) => Decision;

type Candidate = { readonly statement: Statement; readonly permission: Permission };
/** Of one caller, action and resource: what is left to decide are the conditions. */
type Candidates = Readonly<Record<'denials' | 'resourceDenials' | 'own' | 'byResource', readonly Candidate[]>> & {
  readonly delegations: readonly Statement[];
};

/** Objects are many: what is remembered has a limit. */
const REMEMBERED = 20_000;

/** The resource whose policy counts: of an object its bucket, of an index its table. */
export function ownerOf(resource: string): string {
  if (resource.startsWith('arn:aws:s3:::')) return resource.split('/')[0]!;
  const [, table] = /^(arn:aws:dynamodb:[^/]+\/[^/]+)\/index\//u.exec(resource) ?? [];
  return table ?? resource;
}

function matching(statements: readonly Statement[], { action, resource }: Need): Candidate[] {
  return statements.flatMap((statement) => {
    const named = statement.actions.find(({ matches }) => matches(action));
    const on = named && statement.resources.find(({ matches }) => matches(resource));
    if (!on) return [];
    const { in: within, condition } = statement;
    return [{ statement, permission: { in: within, action: named.text, resource: on.text, condition } }];
  });
}

const holds = ({ conditions }: Statement, context: Context) => conditions.every((condition) => condition(context));
/** The fewer are let through, the earlier: with a condition before without, an ARN before a pattern. */
const breadth = ({ permission: { resource, condition } }: Candidate): number =>
  (condition === '' ? 4 : 0) + (resource === '*' ? 2 : /[*?]/u.test(resource) ? 1 : 0);
const narrowestFirst = (candidates: readonly Candidate[]) => candidates.toSorted((a, b) => breadth(a) - breadth(b));
const of = (candidates: readonly Candidate[], effect: Statement['effect']) =>
  candidates.filter(({ statement }) => statement.effect === effect);

/** A judge over these policies; a decision's conditions alone are looked at anew each time. */
export function createJudge({ account, identities, resources }: Policies): Judge {
  const root = `arn:aws:iam::${account}:root`;
  const names = (principal: Principal, caller: Caller): boolean => {
    if (principal.kind === 'any') return true;
    if (principal.kind === 'service') return caller.kind === 'service' && caller.name === principal.name;
    return caller.kind !== 'service' && principal.name === `arn:aws:iam::${account}:${caller.kind}/${caller.name}`;
  };
  const delegates = ({ principals = [] }: Statement) =>
    principals.some((one) => one.kind === 'aws' && one.name === root);
  const remembered = new Map<string, Candidates>();
  const candidatesOf = (caller: Caller, need: Need): Candidates => {
    const key = `${caller.kind} ${caller.name} ${need.action} ${need.resource}`;
    const known = remembered.get(key);
    if (known) return known;
    const identity = caller.kind === 'service' ? [] : matching(identities.get(caller.name) ?? [], need);
    const resourcePolicy = resources.get(ownerOf(need.resource)) ?? [];
    const onResource = matching(resourcePolicy, need);
    // A denial for the account is one for each of its identities; what it allows it leaves to their policies.
    const forAccount = ({ statement }: Candidate) =>
      statement.effect === 'Deny' && caller.kind !== 'service' && delegates(statement);
    const forCaller = onResource.filter(
      (one) => forAccount(one) || one.statement.principals?.some((principal) => names(principal, caller)),
    );
    const isKey = need.resource.startsWith('arn:aws:kms:') && resources.has(need.resource);
    const delegations = isKey ? of(onResource, 'Allow').filter(({ statement }) => delegates(statement)) : undefined;
    const found: Candidates = {
      denials: of(identity, 'Deny'),
      resourceDenials: of(forCaller, 'Deny'),
      own: delegations?.length === 0 ? [] : narrowestFirst(of(identity, 'Allow')),
      byResource: narrowestFirst(of(forCaller, 'Allow')),
      delegations: delegations?.map(({ statement }) => statement) ?? [],
    };
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(key, found);
    return found;
  };

  return (caller, need) => {
    const { context, action } = need;
    const found = candidatesOf(caller, need);
    const applies = ({ statement }: Candidate) => holds(statement, context);
    if (found.denials.some(applies))
      return { allowed: false, why: 'with an explicit deny in an identity-based policy' };
    if (found.resourceDenials.some(applies))
      return { allowed: false, why: 'with an explicit deny in a resource-based policy' };
    const delegated = found.delegations.length === 0 || found.delegations.some((one) => holds(one, context));
    const by = (delegated ? found.own.find(applies) : undefined) ?? found.byResource.find(applies);
    if (by) return { allowed: true, used: by.permission };
    const kind = caller.kind === 'service' || !delegated ? 'resource' : 'identity';
    return { allowed: false, why: `because no ${kind}-based policy allows the ${action} action` };
  };
}

/** AWS's own sentence. */
export const denialMessage = ({ arn }: Caller, { action, resource }: Need, why: string): string =>
  `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
