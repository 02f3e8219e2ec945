/** What the judge decides on this deployment's own policies is what a library of IAM decides: for what each function may, and for what others may. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import * as fc from 'fast-check';
import { FUNCTIONS } from '#infra/functions.ts';
import { ACCOUNT, allows, deployedAs, deployedFunction, type Statement } from '../../test/support/cloud.ts';
import type { Context } from './conditions.ts';
import { createJudge } from './judge.ts';
import { statementsOf } from './policy.ts';

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
type Asked = {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string[]>>;
};

const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });
const NAMES = Object.keys(FUNCTIONS);
const statementsFor = new Map(NAMES.map((name) => [name, deployedFunction(assembly, name).statements]));

/** One that a pattern stands for. */
const ACTIONS: Readonly<Record<string, string>> = {
  'kms:GenerateDataKey*': 'kms:GenerateDataKey',
  'kms:ReEncrypt*': 'kms:ReEncryptFrom',
};
const actionFor = (pattern: string): string => {
  const action = ACTIONS[pattern] ?? pattern;
  if (action.includes('*')) throw new Error(`Name an action for ${pattern} here.`);
  return action;
};
/** `*` alone stays: it is what a request for no resource in particular has. */
const instanceOf = (pattern: string): string =>
  pattern === '*' ? '*' : pattern.replace(/(:log-group:[^:]+):\*$/u, '$1:log-stream:1').replaceAll(/[*?]/gu, '1');

/** Contexts that meet all of the conditions, that meet all but one, and that lack one key. */
function contextsFor(conditions: Conditions = {}): Record<string, string[]>[] {
  const entries = Object.values(conditions).flatMap((of) => Object.entries(of));
  const met = Object.fromEntries(entries.map(([key, values]) => [key, [instanceOf([values].flat()[0]!)]]));
  const others = Object.keys(met).flatMap((key) => {
    const { [key]: _left, ...without } = met;
    return [without, { ...met, [key]: ['another'] }, { ...met, [key]: [...met[key]!, 'another'] }];
  });
  return [met, ...others];
}
const askedBy = ({ Action, Resource, Condition }: Statement): Asked[] =>
  [Action].flat().flatMap((action) =>
    [Resource].flat().flatMap((resource) =>
      contextsFor(Condition as Conditions | undefined).map((context) => ({
        action: actionFor(action),
        resource: instanceOf(resource),
        context,
      })),
    ),
  );

const lower = (context: Asked['context']): Context =>
  Object.fromEntries(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
/** A key of one value is a text, as a request has it. */
const MANY = new Set(['dynamodb:LeadingKeys', 'dynamodb:Attributes', 'kms:EncryptionContextKeys']);
const simulated = (context: Asked['context']) =>
  Object.fromEntries(Object.entries(context).map(([key, values]) => [key, MANY.has(key) ? values : values[0]!]));
const judged = (context: Asked['context']) =>
  lower(
    Object.fromEntries(Object.entries(context).map(([key, values]) => [key, MANY.has(key) ? values : [values[0]!]])),
  );

const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

type Answer = {
  readonly overallResult?: string;
  readonly errors?: unknown;
  readonly result?: { readonly ignoredContextKeys?: readonly string[] };
};

async function decisionsOn(name: string, { action, resource, context }: Asked) {
  const policy = { Version: '2012-10-17', Statement: statementsFor.get(name)! };
  const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/r/f`;
  const identities = new Map([['r', statementsOf(policy, 'r-policy', 'identity')]]);
  // As the templates' keys do, it leaves what may be done to the policies of identities.
  const own = resource.includes(':key/') ? KEY_POLICY : undefined;
  const resources = new Map(own ? [[resource, statementsOf(own, resource, 'resource')]] : []);
  const judge = createJudge({ account: ACCOUNT, identities, resources });
  const { allowed } = judge(
    { kind: 'role', name: 'r', arn: principal },
    { action, resource, context: judged(context) },
  );
  const request = {
    principal,
    action,
    resource: { resource, accountId: ACCOUNT },
    contextVariables: simulated(context),
  };
  const answer = await runSimulation(
    {
      request,
      identityPolicies: [{ name: 'p', policy }],
      ...(own ? { resourcePolicy: own } : {}),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  const { overallResult, errors, result } = answer as Answer;
  // The library knows no key of an encryption context, and decides without: conditions.test.ts and needs.test.ts have these.
  const dropped = result?.ignoredContextKeys?.some((key) => key.startsWith('kms:EncryptionContext:')) ?? false;
  return { allowed, dropped, expected: overallResult === 'Allowed', errors };
}

const all = NAMES.flatMap((name) =>
  statementsFor
    .get(name)!
    .flatMap(askedBy)
    .map((asked) => ({ name, asked })),
);

test('each statement of each function', async () => {
  const differences: unknown[] = [];
  let compared = 0;
  for (const { name, asked } of all) {
    const { allowed, dropped, expected, errors } = await decisionsOn(name, asked);
    if (dropped) continue;
    compared += 1;
    if (expected !== allowed) differences.push({ name, asked, allowed, errors });
  }
  expect(differences).toEqual([]);
  expect(compared / all.length).toBeGreaterThan(0.5);
});

test('what one function may, asked by another', async () => {
  const property = fc.asyncProperty(fc.constantFrom(...NAMES), fc.constantFrom(...all), async (name, { asked }) => {
    const { allowed, dropped, expected } = await decisionsOn(name, asked);
    if (!dropped) expect(expected).toBe(allowed);
    if (allowed) expect(allows(statementsFor.get(name)!, asked.action, asked.resource)).toBe(true);
  });
  await fc.assert(property, { numRuns: 300 });
});
