/** A state, its function's folder and its rule in core/migration/ or core/campaign/ bear one name; every entry of the audit is written in one place. */
import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '#infra/functions.ts';
import { sourcesOf } from '#test/support/imports.ts';

const states = Object.entries(FUNCTIONS).flatMap(([folder, { state }]) =>
  state === undefined ? [] : [{ folder, state }],
);
const kebab = (state: string) => state.replaceAll(/(?<!^)[A-Z]/gu, (letter) => `-${letter}`).toLowerCase();
const camel = (state: string) => `${state[0]!.toLowerCase()}${state.slice(1)}`;

test('the functions of the state machine are found', () => {
  expect(states.length).toBeGreaterThan(8);
});

test.each(states)(
  'the function of state $state stands in lambdas/$folder and calls its rule by name',
  ({ folder, state }) => {
    expect(folder).toBe(kebab(state));
    const rules = ['core/migration', 'core/campaign']
      .flatMap((inside) => sourcesOf(inside))
      .filter((file) => file.endsWith(`/${folder}.ts`));
    expect(rules).toHaveLength(1);
    const [rule = ''] = rules;
    expect(readFileSync(rule, 'utf8')).toMatch(new RegExp(`^export (async )?function ${camel(state)}\\b`, 'mu'));
    const handler = readFileSync(`lambdas/${folder}/handler.ts`, 'utf8');
    expect(handler).toContain(`#${rule}`);
    expect(handler).toMatch(new RegExp(`\\b${camel(state)}\\(`, 'u'));
  },
);

test('entries of the audit that stand alone are written by core/audit.ts alone', () => {
  const writers = ['core', 'adapters', 'lambdas']
    .flatMap((folder) => sourcesOf(folder))
    .filter((file) => /\bwriteAudit\(/u.test(readFileSync(file, 'utf8')));
  expect(writers.sort()).toEqual(['adapters/audit/outbox.ts', 'core/audit.ts']);
});
