/** The settings as `landfall settings --help` shows them. */
import { defaultText, rangeText } from '#core/settings/describe.ts';
import { FIELDS, SETTING_PATHS } from '#core/settings/model.ts';
import { table } from './output.ts';

/** A row for each setting: its path, its default and what it takes. */
export const settingsTable = (): string =>
  table(
    ['setting', 'default', 'takes'],
    SETTING_PATHS.map((path) => [path, defaultText(FIELDS[path]), rangeText(FIELDS[path])]),
  );
