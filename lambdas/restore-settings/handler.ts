import type { SettingsChange as WrittenBy } from '#adapters/directory/settings.ts';
import type * as migrations from '#adapters/runs/index.ts';
import type * as sources from '#adapters/runs/sources.ts';
import type { AuditPort, Entries } from '#core/audit.ts';
import { eventEntries } from '#core/audit.ts';
import { LandfallError } from '#core/errors.ts';
import { type RestoreSettingsPorts, restoreSettings } from '#core/migration/rollback/restore-settings.ts';
import { giveBack, type WriterPorts } from '#core/migration/runs/writer.ts';
import type { Settings } from '#core/settings/model.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { task } from '../shared/task.ts';

export type Deps = AuditPort &
  Omit<RestoreSettingsPorts, 'writeSettings'> &
  WriterPorts &
  Pick<typeof sources, 'forgetImported'> &
  Pick<typeof migrations, 'enterState' | 'finishState' | 'readRun' | 'noteFacts'> & {
    writeSettings(next: Settings, expectedVersion: number, change: WrittenBy, entries: Entries): Promise<number>;
    now(): number;
  };

export const createHandler = (deps: Deps) =>
  task<Input<'RestoreSettings'>, Output<'RestoreSettings'>>(async (run) => {
    const now = deps.now();
    // Of an import that wrote nothing no part was entered.
    if (run.parts > 0) await deps.finishState(run, 'RollbackParts', now, run.parts);
    await deps.enterState(run, 'RestoreSettings', now);
    const [record, target] = await Promise.all([deps.readRun(run.migration), deps.readRun(run.of)]);
    if (!target) throw new LandfallError('run.not_found');
    const ports: RestoreSettingsPorts = {
      ...deps,
      writeSettings: (next, version, before, entries) =>
        deps.writeSettings(next, version, { now, by: run.migration, before }, entries),
    };
    const event = { actor: record?.requestedBy ?? 'system', object: run.migration, source: 'migration', now };
    const settingsRestored = await restoreSettings(ports, {
      target,
      preview: run.preview,
      entriesOf: (change) => eventEntries({ ...event, action: 'settings.changed' }, change),
    });
    await deps.noteFacts(run, { settingsRestored });
    const { source } = target;
    if (source && !run.preview) {
      await deps.forgetImported(source.deployment, target.id);
      await giveBack(deps, source.deployment, { run: run.migration, attempt: run.attempt }, deps.now());
    }
    await deps.finishState(run, 'RestoreSettings', deps.now());
    return settingsRestored;
  });
