import type { Caller } from './judge.ts';
import { recordOnce, withoutPerson } from './records.ts';

const caller: Caller = { kind: 'role', name: 'r', arn: 'arn:aws:sts::000000000000:assumed-role/r/f' };
const need = (resource: string) => ({ action: 's3:GetObject', resource, context: {} });

test('a denial is noted once for a role, action and resource; each caller is told it', () => {
  const noted: unknown[] = [];
  const records = recordOnce((kind, what) => noted.push([kind, what]));
  const told = ['a', 'b'].map((key) => records.denied(caller, need(`arn:aws:s3:::bucket/${key}`), 'because x'));
  expect(noted).toEqual([
    ['denied', { role: 'r', action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/*', why: 'because x' }],
  ]);
  expect(told[1]).toContain('s3:GetObject on resource: arn:aws:s3:::bucket/b because x');
});

test('a permission is noted once', () => {
  const noted: unknown[] = [];
  const records = recordOnce((kind) => noted.push(kind));
  const permission = { in: 'p', action: 'a', resource: 'r', condition: '' };
  records.used(permission);
  records.used({ ...permission });
  records.used({ ...permission, condition: 'c' });
  expect(noted).toEqual(['used', 'used']);
});

test.each([
  ['arn:aws:s3:::b/users/ana', 'arn:aws:s3:::b/*'],
  ['arn:aws:s3:::b', 'arn:aws:s3:::b'],
  ['arn:aws:ses:e:1:identity/ana@corp.example', 'arn:aws:ses:e:1:identity/*'],
  ['arn:aws:states:e:1:execution:machine:one', 'arn:aws:states:e:1:execution:machine:*'],
  ['arn:aws:dynamodb:e:1:table/t', 'arn:aws:dynamodb:e:1:table/t'],
])('%s stands in the file as %s', (resource, kept) => {
  expect(withoutPerson(resource)).toBe(kept);
});
