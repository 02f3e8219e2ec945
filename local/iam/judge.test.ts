import { runSimulation } from '@cloud-copilot/iam-simulate';
import * as fc from 'fast-check';
import { type Caller, createJudge, denialMessage, type Need } from './judge.ts';
import { statementsOf } from './policy.ts';

const ACCOUNT = '000000000000';
const TABLE = `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/t`;
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/k`;
const role: Caller = { kind: 'role', name: 'r', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/f` };
const s3: Caller = { kind: 'service', name: 's3.amazonaws.com', arn: 's3.amazonaws.com' };
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const need = (action: string, resource: string, context: Need['context'] = {}): Need => ({ action, resource, context });

function judge(identity: object, resourcePolicies: Record<string, object> = {}) {
  const resources = Object.entries(resourcePolicies).map(
    ([arn, document]) => [arn, statementsOf(document, arn, 'resource')] as const,
  );
  const identities = new Map([['r', statementsOf(identity, 'r-policy', 'identity')]]);
  return createJudge({ account: ACCOUNT, identities, resources: new Map(resources) });
}
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({ Effect: 'Deny', Action, Resource, ...more });

test('what no policy allows is denied, in the words of AWS', () => {
  const asked = need('dynamodb:PutItem', TABLE);
  const decision = judge(policy(allow('dynamodb:GetItem', TABLE)))(role, asked);
  expect(decision).toEqual({
    allowed: false,
    why: 'because no identity-based policy allows the dynamodb:PutItem action',
  });
  expect(denialMessage(role, asked, 'because ...')).toBe(
    `User: ${role.arn} is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} because ...`,
  );
});

test('of several that allow it, the narrowest counts as used', () => {
  const narrow = allow('dynamodb:PutItem', TABLE, {
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['A#*'] } },
  });
  const decide = judge(policy(allow('dynamodb:*', '*'), narrow, allow('dynamodb:Put*', TABLE)));
  const used = (...keys: string[]) => decide(role, need('dynamodb:PutItem', TABLE, { 'dynamodb:leadingkeys': keys }));
  expect(used('A#1')).toMatchObject({ allowed: true, used: { action: 'dynamodb:PutItem' } });
  expect(used('B#1')).toMatchObject({ allowed: true, used: { action: 'dynamodb:Put*', resource: TABLE } });
});

