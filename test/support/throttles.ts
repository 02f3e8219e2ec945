import { SETTINGS, type Settings } from '#core/settings/model.ts';

/** Limits that no test reaches: every number of settings.throttles at its greatest, an office's factor excepted. */
export const UNREACHED = Object.fromEntries(
  Object.entries(SETTINGS.throttles).flatMap(([name, field]) =>
    field.kind === 'number' && name !== 'officeFactor' ? [[name, field.max]] : [],
  ),
) as Partial<Settings['throttles']>;
