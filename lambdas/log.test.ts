/** L2: a log line holds the fields of the list and nothing else, whatever a caller spreads into it. */
import { log } from './log.ts';

const SECRETS = { passcode: '4711123456', email: 'ada@corp.example', password: 'a long harbour', link: 'c2VjcmV0' };

/** The lines that a call writes. */
function written(write: () => void): string {
  const lines: string[] = [];
  const outputs = [process.stdout, process.stderr] as const;
  const originals = outputs.map((output) => output.write.bind(output));
  for (const output of outputs)
    output.write = ((text: string) => {
      lines.push(String(text));
      return true;
    }) as typeof output.write;
  try {
    write();
  } finally {
    for (const [index, output] of outputs.entries()) output.write = originals[index]! as typeof output.write;
  }
  return lines.join('');
}

test.each(['info', 'warn', 'error'] as const)('%s: a field that is not on the list is dropped', (level) => {
  const line = written(() =>
    log[level]('mail.done', { kind: 'forgot-password', outcome: 'sent', ...SECRETS } as never),
  );
  expect(JSON.parse(line)).toMatchObject({ event: 'mail.done', kind: 'forgot-password', outcome: 'sent' });
  for (const secret of Object.values(SECRETS)) expect(line).not.toContain(secret);
});

test('a logged error has its name and stack frames, and never its message, which may quote what a user typed', () => {
  const error = Object.assign(new TypeError(`bad value ${SECRETS.passcode}\nsecond line ${SECRETS.email}`), SECRETS);
  const line = written(() => log.error('api.failed', { code: 'internal' }, error));
  expect(JSON.parse(line)).toMatchObject({ errorName: 'TypeError', code: 'internal', stack: expect.any(Array) });
  for (const secret of Object.values(SECRETS)) expect(line).not.toContain(secret);
});
