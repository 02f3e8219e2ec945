/** `landfall completion`: the shells themselves complete with what it prints. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bash, zsh } from '#cli/completion/bash.ts';
import { fish } from '#cli/completion/fish.ts';
import { placesOf } from '#cli/completion/words.ts';
import { createProgram } from '#cli/program.ts';

const places = placesOf(createProgram('0'));
const folder = mkdtempSync(join(tmpdir(), 'landfall-completion-'));
mkdirSync(join(folder, 'exports'));
writeFileSync(join(folder, 'corp.ldif'), '');

/** The words of a command line up to the cursor, and what is offered there. */
const CASES: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [['im'], ['import']],
  [['user', 'res'], ['reset-password']],
  [['import', '--polic'], ['--policy']],
  [
    ['import', '--policy', ''],
    ['correct', 'skip', 'update', 'fail'],
  ],
  [
    ['import', '--policy', 'update', '--tell', 'n'],
    ['now', 'none'],
  ],
  [
    ['--no-such', 'completion', ''],
    ['bash', 'zsh', 'fish', 'powershell'],
  ],
  [['pack', '--ldif', 'co'], ['corp.ldif']],
  [['import', 'exp'], ['exports']],
  [['audit', 'verify', '--public'], ['--public-key']],
];

function inShell(shell: string, args: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(shell, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb' },
  });
  if (status !== 0) throw new Error(stderr);
  // Of a line of fish's what stands before its description.
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

/** Whether the machine has it; says so where it has not. */
function has(shell: string): boolean {
  const there = ['/bin', '/usr/bin', '/usr/local/bin'].some((place) => existsSync(join(place, shell)));
  if (!there) console.log(`${shell} is not installed: completion in ${shell} is not tested.`);
  return there;
}
const inIt = (shell: string) => (has(shell) ? describe : describe.skip);

inIt('bash')('bash', () => {
  const file = join(folder, 'landfall.bash');
  writeFileSync(file, bash(places));
  const offered = (...words: string[]) =>
    inShell('bash', [
      '--norc',
      '-c',
      `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _landfall; printf '%s\\n' "\${COMPREPLY[@]}"`,
      file,
      'landfall',
      ...words,
    ]);

  test.each(CASES)('offers what follows %j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test('takes the value of an option also behind =, which bash makes a word of its own', () => {
    expect(offered('import', '--policy', '=', 'up')).toEqual(['update']);
    expect(offered('import', '--policy', '=')).toEqual(['correct', 'skip', 'update', 'fail']);
  });

  test('completes landfall with it', () => {
    expect(inShell('bash', ['--norc', '-c', 'source "$0"; complete -p landfall', file])).toEqual([
      'complete -F _landfall landfall',
    ]);
  });
});

inIt('fish')('fish', () => {
  const file = join(folder, 'landfall.fish');
  writeFileSync(file, fish(places));

  test.each(CASES)('offers what follows %j', (words, expected) => {
    const line = ['landfall', ...words].join(' ');
    const offered = inShell('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', file, line]);
    expect(offered.map((word) => word.replace(/\/$/u, '')).sort()).toEqual([...expected].sort());
  });
});

inIt('zsh')('zsh', () => {
  const file = join(folder, '_landfall');
  writeFileSync(file, zsh(places));
  // A terminal of its own, in which a line is typed and Tab is pressed: nothing less makes zsh complete.
  const script = `
zmodload zsh/zpty
zpty z "zsh -f -i"
zpty -w z 'PS1=; autoload -U compinit; compinit -u -D; source "${file}"; bindkey "^I" complete-word; print -r -- rea""dy'
zpty -r -m z out '*ready*'
zpty -n -w z "$1"$'\\t'
zpty -r -m z out "*$2*" && print -r -- found
zpty -d z
`;
  const alone = CASES.filter(([, expected]) => expected.length === 1);

  test.each(alone)('completes %j', (words, [expected]) => {
    const line = ['landfall', ...words].join(' ');
    const typed = expected!.slice(words.at(-1)!.length);
    expect(typed).not.toBe('');
    expect(inShell('zsh', ['-f', '-c', script, 'zsh', line, expected!])).toEqual(['found']);
  });
});
