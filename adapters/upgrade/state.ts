/** UPGRADE/UPGRADE in the operations table: how far the upgrade of what releases before have stored is. */
import * as z from 'zod';
import type { Shape } from '#core/stored.ts';
import { UPGRADE_VERSION, type UpgradeState } from '#core/upgrade/upgrade.ts';
import { type Condition, operationsTable, putItem, readItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

const KEY = { pk: 'UPGRADE', sk: 'UPGRADE' } as const;
const stored: z.ZodType<UpgradeState> = z.object({
  version: z.number(),
  startedAt: z.number(),
  segments: z.record(z.string(), z.string()),
  endedAt: z.number().exactOptional(),
} satisfies Shape<UpgradeState>);

export async function readUpgrade(): Promise<UpgradeState | undefined> {
  const item = await readItem(operationsTable(), KEY);
  return item && readAs(stored, item);
}

/** Nothing where this version was begun before. */
export async function beginUpgrade(now: number): Promise<void> {
  const older: Condition = {
    expression: 'attribute_not_exists(#pk) OR #version < :version',
    values: { ':version': UPGRADE_VERSION },
  };
  await putItem(operationsTable(), { ...KEY, version: UPGRADE_VERSION, startedAt: now, segments: {} }, older);
}

/** Of two that work at the same time the later write counts, and none takes back the end of a segment. */
export async function saveSegment(segment: number, progress: string): Promise<void> {
  await updateItem(operationsTable(), KEY, {
    expression: `SET #segments.#${segment} = :progress`,
    condition: `attribute_not_exists(#segments.#${segment}) OR #segments.#${segment} <> :done`,
    values: { ':progress': progress, ':done': 'done' },
  });
}

export async function endUpgrade(now: number): Promise<void> {
  await updateItem(operationsTable(), KEY, {
    expression: 'SET #endedAt = :now',
    condition: 'attribute_not_exists(#endedAt)',
    values: { ':now': now },
  });
}

/** Whether every item of the directory says by now which source it follows. */
export async function isUpgraded(): Promise<boolean> {
  const state = await readUpgrade();
  return state?.version === UPGRADE_VERSION && state.endedAt !== undefined;
}
