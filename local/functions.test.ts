import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyOf } from '#test/support/assembly.ts';
import { deployFunctions } from './functions.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-functions-'));
writeFileSync(
  join(folder, 'index.cjs'),
  `let calls = 0;
  exports.handler = async (event, context) => {
    calls += 1;
    if (event.exit) process.exit(3);
    if (event.hang) await new Promise(() => setInterval(() => undefined, 1000));
    for (const all = []; event.grow; ) all.push(new Array(100_000).fill(calls));
    if (event.fail) throw Object.assign(new Error('No.'), { name: 'part.broken' });
    console.log('seen', event.n);
    return { calls, given: process.env.GIVEN, shared: process.env.SHARED, left: context.getRemainingTimeInMillis() > 0 };
  };`,
);
const like = (name: string, Timeout: number) => ({
  type: 'AWS::Lambda::Function',
  name,
  properties: {
    Code: { S3Key: 'code.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout,
    Environment: { Variables: { GIVEN: 'by the template' } },
  },
});
// A busy machine starts ten threads slowly: only the function that is to hang has a short time-out.
const assembly = assemblyOf([like('f', 60), like('short', 1)], { 'code.zip': folder });
const key = (name: string) => ({ accessKeyId: `key-of-${name}`, secretAccessKey: 'secret' });
const sessions = new Map([
  ['f', key('f')],
  ['short', key('short')],
]);
const invoke = deployFunctions(assembly, join(folder, 'logs'), { SHARED: 'by all' }, sessions);
const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;
const arn = arnOf('f');

// Each idle thread takes one of these calls and ends.
afterAll(() => Promise.allSettled(Array.from({ length: 10 }, () => invoke(arn, { exit: true }))));

test('a function runs its bundle with its environment, in the same thread again, and its output is kept in its log', async () => {
  const answer = { given: 'by the template', shared: 'by all', left: true };
  expect(await invoke(arn, { n: 1 })).toEqual({ ...answer, calls: 1 });
  expect(await invoke(arn, { n: 2 })).toEqual({ ...answer, calls: 2 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(readFileSync(join(folder, 'logs', 'f.log'), 'utf8')).toBe('seen 1\nseen 2\n');
});

test.each([
  ['throws fails under the name of its error', 'f', { fail: true }, 'part.broken'],
  ['hangs fails at its time-out', 'short', { hang: true }, 'Sandbox.Timedout'],
  ['ends its process fails', 'f', { exit: true }, 'Runtime.ExitError'],
  ['takes more memory than its template says fails', 'f', { grow: true }, 'Runtime.ExitError'],
])('a function that %s, and the next call is answered', async (_what, of, event, name) => {
  await expect(invoke(arnOf(of), event)).rejects.toThrow(expect.objectContaining({ name }));
  expect(await invoke(arn, { n: 3 })).toMatchObject({ left: true });
});

test('a call is answered by the thread that answered last, and one that has had no call for a while ends', async () => {
  const kept = deployFunctions(assembly, join(folder, 'kept'), {}, sessions, { idleMs: 1000 });
  const ofOne = async () => ((await kept(arn, { n: 0 })) as { calls: number }).calls;
  const first = await Promise.all([ofOne(), ofOne(), ofOne()]);
  expect(first).toEqual([1, 1, 1]);
  // The three threads in turns would be at 2, 2, 2, 3, 3.
  expect([await ofOne(), await ofOne(), await ofOne(), await ofOne()]).toEqual([2, 3, 4, 5]);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await ofOne()).toBe(1);
  await kept(arn, { exit: true }).catch(() => undefined);
});

test('calls beyond the concurrency of an account wait and are answered', async () => {
  const answers = await Promise.all(Array.from({ length: 25 }, (_item, n) => invoke(arn, { n })));
  expect(answers).toHaveLength(25);
});

test('a call of a function that the assembly does not hold is refused', async () => {
  await expect(invoke('g', {})).rejects.toThrow('There is no function g.');
});
