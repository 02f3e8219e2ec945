/** What every command says on standard error. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ACCOUNT_ACTS, planAct } from '#core/administration/users/act.ts';
import type { User } from '#core/directory/model.ts';
import { createProgram } from './program.ts';
import { sayEnd, speakAsAsked } from './text/stderr.ts';

const leaves = (command: Command, path: readonly string[] = []): { path: readonly string[]; command: Command }[] =>
  command.commands.length === 0
    ? [{ path, command }]
    : command.commands.flatMap((one) => leaves(one, [...path, one.name()]));
const COMMANDS = leaves(createProgram('0')).filter(({ path }) => path[0] !== 'help');

/** Runs it in this process. @returns the lines on standard error */
async function linesOf(...args: string[]): Promise<{ lines: string[]; exit: number }> {
  const lines: string[] = [];
  const take = (text: string | Uint8Array) => lines.push(...String(text).trimEnd().split('\n')) > 0;
  const error = jest.spyOn(console, 'error').mockImplementation(take);
  const write = jest.spyOn(process.stderr, 'write').mockImplementation(take);
  speakAsAsked(args);
  try {
    await createProgram('0').parseAsync(args, { from: 'user' });
    return { lines, exit: 0 };
  } catch (failure) {
    return { lines, exit: sayEnd(failure) };
  } finally {
    error.mockRestore();
    write.mockRestore();
    speakAsAsked([]);
  }
}

/** Arguments that a command can't do without, with values that name nothing. */
function needed(command: Command): string[] {
  // It would write a file here.
  if (command.name() === 'new-key') return ['--out', '/no/such/packer.pem'];
  const given = command.registeredArguments.filter(({ required }) => required).map(() => 'no-such.thing');
  return [...given, ...command.options.filter(({ mandatory }) => mandatory).flatMap(({ long }) => [long!, 'no-such'])];
}

test.each(COMMANDS.map(({ path, command }) => [path.join(' '), path, command] as const))(
  '%s --json: each error is one line of JSON',
  async (_name, path, command) => {
    for (const args of [['--no-such-option'], ['a', 'b', 'c', 'd', 'e', 'f', 'g'], needed(command)]) {
      const { lines, exit } = await linesOf(...path, ...args, '--json');
      // A command that works without a deployment may have nothing to fail at.
      if (exit === 0) continue;
      expect({ args, lines }).toEqual({ args, lines: [expect.any(String)] });
      expect(JSON.parse(lines[0]!)).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    }
  },
);

test('what can’t be understood at all, and an error that no code describes, are JSON too', async () => {
  for (const args of [['no-such-command'], ['user'], ['report', '--no-such']]) {
    const { lines, exit } = await linesOf(...args, '--json');
    expect(lines.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual(['usage']);
    expect(exit).toBe(2);
  }
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  speakAsAsked(['--json']);
  expect(sayEnd(new TypeError('x is no function'))).toBe(3);
  speakAsAsked([]);
  expect(said.mock.calls).toEqual([[JSON.stringify({ code: 'internal', message: 'x is no function' })]]);
  said.mockRestore();
});

test('without --json, or with it behind --, errors are lines for people', async () => {
  expect((await linesOf('inspect', '/no/such')).lines).toEqual([expect.stringMatching(/^package\.\w+: /u)]);
  expect((await linesOf('inspect', '--', '--json')).lines[0]).toMatch(/^package\.\w+: /u);
  expect((await linesOf('user', 'show', '--no-such')).lines[0]).toContain("unknown option '--no-such'");
});

test.each(ACCOUNT_ACTS)('the help of `landfall user %s` says whether it ends the sessions', (act) => {
  const operator = { id: 'operator', role: 'super-admin', operator: true, fresh: true, methods: [] } as const;
  const { endSessions } = planAct({ userId: 'ada' } as User, act, operator, 0);
  const { command } = COMMANDS.find(({ path }) => path.join(' ') === `user ${act}`)!;
  expect(/ends (?:its|the|every) sessions?/iu.test(command.description())).toBe(endSessions);
});

test('standard error is written in one place', () => {
  const others = readdirSync('cli', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => !['text/stderr.ts', 'input/hidden-prompt.ts'].includes(file))
    .filter((file) => /console\.(?:error|warn)|stderr\.write/u.test(readFileSync(`cli/${file}`, 'utf8')));
  expect(others).toEqual([]);
});
