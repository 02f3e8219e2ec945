/**
 * The settings: one item SETTINGS/SETTINGS with a version. The values before the last change, of the fields that it changed, stay
 * beside the new ones, so that a rollback can restore them where no later change came.
 */
import * as z from 'zod';
import type { Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { settingsDiff } from '#core/settings/change.ts';
import type { Settings } from '#core/settings/model.ts';
import { settingsSchema, storedSettingsSchema } from '#core/settings/schema.ts';
import { sideOf } from '#core/settings/size.ts';
import { updateRecorded } from '../audit/outbox.ts';
import { environmentJson } from '../aws/environment.ts';
import { directoryTable, type Item, readItem, versionIs } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

const KEY = { pk: 'SETTINGS', sk: 'SETTINGS' } as const;
export const settingsItemKey = KEY;

export type VersionedSettings = {
  readonly settings: Settings;
  readonly version: number;
  /** See core/access/restored.ts. Unix milliseconds; absent where nothing was restored. */
  readonly restoredAt?: number | undefined;
};
export type SettingsChange = {
  /** Unix milliseconds. */
  readonly now: number;
  /** Who changed them: a user key, an operator's ARN, or a migration's id. */
  readonly by: string;
  /** The settings as read with the expected version. */
  readonly before: Settings;
};

const itemSchema = z.object({
  settings: storedSettingsSchema,
  version: z.int().min(1),
  restoredAt: z.number().optional(),
});
/** The item where no administrator has saved settings yet. */
const markSchema = z.object({ restoredAt: z.number().optional() });

/** The defaults, with what the deployment's configuration says in place of some of them. */
const firstSettings = (): Settings => settingsSchema.parse(environmentJson('FIRST_SETTINGS') ?? {});

/** The settings, read consistently; version 0 and the defaults where no administrator has saved any. */
export async function readSettings(): Promise<VersionedSettings> {
  return settingsOf(await readItem(directoryTable(), KEY));
}

/** The same of the item as it was read with others. */
export function settingsOf(item: Item | undefined): VersionedSettings {
  if (item?.['version'] === undefined)
    return { ...readAs(markSchema, item ?? {}), settings: firstSettings(), version: 0 };
  return readAs(itemSchema, item);
}

/**
 * Saves all settings in one conditional write and returns the new version.
 * @throws LandfallError settings.conflict (409) where someone saved since `expectedVersion`
 */
export async function writeSettings(
  next: Settings,
  expectedVersion: number,
  change: SettingsChange,
  entries: Entries,
): Promise<number> {
  const version = expectedVersion + 1;
  const condition = versionIs(expectedVersion);
  const update = {
    expression: 'SET #settings = :next, #version = :version, #before = :before, #changedAt = :now, #changedBy = :by',
    condition: condition.expression,
    values: {
      ':next': settingsSchema.parse(next),
      ':version': version,
      ':before': sideOf(settingsDiff(change.before, next), 'before'),
      ':now': change.now,
      ':by': change.by,
      ...condition.values,
    },
  };
  if (!(await updateRecorded(directoryTable(), KEY, update, entries)))
    throw invalid(
      'settings.conflict',
      'Someone else changed the settings in the meantime. Read them again and repeat your change.',
      { expectedVersion },
    );
  return version;
}

/** From this moment (Unix milliseconds) the restored deployment works again. False where a later one is marked. */
export async function markRestored(at: number, entries: Entries): Promise<boolean> {
  const update = {
    expression: 'SET #restoredAt = :at',
    condition: 'attribute_not_exists(#restoredAt) OR #restoredAt <= :at',
    values: { ':at': at },
  };
  return (await updateRecorded(directoryTable(), KEY, update, entries)) !== undefined;
}
