import { type Context, conditionsOf } from './conditions.ts';

const holds = (block: Record<string, Record<string, unknown>>, context: Context) =>
  conditionsOf(block).every((condition) => condition(context));
const keys = (...values: string[]): Context => ({ 'dynamodb:leadingkeys': values });

test.each<[name: string, block: Record<string, Record<string, unknown>>, context: Context, expected: boolean]>([
  ['equal', { StringEquals: { 'kms:ViaService': 'a' } }, { 'kms:viaservice': ['a'] }, true],
  ['one of several', { StringEquals: { 'kms:ViaService': ['b', 'a'] } }, { 'kms:viaservice': ['a'] }, true],
  ['capital letters count', { StringEquals: { 'kms:ViaService': 'A' } }, { 'kms:viaservice': ['a'] }, false],
  ['an absent key', { StringEquals: { 'kms:ViaService': 'a' } }, {}, false],
  ['an absent key, if it exists', { StringEqualsIfExists: { 'kms:ViaService': 'a' } }, {}, true],
  ['not equal', { StringNotEquals: { 'kms:ViaService': 'a' } }, { 'kms:viaservice': ['b'] }, true],
  [
    'not equal to any of several',
    { StringNotEquals: { 'kms:ViaService': ['a', 'b'] } },
    { 'kms:viaservice': ['b'] },
    false,
  ],
  ['not equal where it is absent', { StringNotEquals: { 'kms:ViaService': 'a' } }, {}, true],
  ['a pattern', { StringLike: { 'kms:ViaService': 'a.*' } }, { 'kms:viaservice': ['a.b'] }, true],
  [
    'no pattern is a regular expression',
    { StringLike: { 'kms:ViaService': 'a.*' } },
    { 'kms:viaservice': ['axb'] },
    false,
  ],
  ['no pattern', { StringNotLike: { 'kms:ViaService': 'a*' } }, { 'kms:viaservice': ['ab'] }, false],
  [
    'parts of an ARN',
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:1:*' } },
    { 'aws:sourcearn': ['arn:aws:sns:e:1:t'] },
    true,
  ],
  [
    'a part stays in its place',
    { ArnLike: { 'aws:SourceArn': 'arn:aws:*:1:*:t' } },
    { 'aws:sourcearn': ['arn:aws:s:e:1:t'] },
    false,
  ],
  ['a truth', { Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:securetransport': ['true'] }, false],
  ['a number', { NumericLessThan: { 's3:TlsVersion': 1.2 } }, { 's3:tlsversion': ['1.1'] }, true],
  ['no smaller number', { NumericLessThan: { 's3:TlsVersion': 1.2 } }, { 's3:tlsversion': ['1.2'] }, false],
  [
    'all of several',
    { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['A#*', 'B#*'] } },
    keys('A#1', 'B#2'),
    true,
  ],
  ['not all', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['A#*'] } }, keys('A#1', 'B#2'), false],
  ['all of none, as AWS has it', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['A#*'] } }, {}, true],
  ['any of several', { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['A#*'] } }, keys('C#1', 'A#2'), true],
  ['any of none', { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['A#*'] } }, {}, false],
  ['absent', { Null: { 'kms:EncryptionContext:serial': 'true' } }, {}, true],
  ['present', { Null: { 'kms:EncryptionContext:serial': 'false' } }, { 'kms:encryptioncontext:serial': ['1'] }, true],
  [
    'both keys of one operator',
    { StringEquals: { 'kms:ViaService': 'a', 's3:prefix': 'b' } },
    { 'kms:viaservice': ['a'] },
    false,
  ],
])('%s', (_name, block, context, expected) => {
  expect(holds(block, context)).toBe(expected);
});

test.each<[string, Record<string, Record<string, unknown>>, string]>([
  ['an operator', { StringSimilar: { 'kms:ViaService': 'a' } }, 'The condition operator StringSimilar'],
  ['an operator named like a method', { toString: { 'kms:ViaService': 'a' } }, 'The condition operator toString'],
  ['a key', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, 'aws:principaltag/team is not supported'],
  ['several values without a word on how many', { StringEquals: { 'dynamodb:LeadingKeys': 'a' } }, 'does not fit'],
  ['a word on how many of one value', { 'ForAllValues:StringEquals': { 'kms:ViaService': 'a' } }, 'does not fit'],
  ['a policy variable', { StringEquals: { 'kms:ViaService': `$${'{aws:username}'}` } }, 'policy variable'],
  ['a number that is none', { NumericLessThan: { 's3:TlsVersion': 'x' } }, 'x is no number'],
  ['no value', { StringEquals: { 'kms:ViaService': [] } }, 'names no value'],
  ['an ARN that is none', { ArnLike: { 'aws:SourceArn': 'a' } }, 'a is no ARN'],
])('%s that is not known stops the start', (_name, block, message) => {
  expect(() => conditionsOf(block)).toThrow(message);
});
