/** A setting that the schema has is shown and explained wherever an administrator looks for it. */
import { readFileSync } from 'node:fs';
import { settingsGuide } from '#api/settings-guide.ts';
import { PAGES } from '#console/security/pages/settings/pages.ts';
import { settingFields as de } from '#console/security/texts/de/setting-fields.ts';
import { settingFields as en } from '#console/security/texts/en/setting-fields.ts';
import { settingFields as fr } from '#console/security/texts/fr/setting-fields.ts';
import { LANGUAGES } from '#core/languages.ts';
import { FIELDS, SETTING_PATHS } from '#core/settings/model.ts';

test('every setting is on one page of the console, and on no other', () => {
  expect(PAGES.flatMap(({ fields }) => [...fields]).sort()).toEqual([...SETTING_PATHS].sort());
});

test.each([
  ['English', en],
  ['German', de],
  ['French', fr],
])('every setting, and every choice of one, has a name in %s', (_language, texts) => {
  const choices = SETTING_PATHS.flatMap((path) => {
    const field = FIELDS[path];
    // Languages are called by their own names everywhere.
    if (field.kind !== 'choice' || field.options === LANGUAGES) return [];
    return field.options.map((option) => `settings.option.${path}.${option}`);
  });
  const wanted = [...SETTING_PATHS.map((path) => `settings.field.${path}`), ...choices];
  expect(choices.length).toBeGreaterThan(10);
  expect(wanted.filter((key) => !(texts as Record<string, string>)[key]?.trim())).toEqual([]);
});

test('no text explains a setting or a choice that is gone', () => {
  const known = SETTING_PATHS.flatMap((path) => {
    const field = FIELDS[path];
    const options = field.kind === 'choice' ? field.options : [];
    return [
      ...['field', 'hint', 'wrong'].map((kind) => `settings.${kind}.${path}`),
      ...options.flatMap((option) => ['option', 'advice'].map((kind) => `settings.${kind}.${path}.${option}`)),
    ];
  });
  expect(Object.keys(en).filter((key) => !known.includes(key))).toEqual([]);
});

test('a text names no number that its setting does not have', () => {
  const wrong = SETTING_PATHS.flatMap((path) =>
    Object.entries(en)
      .filter(([key]) => key.split('.').slice(2, 4).join('.') === path)
      .flatMap(([, text]) => [...text.matchAll(/\{(\w+)\}/gu)].map((match) => [path, match[1]!] as const))
      .filter(([, name]) => typeof (FIELDS[path] as unknown as Record<string, unknown>)[name] !== 'number'),
  );
  expect(wrong).toEqual([]);
});

test('docs/settings.md is what `npm run generate` writes, and has a row for every setting', () => {
  const page = readFileSync('docs/settings.md', 'utf8');
  expect(page === settingsGuide()).toBe(true);
  const rows = [...page.matchAll(/^\| `([\w.]+)` \|/gmu)].map((match) => match[1]!);
  expect(rows.sort()).toEqual([...SETTING_PATHS].sort());
});
