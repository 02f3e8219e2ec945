/** PlanRollback: which parts the report of the import has. What the import wrote stands in them, and in the items' before-images. */
import type { FinishedPart } from '../part-work.ts';
import type { RollbackInput, RollbackRun } from '../run.ts';
import { workName } from '../run-plan.ts';

export type PlanRollbackPorts = {
  /** In order, at most `limit`. @param part from this one on */
  finishedFrom(run: string, dryRun: boolean, part: number, limit: number): Promise<readonly FinishedPart[]>;
  putPlan(name: string, body: string): Promise<void>;
};

const PAGE = 1000;

export async function planRollback(
  ports: PlanRollbackPorts,
  input: RollbackInput,
  maxConcurrency: number,
): Promise<RollbackRun> {
  const { migration, of } = input;
  const lines: string[] = [];
  for (let from: number | undefined = 1; from !== undefined; ) {
    const parts: readonly FinishedPart[] = await ports.finishedFrom(of, false, from, PAGE);
    lines.push(...parts.map(({ part }) => `${JSON.stringify({ part })}\n`));
    from = parts.length === PAGE ? parts.at(-1)!.part + 1 : undefined;
  }
  const name = workName(migration);
  await ports.putPlan(name, lines.join(''));
  return {
    ...input,
    plan: `plans/${name}`,
    results: `reports/${migration}/maps`,
    parts: lines.length,
    maxConcurrency,
  };
}
