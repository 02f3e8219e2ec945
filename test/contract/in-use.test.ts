/** What the schema and the lists of core/ offer is used by the code: a setting has a reader, a report code a place that gives it. */
import { readFileSync } from 'node:fs';
import { REPORT_CODE_NAMES } from '#core/migration/report-codes.ts';
import { SETTING_PATHS } from '#core/settings/model.ts';
import { sourcesOf } from '#test/support/imports.ts';

const DEFINED_IN = /^core\/(?:settings\/(?:model|describe|schema|field)|migration\/report-codes|mail\/texts\/)/u;
const code = ['core', 'adapters', 'lambdas']
  .flatMap((folder) => sourcesOf(folder))
  .filter((file) => !DEFINED_IN.test(file))
  .map((file) => readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//gu, ''))
  .join('\n');

/** The bucket's own rule deletes packages, after the days of infra/configuration/values.ts: this setting has no effect yet. */
const WITHOUT_READER = ['migration.packageDays'];

test('every setting is read by the code, but for those that are known to have no effect', () => {
  const unread = SETTING_PATHS.filter((path) => !new RegExp(`\\b${path.split('.')[1]!}\\b`, 'u').test(code));
  expect(unread).toEqual(WITHOUT_READER);
});

test('every report code is given by the code', () => {
  expect(REPORT_CODE_NAMES.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
});
