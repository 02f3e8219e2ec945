/** APPROVAL#<source deployment>/APPROVAL: what a super-admin approved before a run of that source (core/migration/approval.ts). */
import * as z from 'zod';
import type { Entries } from '#core/audit.ts';
import { isAbout } from '#core/migration/approval.ts';
import { type Approval, DECISIONS, type SettingsChange } from '#core/migration/record.ts';
import type { Shape } from '#core/stored.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { operationsTable, readItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { putting } from '../dynamodb/transactions.ts';

const values = z.object({ selfService: z.string(), forgotPasswordLink: z.boolean() });
export const approval: z.ZodType<Approval> = z.object({
  decision: z.enum(DECISIONS),
  by: z.string(),
  at: z.number(),
  before: values,
  after: values,
} satisfies Shape<Approval>);

const keyOf = (source: string) => ({ pk: `APPROVAL#${source}`, sk: 'APPROVAL' });

/** In place of an earlier one of the source. */
export async function putApproval(source: string, given: Approval, entries: Entries): Promise<void> {
  await transactRecorded([putting(operationsTable(), { ...keyOf(source), ...given })], entries);
}

/** Uses an approval up, if it is about this change: a run that comes after the settings were tightened again must ask again. */
export async function takeApproval(source: string, change: SettingsChange): Promise<Approval | undefined> {
  const item = await readItem(operationsTable(), keyOf(source));
  const given = item && readAs(approval, item);
  if (!given || !isAbout(given, change)) return undefined;
  const { done } = await updateItem(operationsTable(), keyOf(source), {
    expression: 'SET #used = :true',
    condition: '#at = :at AND attribute_not_exists(#used)',
    values: { ':true': true, ':at': given.at },
  });
  return done ? given : undefined;
}
