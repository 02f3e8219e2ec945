import { Argument, Command, Option } from 'commander';
import { bash, zsh } from './bash.ts';
import { fish } from './fish.ts';
import { powershell } from './powershell.ts';
import { placesOf } from './words.ts';

const program = new Command('landfall').version('1');
program
  .command('pack')
  .summary('makes it')
  .description('Makes a package.')
  .argument('<file>', 'what')
  .addArgument(new Argument('[kind]', 'which').choices(['a', 'b']))
  .option('-q, --quiet', "don't tell")
  .option('--key-file <file=path>', 'a key')
  .option('--name [name]', 'a name')
  .addOption(new Option('--order <order>', 'an order').choices(['up', 'down']))
  .addOption(new Option('--secret', 'not shown').hideHelp());
program.command('user').description('Users.').command('show').description('Shows one.');
const places = placesOf(program);

test('every command is a place, with what may follow there', () => {
  expect(places.map(({ path }) => path)).toEqual(['', 'pack', 'user', 'user show']);
  expect(places[0]!.commands).toEqual([
    { name: 'pack', says: 'makes it' },
    { name: 'user', says: 'Users.' },
  ]);
  expect(places[1]).toMatchObject({
    values: ['file', ['a', 'b']],
    flags: [
      { names: ['--quiet', '-q'], says: "don't tell" },
      { names: ['--key-file'], value: 'file' },
      { names: ['--name'], value: 'text' },
      { names: ['--order'], value: ['up', 'down'] },
      { names: ['--help', '-h'] },
    ],
  });
  expect(places[1]!.flags[0]).not.toHaveProperty('value');
});

test.each(Object.entries({ bash, zsh, fish, powershell }))(
  'the script of %s names every option that is shown',
  (_shell, script) => {
    const text = script(places);
    for (const name of ['quiet', 'key-file', 'name', 'order'])
      expect(text).toMatch(new RegExp(`(?:--|-l )${name}\\b`, 'u'));
    expect(text).not.toContain('secret');
  },
);

test('quotes of a description end no word of the script', () => {
  expect(fish(places)).toContain(String.raw`-d 'don\'t tell'`);
  const odd = placesOf(new Command("it's"));
  expect(powershell([{ ...odd[0]!, path: "it's" }])).toContain("'it''s' = @(");
  expect(bash([{ ...odd[0]!, path: "it's" }])).toContain(String.raw`'it'\''s')`);
});
