import type { Moving } from '#adapters/ingest/moves.ts';
import type * as runs from '#adapters/runs/index.ts';
import { isTouchedUser } from '#core/directory/touched.ts';
import type { KeyRing } from '#core/keys.ts';
import { type Mover, type MoveUsersPorts, moveUsers } from '#core/migration/comparing/move-users.ts';
import { keepPlan } from '#core/migration/comparing/plan-run.ts';
import { userSealer } from '#core/passwords/hash.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { task } from '../shared/task.ts';

export type Deps = Omit<MoveUsersPorts, 'moveGroup'> &
  Pick<typeof runs, 'enterState' | 'finishState'> & {
    /** Unix seconds. @param now Unix ms */
    imagesUntil(now: number): Promise<number>;
    peppers(): Promise<KeyRing>;
    noteBegun(source: string, packedAt: number): Promise<void>;
    moveGroup(group: readonly Mover[], moving: Moving): Promise<boolean>;
  };

const MINUTE = 60_000;

export const createHandler = (deps: Deps) =>
  task<Input<'MoveUsers'>, Output<'MoveUsers'>>(async (run) => {
    const { migration, sourceName: source, packedAt, options = {}, moves } = run;
    await deps.enterState(run, 'MoveUsers', deps.now());
    await keepPlan(deps, run);
    if (moves === undefined) await deps.noteBegun(source, packedAt);
    const sealer = userSealer(await deps.peppers());
    const applyToTouched = options.applyToTouched === true;
    const moveGroup = async (group: readonly Mover[]) => {
      const now = deps.now();
      const imagesUntil = await deps.imagesUntil(now);
      return deps.moveGroup(group, { run: migration, source, packedAt, applyToTouched, sealer, now, imagesUntil });
    };
    const context = { run: migration, source, applyToTouched, touched: isTouchedUser, until: deps.now() + MINUTE };
    const output = await moveUsers({ ...deps, moveGroup }, moves?.next ?? 0, context);
    if (output.done) await deps.finishState(run, 'MoveUsers', deps.now());
    return output;
  });
