/**
 * EnableSelfService: the values before are in the migration record before the settings change, and the change is one
 * conditional write; a repeated call completes whichever of the two a crash left undone. A change that weakens waits (A8).
 */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { isError } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import { isAbout } from './approval.ts';
import type { Approval, SettingsChange } from './record.ts';
import { selfServiceSettings } from './self-service-settings.ts';

export type EnableSelfServicePorts = {
  readSettings(): Promise<{ readonly settings: Settings; readonly version: number }>;
  /** @throws LandfallError settings.conflict where the version is no longer the expected one */
  writeSettings(next: Settings, expectedVersion: number, before: Settings, entries: Entries): Promise<number>;
  noteSettingsChange(change: SettingsChange): Promise<void>;
  /** The approval that was given to the source before the run, if it is about this change: once. */
  takeApproval(change: SettingsChange): Promise<Approval | undefined>;
  noteApproval(approval: Approval): Promise<void>;
};
/** What the record holds already: of an earlier attempt, of this one before a crash, or of the super-admin who decided. */
export type Noted = { readonly change?: SettingsChange | undefined; readonly approval?: Approval | undefined };

const MAX_TRIES = 5;

type Applied = { readonly change?: SettingsChange; readonly appliedNow: boolean; readonly awaited: boolean };

/**
 * Applies the settings, and records the change in the audit under the one who asked for the migration.
 * @param by `actor`: user key, operator's ARN, `upload` or `system`
 */
export function enableSelfService(
  ports: AuditPort & EnableSelfServicePorts,
  noted: Noted,
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

/** What was decided about a change that weakens: in the record, or before the run, which is noted before it is used. */
async function decisionOn(
  ports: EnableSelfServicePorts,
  change: SettingsChange,
  noted: Approval | undefined,
): Promise<Approval['decision'] | undefined> {
  if (noted && isAbout(noted, change)) return noted.decision;
  const given = await ports.takeApproval(change);
  if (given) await ports.noteApproval(given);
  return given?.decision;
}

/**
 * @param entriesOf what the audit records with the write of the settings
 * @returns the change that this migration made, or wants to make, if any; `awaited`: it waits for an approval
 */
export async function applySelfServiceSettings(
  ports: EnableSelfServicePorts,
  noted: Noted,
  entriesOf: (change: SettingsChange) => Entries,
): Promise<Applied> {
  let known = noted.change;
  for (let tries = 1; ; tries++) {
    const { settings, version } = await ports.readSettings();
    const wanted = selfServiceSettings(settings, version);
    if (!wanted) {
      const mine = known?.status === 'intended' && known.version === version;
      if (mine) await ports.noteSettingsChange({ ...known!, status: 'applied' });
      const change = mine ? ({ ...known!, status: 'applied' } as const) : known;
      return { ...(change ? { change } : {}), appliedNow: mine, awaited: false };
    }
    known = wanted.change;
    const decision = known.weakened ? await decisionOn(ports, known, noted.approval) : 'approved';
    if (decision !== 'approved') {
      const change: SettingsChange = { ...known, status: decision ?? 'awaited' };
      await ports.noteSettingsChange(change);
      return { change, appliedNow: false, awaited: decision === undefined };
    }
    await ports.noteSettingsChange(known);
    try {
      await ports.writeSettings(wanted.next, version, settings, entriesOf(known));
      const change: SettingsChange = { ...known, status: 'applied' };
      await ports.noteSettingsChange(change);
      return { change, appliedNow: true, awaited: false };
    } catch (error) {
      if (!isError(error, 'settings.conflict') || tries === MAX_TRIES) throw error;
    }
  }
}
