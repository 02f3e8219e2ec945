import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { packCommand, shellWord } from './pack-command.ts';

const usual = {
  people: 'ldif',
  source: 'external',
  answers: true,
  sourceName: 'corp.example',
  recipient: 'target.pem',
} as const;

test('the usual choices give the command of the README', () => {
  expect(packCommand(usual)).toBe(`landfall pack \\
  --ldif corp.ldif \\
  --tokens tokens.sdtid \\
  --assignments assignments.csv \\
  --answers answers.csv \\
  --source-name corp.example \\
  --recipient target.pem \\
  --signing-key packer.pem \\
  --out export.zip`);
});

test('the command has options for what the source has and no others', () => {
  const command = packCommand({ ...usual, people: 'ldap', source: 'internal', answers: false, sourceName: '  ' });
  expect(command).toContain('--ldap ldaps://');
  expect(command).toContain('--source internal');
  expect(command).not.toMatch(/--answers|--source-name|--ldif/u);
  expect(packCommand({ ...usual, people: 'csv' })).toContain('--csv users.csv');
});

test('every option exists in `landfall pack`', () => {
  const help = execFileSync(process.execPath, ['bin/run.cjs', 'cli/main.ts', 'pack', '--help'], { encoding: 'utf8' });
  for (const people of ['ldif', 'csv', 'ldap'] as const)
    for (const [option] of packCommand({ ...usual, people, source: 'internal' }).matchAll(/--[\w-]+/gu))
      expect(help).toContain(`${option} <`);
});

test('a shell reads any name as one word', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 30 }), (names) => {
      const script = `printf '%s\\0' ${names.map(shellWord).join(' ')}`;
      expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(names.map((one) => `${one}\0`).join(''));
    }),
    { numRuns: 5 },
  );
});
