/** A policy document, compiled. A form that is not known here stops the start (AWS: Grammar of the IAM JSON policy language). */
import { type Condition, conditionsOf } from './conditions.ts';
import { actionPattern, arnPattern, type Matcher } from './patterns.ts';

/** An action on a resource that a statement names: what a policy can hold too much of. */
export type Permission = {
  /** The policy or resource that names it. */
  readonly in: string;
  readonly action: string;
  readonly resource: string;
  /** The condition as it is written, as JSON; empty where there is none. */
  readonly condition: string;
};

type Named = { readonly text: string; readonly matches: Matcher };
export type Principal = { readonly kind: 'any' } | { readonly kind: 'aws' | 'service'; readonly name: string };
export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly in: string;
  readonly actions: readonly Named[];
  readonly resources: readonly Named[];
  /** Of a resource's policy. */
  readonly principals?: readonly Principal[];
  readonly conditions: readonly Condition[];
  readonly condition: string;
};

type Written = Readonly<Record<string, unknown>> & { readonly Condition?: Record<string, Record<string, unknown>> };
const FIELDS = ['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition'];

function texts(value: unknown, what: string): string[] {
  const all = [value].flat();
  if (all.length === 0 || !all.every((one) => typeof one === 'string')) throw new Error(`${what} is no list of texts.`);
  return all as string[];
}

function principalsOf(written: unknown): Principal[] {
  if (written === '*') return [{ kind: 'any' }];
  if (typeof written !== 'object' || written === null) throw new Error('Principal has an unknown form.');
  return Object.entries(written).flatMap(([type, names]) => {
    if (type !== 'AWS' && type !== 'Service') throw new Error(`Principals of the kind ${type} are not supported.`);
    const kind = type === 'AWS' ? 'aws' : 'service';
    return texts(names, 'Principal').map((name): Principal => (name === '*' ? { kind: 'any' } : { kind, name }));
  });
}

function statement(written: Written, within: string, form: 'identity' | 'resource'): Statement {
  const unknown = Object.keys(written).filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')} is not supported.`);
  const { Effect, Action, Resource, Principal, Condition } = written;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`The effect ${String(Effect)} is not supported.`);
  if ((Principal !== undefined) !== (form === 'resource')) throw new Error(`A policy of this kind has a Principal.`);
  const named = (list: string[], compile: (text: string) => Matcher) =>
    list.map((text) => ({ text, matches: compile(text) }));
  return {
    effect: Effect,
    in: within,
    actions: named(texts(Action, 'Action'), actionPattern),
    resources: named(texts(Resource, 'Resource'), arnPattern),
    ...(form === 'resource' ? { principals: principalsOf(Principal) } : {}),
    conditions: conditionsOf(Condition),
    condition: Condition === undefined ? '' : JSON.stringify(Condition),
  };
}

/** @param within the name to say it by @throws Error that names the policy and what in it is not known */
export function statementsOf(document: unknown, within: string, form: 'identity' | 'resource'): Statement[] {
  const { Version, Statement: written, Id: _id, ...more } = document as Record<string, unknown>;
  try {
    if (Version !== '2012-10-17') throw new Error(`The version ${String(Version)} is not supported.`);
    if (Object.keys(more).length > 0) throw new Error(`${Object.keys(more).join(', ')} is not supported.`);
    return ([written].flat() as Written[]).map((one) => statement(one, within, form));
  } catch (error) {
    throw new Error(`The policy of ${within} can't be judged here: ${(error as Error).message}`, { cause: error });
  }
}

/** Each permission that the statements allow. */
export const permissionsOf = (statements: readonly Statement[]): Permission[] =>
  statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ in: within, actions, resources, condition }) =>
      actions.flatMap(({ text: action }) =>
        resources.map(({ text: resource }) => ({ in: within, action, resource, condition })),
      ),
    );
