/** L2: a log line holds the fields of the list and nothing else, whatever a caller spreads into it. */
import { LandfallError } from '#core/errors.ts';
import { logLinesOf } from '#test/support/log-lines.ts';
import { log } from './log.ts';

const SECRETS = { passcode: '4711123456', email: 'ada@corp.example', password: 'a long harbour', link: 'c2VjcmV0' };

test.each(['info', 'warn', 'error'] as const)('%s: a field that is not on the list is dropped', async (level) => {
  const [line] = await logLinesOf(() =>
    log[level]('mail.done', { kind: 'forgot-password', outcome: 'sent', ...SECRETS } as never),
  );
  expect(line).toMatchObject({ event: 'mail.done', kind: 'forgot-password', outcome: 'sent' });
  for (const secret of Object.values(SECRETS)) expect(JSON.stringify(line)).not.toContain(secret);
});

test('a logged error has its name and stack frames, and never its message, which may quote what a user typed', async () => {
  const error = Object.assign(new TypeError(`bad value ${SECRETS.passcode}\nsecond line ${SECRETS.email}`), SECRETS);
  const [line] = await logLinesOf(() => log.error('api.failed', { code: 'internal' }, error));
  expect(line).toMatchObject({ errorName: 'TypeError', code: 'internal', stack: expect.any(Array) });
  for (const secret of Object.values(SECRETS)) expect(JSON.stringify(line)).not.toContain(secret);
});

test('of a damaged item the key and the field are logged, of other errors no facts', async () => {
  const facts = { item: 'TOKEN#000123456789/TOKEN', field: 'seed.box' };
  const [damaged] = await logLinesOf(() => log.error('api.failed', {}, new LandfallError('stored.damaged', { facts })));
  expect(damaged).toMatchObject(facts);
  const other = new LandfallError('directory.insert_failed', { facts: { code: 'X' } });
  const [line] = await logLinesOf(() => log.error('api.failed', {}, other));
  expect(line).not.toHaveProperty('item');
});
