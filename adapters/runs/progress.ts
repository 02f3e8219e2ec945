/**
 * How far an attempt is, state by state. Every write names the attempt: functions of an earlier one that still run find
 * themselves superseded and write no more.
 */
import { invalid } from '#core/errors.ts';
import {
  type CampaignPlace,
  type Decided,
  type Failure,
  lookedAt,
  type Notices,
  type RunRecord,
  type SettingsChange,
  type StateName,
} from '#core/migration/record.ts';
import { type Item, operationsTable, updateItem } from '../dynamodb/items.ts';
import { runKey } from './run-key.ts';

/** Which attempt of which migration. */
export type Attempt = { readonly migration: string; readonly attempt: number };

/** @throws LandfallError run.superseded (409) */
async function update(at: Attempt, expression: string, values: Item, condition = ''): Promise<Item> {
  const written = await updateItem(operationsTable(), runKey(at.migration), {
    expression,
    condition: `#attempt = :attempt${condition && ` AND ${condition}`}`,
    values: { ...values, ':attempt': at.attempt },
  });
  if (!written.done)
    throw invalid('run.superseded', 'This attempt of the migration is over, or a later one has begun.');
  return written.item;
}

/**
 * A state has begun, or goes on; never after the attempt's end, which a part's function may outlive: the record would say for
 * ever that it runs. @param total parts to do, where the state counts any; @param now Unix ms
 */
export async function enterState(at: Attempt, state: StateName, now: number, total?: number): Promise<void> {
  await update(
    at,
    `SET #states.#${state} = if_not_exists(#states.#${state}, :progress), #status = :running`,
    {
      ':running': 'running',
      ':progress': { status: 'running', startedAt: now, ...(total === undefined ? {} : { done: 0, total }) },
    },
    'attribute_not_exists(#finishedAt)',
  );
}

/** One more part is done. A part that runs twice may count twice here; finishState puts it right. */
export async function countDone(at: Attempt, state: StateName, by = 1): Promise<void> {
  await update(at, `SET #states.#${state}.#done = #states.#${state}.#done + :by`, { ':by': by });
}

/** A state is over. @param done the true count, where the state counts */
export async function finishState(at: Attempt, state: StateName, now: number, done?: number): Promise<void> {
  const count = done === undefined ? '' : `, #states.#${state}.#done = :done`;
  await update(
    at,
    `SET #states.#${state}.#status = :succeeded, #states.#${state}.#finishedAt = if_not_exists(#states.#${state}.#finishedAt, :now)${count}`,
    { ':succeeded': 'succeeded', ':now': now, ...(done === undefined ? {} : { ':done': done }) },
  );
}

/** Sets facts of the record. */
export async function noteFacts(
  at: Attempt,
  facts: Partial<
    Pick<
      RunRecord,
      | 'source'
      | 'counts'
      | 'refusals'
      | 'parts'
      | 'questions'
      | 'enrolment'
      | 'settingsChange'
      | 'settingsPreview'
      | 'approval'
      | 'rest'
      | 'settingsRestored'
      | 'needsYes'
      | 'mailsIn'
    >
  >,
): Promise<void> {
  const names = Object.keys(facts);
  await update(
    at,
    `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    Object.fromEntries(Object.entries(facts).map(([name, value]) => [`:${name}`, value])),
  );
}

/** The first reason that a part gave, for RecordFailure: a Map state's own error does not tell it. */
export async function noteReason(at: Attempt, failure: Failure): Promise<void> {
  await update(at, 'SET #error = if_not_exists(#error, :error)', { ':error': failure });
}

/** Moves the campaign on, whose state has begun: counts and place in one write, so that no notice is counted twice. */
export async function commitNotices(
  at: Attempt,
  from: CampaignPlace | undefined,
  to: CampaignPlace,
  notices: Notices,
): Promise<void> {
  await update(
    at,
    'SET #notices = :notices, #campaign = :to, #states.#NotifyUsers.#done = :done',
    { ':notices': notices, ':to': to, ':done': lookedAt(notices), ...(from ? { ':from': from } : {}) },
    from ? '#campaign = :from' : 'attribute_not_exists(#campaign)',
  );
}

/** Before the settings' own write: what they were. */
export const noteSettingsChange = (at: Attempt, change: SettingsChange): Promise<void> =>
  noteFacts(at, { settingsChange: change });

/** What an attempt has come to. @param waitsFor what a super-admin has to decide */
type Outcome = { readonly totals: NonNullable<RunRecord['totals']>; readonly waitsFor: readonly Decided[] };

const END = '#finishedAt = :now, #totals = :totals, #waitsFor = :waitsFor';
const endOf = (now: number, { totals, waitsFor }: Outcome): Item => ({
  ':now': now,
  ':totals': totals,
  ':waitsFor': waitsFor,
});

/** The run has come to its end, but for what waits for a yes. @param run whether it is an import */
export async function markSucceeded(at: Attempt, now: number, outcome: Outcome, run: boolean): Promise<void> {
  await update(at, `SET #status = :succeeded, ${END}${run ? ', #completedAt = :now' : ''} REMOVE #error`, {
    ...endOf(now, outcome),
    ':succeeded': 'succeeded',
  });
}

/** The users are in; settings and mails wait for a super-admin (core/migration/approval.ts). */
export async function markWaiting(at: Attempt, now: number, outcome: Outcome): Promise<void> {
  await update(at, `SET #status = :waiting, ${END} REMOVE #error`, { ...endOf(now, outcome), ':waiting': 'waiting' });
}

/** Nothing was written; the run waits for a super-admin's yes (core/migration/comparing/confirm-changes.ts). */
export async function markUnconfirmed(at: Attempt, now: number, failure: Failure): Promise<void> {
  await update(
    at,
    'SET #status = :waiting, #waitsFor = :confirmation, #finishedAt = :now, #error = :error, #states.#ConfirmChanges.#status = :succeeded, #states.#ConfirmChanges.#finishedAt = :now',
    {
      ':waiting': 'waiting',
      ':confirmation': ['confirmation'],
      ':now': now,
      ':error': failure,
      ':succeeded': 'succeeded',
    },
  );
}

/**
 * The attempt has failed; the first failure that is recorded stays. Does nothing where the attempt is over or superseded.
 * @param running states that were under way
 */
export async function markFailed(
  at: Attempt,
  now: number,
  failure: Failure,
  running: readonly StateName[],
): Promise<boolean> {
  const states = running.map((state) => `, #states.#${state}.#status = :failed, #states.#${state}.#finishedAt = :now`);
  const written = await updateItem(operationsTable(), runKey(at.migration), {
    expression: `SET #status = :failed, #finishedAt = :now, #error = :error${states.join('')}`,
    condition: '#attempt = :attempt AND NOT #status IN (:failed, :succeeded, :waiting, :held, :stopped, :ended)',
    values: {
      ':attempt': at.attempt,
      ':failed': 'failed',
      ':succeeded': 'succeeded',
      ':waiting': 'waiting',
      ':held': 'held',
      ':stopped': 'stopped',
      ':ended': 'ended',
      ':now': now,
      ':error': failure,
    },
  });
  return written.done;
}
