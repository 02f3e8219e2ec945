/**
 * EnableSelfService: the values before are in the migration record before the settings change, and the change is one
 * conditional write; a repeated call completes whichever of the two a crash left undone.
 */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { isError } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import type { SettingsChange } from './record.ts';
import { selfServiceSettings } from './self-service-settings.ts';

export type EnableSelfServicePorts = {
  readSettings(): Promise<{ readonly settings: Settings; readonly version: number }>;
  /** @throws LandfallError settings.conflict where the version is no longer the expected one */
  writeSettings(next: Settings, expectedVersion: number, before: Settings, entries: Entries): Promise<number>;
  noteSettingsChange(change: SettingsChange): Promise<void>;
};

const MAX_TRIES = 5;

type Applied = { readonly change?: SettingsChange; readonly appliedNow: boolean };

/**
 * Applies the settings, and records the change in the audit under the one who asked for the migration.
 * @param noted see applySelfServiceSettings @param by `actor`: user key, operator's ARN, `upload` or `system`
 */
export function enableSelfService(
  ports: AuditPort & EnableSelfServicePorts,
  noted: SettingsChange | undefined,
  by: { readonly actor: string; readonly migration: string; readonly now: number },
): Promise<Applied> {
  const { actor, migration, now } = by;
  const act = { actor, action: 'settings.changed', object: migration, source: 'migration', now } as const;
  return auditedAct(ports, act, (entriesOf) =>
    applySelfServiceSettings(ports, noted, ({ before, after, weakened }) =>
      entriesOf({ before, after, ...(weakened ? { facts: { code: 'settings.weakened' } } : {}) }),
    ),
  );
}

/**
 * @param noted the change that the record holds already: of an earlier attempt, or of this one before a crash
 * @param entriesOf what the audit records with the write of the settings
 * @returns the change that this migration made, if any
 */
export async function applySelfServiceSettings(
  ports: EnableSelfServicePorts,
  noted: SettingsChange | undefined,
  entriesOf: (change: SettingsChange) => Entries,
): Promise<Applied> {
  let known = noted;
  for (let tries = 1; ; tries++) {
    const { settings, version } = await ports.readSettings();
    const wanted = selfServiceSettings(settings, version);
    if (!wanted) {
      const mine = known?.status === 'intended' && known.version === version;
      if (mine) await ports.noteSettingsChange({ ...known!, status: 'applied' });
      return { ...(known ? { change: mine ? { ...known, status: 'applied' } : known } : {}), appliedNow: mine };
    }
    known = wanted.change;
    await ports.noteSettingsChange(known);
    try {
      await ports.writeSettings(wanted.next, version, settings, entriesOf(known));
      const change: SettingsChange = { ...known, status: 'applied' };
      await ports.noteSettingsChange(change);
      return { change, appliedNow: true };
    } catch (error) {
      if (!isError(error, 'settings.conflict') || tries === MAX_TRIES) throw error;
    }
  }
}
