/** docs/settings.md: every setting with what it takes, in the words of the Security Console. */
import { PAGES } from '#console/security/pages/settings/pages.ts';
import { settingFields } from '#console/security/texts/en/setting-fields.ts';
import { settings as pageTexts } from '#console/security/texts/en/settings.ts';
import { defaultText, rangeText } from '#core/settings/describe.ts';
import type { Field } from '#core/settings/field.ts';
import { FIELDS, type SettingPath } from '#core/settings/model.ts';

const HEAD = `<!-- Written by \`npm run generate\`, from core/settings/model.ts and the English texts of the Security Console. -->

# Settings

Super administrators change settings in the Security Console (*Settings*), operators with
\`landfall settings set <setting> <value>\`, programs with \`PATCH /api/admin/settings\` ([api.md](api.md)). Each change is in the
audit, with the values before and after. The sections below are the console's pages.`;

/** The English text, with the setting's own numbers in place of `{min}` and the like; undefined where it has no such text. */
function textOf(key: string, field: Field): string | undefined {
  const text = (settingFields as Readonly<Record<string, string>>)[key];
  return text?.replace(/\{(\w+)\}/gu, (_whole, name: string) => String(field[name as keyof Field]));
}

function meaning(path: SettingPath): string {
  const field = FIELDS[path];
  const options = field.kind === 'choice' ? field.options : [];
  const choices = options.flatMap((option) => {
    const name = textOf(`settings.option.${path}.${option}`, field);
    if (name === undefined) return [];
    return [`\`${option}\`: ${[name, textOf(`settings.advice.${path}.${option}`, field)].filter(Boolean).join('. ')}`];
  });
  const lines = [`*${textOf(`settings.field.${path}`, field)}*`, textOf(`settings.hint.${path}`, field), ...choices];
  return lines.filter((line) => line !== undefined).join('<br>');
}

const row = (path: SettingPath) =>
  `| \`${path}\` | ${meaning(path)} | ${rangeText(FIELDS[path])} | \`${defaultText(FIELDS[path])}\` |`;

/** The whole page. */
export function settingsGuide(): string {
  const sections = PAGES.map(({ path, fields }) =>
    [
      `## ${pageTexts[`settings.page.${path}`]}`,
      '',
      pageTexts[`settings.page.${path}.lead`],
      '',
      '| setting | what it is | takes | default |',
      '| --- | --- | --- | --- |',
      ...fields.map(row),
    ].join('\n'),
  );
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}
