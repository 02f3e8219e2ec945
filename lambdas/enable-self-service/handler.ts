import type { VersionedSettings, SettingsChange as WrittenBy } from '#adapters/directory/settings.ts';
import type * as migrations from '#adapters/migrations/index.ts';
import type { AuditEntry } from '#adapters/operations/audit.ts';
import { type EnableSelfServicePorts, enableSelfService } from '#core/migration/enable-self-service.ts';
import type { Settings } from '#core/settings/model.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { task } from '../task.ts';

export type Deps = Pick<typeof migrations, 'enterState' | 'finishState' | 'readMigration' | 'noteSettingsChange'> & {
  readSettings(): Promise<VersionedSettings>;
  writeSettings(next: Settings, expectedVersion: number, change: WrittenBy): Promise<number>;
  writeAudit(entry: AuditEntry): Promise<void>;
  now(): number;
};

export const createHandler = (deps: Deps) =>
  task<Input<'EnableSelfService'>, Output<'EnableSelfService'>>(async (run) => {
    const now = deps.now();
    await deps.enterState(run, 'EnableSelfService', now);
    const record = await deps.readMigration(run.migration);
    const ports: EnableSelfServicePorts = {
      readSettings: deps.readSettings,
      writeSettings: (next, version, before) => deps.writeSettings(next, version, { now, by: run.migration, before }),
      noteSettingsChange: (change) => deps.noteSettingsChange(run, change),
    };
    const { change, appliedNow } = await enableSelfService(ports, record?.settingsChange);
    if (change && appliedNow) {
      await deps.writeAudit({
        actor: record?.requestedBy ?? 'system',
        action: 'settings.changed',
        object: run.migration,
        outcome: 'success',
        source: 'migration',
        now,
        before: change.before,
        after: change.after,
        ...(change.weakened ? { facts: { code: 'settings.weakened' } } : {}),
      });
    }
    await deps.finishState(run, 'EnableSelfService', deps.now());
    return { changed: appliedNow, weakened: change?.weakened ?? false };
  });
