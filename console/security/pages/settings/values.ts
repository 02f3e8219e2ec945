/** Settings of the API as a form has them, and what a form changed as the API takes it. */
import { SETTING_PATHS, type SettingPath, type SettingsGroup } from '#core/settings/model.ts';
import type { Settings as Answer } from '../../../shared/http/api-types.ts';

export type Settings = Answer['settings'];
export type Values = Readonly<Partial<Record<SettingPath, unknown>>>;

/** The values of these fields, by their paths. */
export function valuesOf(settings: Settings, paths: readonly SettingPath[]): Values {
  return Object.fromEntries(
    paths.map((path) => {
      const [group, field] = path.split('.') as [SettingsGroup, string];
      return [path, (settings[group] as Readonly<Record<string, unknown>>)[field]];
    }),
  );
}

/** Removes what only the field needs: blank lines and surrounding spaces. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return value;
  return value.map((one) => one.trim()).filter((one) => one !== '');
}

/** `{group: {field: value}}`, as PATCH /settings takes it. */
export function patchOf(changes: readonly { readonly field: string; readonly after: unknown }[]) {
  const patch: Record<string, Record<string, unknown>> = {};
  for (const { field: path, after } of changes) {
    const [group, field] = path.split('.') as [string, string];
    patch[group] = { ...patch[group], [field]: cleaned(after) };
  }
  return patch;
}

/** The field that a refusal of the API names: `securityQuestions.aliases.3.from` is about the aliases. */
export const pathOf = (path: string): SettingPath | undefined =>
  SETTING_PATHS.find((one) => path === one || path.startsWith(`${one}.`));
