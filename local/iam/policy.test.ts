import { permissionsOf, statementsOf } from './policy.ts';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const policy = (Statement: unknown) => ({ Version: '2012-10-17', Statement });

test('each action on each resource that is allowed is a permission, under its condition', () => {
  const Condition = { StringEquals: { 's3:prefix': 'a' } };
  const Resource = ['arn:aws:s3:::a', 'arn:aws:s3:::b'];
  const allowed = { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetObject'], Resource, Condition };
  const compiled = statementsOf(policy([allowed, { ...statement, Effect: 'Deny' }]), 'p', 'identity');
  expect(permissionsOf(compiled).map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    's3:ListBucket arn:aws:s3:::a',
    's3:ListBucket arn:aws:s3:::b',
    's3:GetObject arn:aws:s3:::a',
    's3:GetObject arn:aws:s3:::b',
  ]);
  expect(permissionsOf(compiled)[0]).toMatchObject({ in: 'p', condition: JSON.stringify(Condition) });
});

test.each<[string, unknown, 'identity' | 'resource', string]>([
  ['version', { Version: '2008-10-17', Statement: statement }, 'identity', 'The version 2008-10-17'],
  ['part of a document', { ...policy(statement), Extra: 1 }, 'identity', 'Extra'],
  ['part of a statement', policy({ ...statement, NotResource: '*' }), 'identity', 'NotResource'],
  ['effect', policy({ ...statement, Effect: 'Maybe' }), 'identity', 'Maybe'],
  ['action', policy({ ...statement, Action: 'GetObject' }), 'identity', 'GetObject is no action'],
  ['resource', policy({ ...statement, Resource: 'b/*' }), 'identity', 'b/* is no ARN'],
  [
    'resource with a variable',
    policy({ ...statement, Resource: `arn:aws:s3:::$${'{x}'}` }),
    'identity',
    'policy variable',
  ],
  ['resource that was not resolved', policy({ ...statement, Resource: { Ref: 'x' } }), 'identity', 'no list of texts'],
  ['principal of an identity', policy({ ...statement, Principal: '*' }), 'identity', 'Principal'],
  ['resource policy without a principal', policy(statement), 'resource', 'Principal'],
  ['kind of principal', policy({ ...statement, Principal: { Federated: 'x' } }), 'resource', 'Federated'],
])('an unknown %s stops the start, and says in which policy it stands', (_name, document, form, message) => {
  const compile = () => statementsOf(document, 'the-policy', form);
  expect(compile).toThrow('The policy of the-policy');
  expect(compile).toThrow(message);
});
