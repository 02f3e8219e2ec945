import type { VersionedSettings } from '#adapters/directory/settings.ts';
import type * as migrations from '#adapters/runs/index.ts';
import { keptRefusals } from '#core/migration/kept-refusals.ts';
import { type ReadManifestPorts, readManifest } from '#core/migration/read-manifest.ts';
import { type HoldPorts, holdWriter } from '#core/migration/runs/writer.ts';
import { checkUpgraded } from '#core/upgraded.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = ReadManifestPorts &
  HoldPorts &
  Pick<typeof migrations, 'enterState' | 'noteFacts' | 'finishState'> & {
    readSettings(): Promise<VersionedSettings>;
    isUpgraded(): Promise<boolean>;
    now(): number;
    /** Parts at a time: a new account may have ten concurrent functions in all. */
    readonly maxConcurrency: number;
  };

export const createHandler = (deps: Deps) =>
  task<Input<'ReadManifest'>, Output<'ReadManifest'>>(async (input) => {
    await deps.enterState(input, 'ReadManifest', deps.now());
    // Users of the release before would look like users who were made here; the state waits, and tries again.
    checkUpgraded(await deps.isUpgraded());
    const { settings } = await deps.readSettings();
    const { maxConcurrency } = deps;
    const options = { now: deps.now(), maxAgeDays: settings.migration.signatureDays, maxConcurrency };
    const { run, manifest, packer } = await readManifest(deps, input, options);
    const { kind, deployment } = manifest.source;
    const { migration, attempt, dryRun } = input;
    const by = { name: deployment, kind, run: migration, attempt, goesOn: attempt > 1, now: deps.now() };
    if (!dryRun) await holdWriter(deps, by);
    await deps.noteFacts(input, {
      source: { kind, deployment, packedAt: manifest.createdAt, packer },
      counts: { ...manifest.counts, records: run.records },
      refusals: keptRefusals(manifest.refusals),
      parts: run.parts,
    });
    await deps.finishState(input, 'ReadManifest', deps.now());
    log.info('manifest.read', { count: run.parts });
    return run;
  });
