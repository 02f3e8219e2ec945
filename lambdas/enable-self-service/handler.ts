import type { VersionedSettings, SettingsChange as WrittenBy } from '#adapters/directory/settings.ts';
import type * as approvals from '#adapters/runs/approvals.ts';
import type * as migrations from '#adapters/runs/index.ts';
import type { AuditPort, Entries } from '#core/audit.ts';
import { type EnableSelfServicePorts, enableSelfService } from '#core/migration/enable-self-service.ts';
import type { Settings } from '#core/settings/model.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { task } from '../shared/task.ts';

export type Deps = AuditPort &
  Pick<typeof migrations, 'enterState' | 'finishState' | 'readRun' | 'noteSettingsChange' | 'noteFacts'> &
  Pick<typeof approvals, 'takeApproval'> & {
    readSettings(): Promise<VersionedSettings>;
    writeSettings(next: Settings, expectedVersion: number, change: WrittenBy, entries: Entries): Promise<number>;
    now(): number;
  };

export const createHandler = (deps: Deps) =>
  task<Input<'EnableSelfService'>, Output<'EnableSelfService'>>(async (run) => {
    const now = deps.now();
    await deps.enterState(run, 'EnableSelfService', now);
    const record = await deps.readRun(run.migration);
    const ports: AuditPort & EnableSelfServicePorts = {
      writeAudit: deps.writeAudit,
      readSettings: deps.readSettings,
      writeSettings: (next, version, before, entries) =>
        deps.writeSettings(next, version, { now, by: run.migration, before }, entries),
      noteSettingsChange: (change) => deps.noteSettingsChange(run, change),
      takeApproval: async (change) => record?.source && deps.takeApproval(record.source.deployment, change),
      noteApproval: (approval) => deps.noteFacts(run, { approval }),
    };
    const by = { actor: record?.requestedBy ?? 'system', migration: run.migration, now };
    const noted = { change: record?.settingsChange, approval: record?.approval };
    const { change, appliedNow, awaited } = await enableSelfService(ports, noted, by);
    // The rest needs no key: the package may be deleted by then.
    if (awaited) await deps.noteFacts(run, { rest: JSON.stringify({ ...run, wrappedKey: '' }) });
    await deps.finishState(run, 'EnableSelfService', deps.now());
    return { changed: appliedNow, weakened: change?.weakened ?? false, awaited };
  });