test("a denial counts more than what allows, in an identity's policy and in a resource's", () => {
  const own = policy(allow('*', '*'), deny('dynamodb:DeleteItem', TABLE));
  const table = { [TABLE]: policy(deny('dynamodb:PutItem', '*', { Principal: '*' })) };
  const decide = judge(own, table);
  expect(decide(role, need('dynamodb:DeleteItem', TABLE))).toMatchObject({
    why: expect.stringContaining('identity-based'),
  });
  expect(decide(role, need('dynamodb:PutItem', TABLE))).toMatchObject({
    why: expect.stringContaining('resource-based'),
  });
  expect(decide(role, need('dynamodb:PutItem', `${TABLE}/index/i`))).toMatchObject({ allowed: false });
  expect(decide(role, need('dynamodb:GetItem', TABLE))).toMatchObject({ allowed: true });
  const forAccount = {
    [TABLE]: policy(deny('dynamodb:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })),
  };
  expect(judge(own, forAccount)(role, need('dynamodb:GetItem', TABLE))).toMatchObject({ allowed: false });
});

test("a resource's own policy allows a role or a service that it names, and no other", () => {
  const bucket = 'arn:aws:s3:::b';
  const named = (Principal: unknown) => ({ [bucket]: policy(allow('s3:GetObject', `${bucket}/*`, { Principal })) });
  const asked = need('s3:GetObject', `${bucket}/x`);
  const nothing = policy(allow('s3:PutObject', '*'));
  expect(judge(nothing, named({ AWS: `arn:aws:iam::${ACCOUNT}:role/r` }))(role, asked).allowed).toBe(true);
  expect(judge(nothing, named({ AWS: `arn:aws:iam::${ACCOUNT}:root` }))(role, asked).allowed).toBe(false);
  expect(judge(nothing, named({ Service: 's3.amazonaws.com' }))(role, asked).allowed).toBe(false);
  expect(judge(nothing, named({ Service: 's3.amazonaws.com' }))(s3, asked).allowed).toBe(true);
  expect(judge(nothing, named({ Service: 'sns.amazonaws.com' }))(s3, asked).allowed).toBe(false);
});

test("a key is used where its own policy leaves it to the account's, or names the caller", () => {
  const own = policy(allow('kms:Decrypt', KEY));
  const asked = need('kms:Decrypt', KEY, { 'kms:viaservice': ['s3.x'] });
  const root = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };
  const withKey = (...statements: object[]) => judge(own, { [KEY]: policy(...statements) })(role, asked);
  expect(withKey(allow('kms:*', '*', root))).toMatchObject({ allowed: true });
  expect(withKey(allow('kms:Sign', '*', root))).toMatchObject({ allowed: false });
  const via = (service: string) => ({ ...root, Condition: { StringEquals: { 'kms:ViaService': service } } });
  expect(withKey(allow('kms:*', '*', via('s3.x'))).allowed).toBe(true);
  expect(withKey(allow('kms:*', '*', via('sqs.x')))).toMatchObject({ why: expect.stringContaining('resource-based') });
  expect(withKey(allow('kms:Decrypt', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/r` } })).allowed).toBe(
    true,
  );
});

/** Small worlds, so that policies and requests meet often. */
const arbActions = fc.subarray(
  ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Get*', 'dynamodb:*Item', '*', 'DynamoDB:putitem'],
  { minLength: 1 },
);
const arbResources = fc.subarray(
  [
    TABLE,
    `${TABLE}/index/*`,
    `${TABLE}*`,
    '*',
    'arn:aws:dynamodb:*:*:table/u',
    `arn:aws:dynamodb:eu-central-?:${ACCOUNT}:*`,
  ],
  { minLength: 1 },
);
const arbCondition = fc.oneof(
  fc.constant({}),
  fc.record({
    Condition: fc
      .record({
        operator: fc.constantFrom(
          'ForAllValues:StringLike',
          'ForAnyValue:StringLike',
          'ForAllValues:StringEquals',
          'ForAnyValue:StringNotLike',
          'ForAllValues:StringNotEquals',
        ),
        values: fc.subarray(['A#*', 'A#1', 'B#?', 'C*D'], { minLength: 1 }),
      })
      .map(({ operator, values }) => ({ [operator]: { 'dynamodb:LeadingKeys': values } })),
  }),
  fc.record({
    Condition: fc
      .record({
        operator: fc.constantFrom(
          'StringEquals',
          'StringNotEquals',
          'StringLike',
          'StringEqualsIfExists',
          'StringNotLike',
        ),
        values: fc.subarray(['TransactWriteItems', 'Transact*', 'none'], { minLength: 1 }),
      })
      .map(({ operator, values }) => ({ [operator]: { 'dynamodb:EnclosingOperation': values } })),
  }),
  fc
    .constantFrom('true', 'false')
    .map((absent) => ({ Condition: { Null: { 'dynamodb:EnclosingOperation': absent } } })),
);
const arbStatement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: arbActions,
    Resource: arbResources,
    more: arbCondition,
  })
  .map(({ more, ...statement }) => ({ ...statement, ...more }));
const arbKeys = fc.subarray(['A#1', 'A#2', 'B#1', 'B#12', 'CxD']);
const arbOperation = fc.constantFrom(undefined, 'TransactWriteItems', 'TransactGetItems');

test('it decides as a library of IAM decides, on random policies and requests', async () => {
  const property = fc.asyncProperty(
    fc.array(arbStatement, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('dynamodb:GetItem', 'dynamodb:PutItem'),
    fc.constantFrom(TABLE, TABLE.replace('/t', '/u')),
    arbKeys,
    arbOperation,
    async (statements, action, resource, keys, operation) => {
      const document = policy(...statements);
      const context = {
        ...(keys.length > 0 ? { 'dynamodb:leadingkeys': keys } : {}),
        ...(operation === undefined ? {} : { 'dynamodb:enclosingoperation': [operation] }),
      };
      const { allowed } = judge(document)(role, need(action, resource, context));
      const contextVariables = {
        ...(keys.length > 0 ? { 'dynamodb:LeadingKeys': keys } : {}),
        ...(operation === undefined ? {} : { 'dynamodb:EnclosingOperation': operation }),
      };
      const request = { principal: role.arn, action, resource: { resource, accountId: ACCOUNT }, contextVariables };
      const given = {
        request,
        identityPolicies: [{ name: 'p', policy: document }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      };
      const answer = await runSimulation(given, {});
      expect(answer).not.toHaveProperty('errors');
      expect((answer as { overallResult?: string }).overallResult === 'Allowed').toBe(allowed);
    },
  );
  await fc.assert(property, { numRuns: 300 });
});
