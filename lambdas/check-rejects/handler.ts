import type { VersionedSettings } from '#adapters/directory/settings.ts';
import type * as migrations from '#adapters/runs/index.ts';
import { allParts, type CheckRejectsPorts, checkRejects } from '#core/migration/check-rejects.ts';
import { type EndPorts, endWriting } from '#core/migration/runs/writer.ts';
import { selfServiceSettings } from '#core/migration/self-service-settings.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { task } from '../shared/task.ts';

export type Deps = CheckRejectsPorts &
  EndPorts &
  Pick<typeof migrations, 'enterState' | 'finishState' | 'noteFacts' | 'readRun'> & {
    readSettings(): Promise<VersionedSettings>;
    now(): number;
  };

export const createHandler = (deps: Deps) =>
  task<Input<'CheckRejects'>, Output<'CheckRejects'>>(async (run) => {
    await deps.enterState(run, 'CheckRejects', deps.now());
    const totals = await allParts(deps, run);
    // A preview has no such state: PreviewParts, which ConfirmChanges has finished, stands for it.
    if (!run.dryRun) await deps.finishState(run, 'IngestParts', deps.now(), run.parts);
    const { settings, version } = await deps.readSettings();
    const { records } = checkRejects(totals, settings.migration.toleratedRejects);
    const switched = run.dryRun && run.source === 'external' ? selfServiceSettings(settings, version) : undefined;
    if (switched) await deps.noteFacts(run, { settingsPreview: { ...switched.change, status: 'preview' } });
    await deps.finishState(run, 'CheckRejects', deps.now());
    if (!run.dryRun) await endWriting(deps, run, deps.now());
    return { rejected: records.rejected };
  });
