/** docs/operations.md names whatever an operator may set or be alarmed by. */
import { readFileSync } from 'node:fs';

const page = readFileSync('docs/operations.md', 'utf8');
const rows = (heading: string) =>
  [
    ...page
      .split(`## ${heading}\n`)[1]!
      .split(/^## /mu)[0]!
      .matchAll(/^\| `([^`]+)` \|/gmu),
  ].map((match) => match[1]!);
const namesIn = (file: string, pattern: RegExp) =>
  [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1]!);

test('every value of the configuration has its row', () => {
  const names = namesIn('infra/configuration.ts', /^ {2}(\w+): z\b/gmu);
  expect(names).toContain('alarmEmail');
  expect(rows('Configuration')).toEqual(names);
});

test('every alarm has its row', () => {
  const names = namesIn('infra/stacks/stateless.ts', /this\.alarm\('(\w+)'/gu);
  expect(names).toContain('MigrationsFailed');
  expect(rows('Alarms').sort()).toEqual(names.sort());
});
