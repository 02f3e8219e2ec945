/**
 * What a run does to a notice: it claims it before it sends a mail, and says what became of it, on the user's item too. Every write has the
 * notice that was seen, or the attempt that claimed it, as its condition.
 */
import type { Claim, ClaimedBy, SettledAs } from '#core/campaign/claim.ts';
import { transient } from '#core/errors.ts';
import type { CampaignMail } from '#core/migration/mailing.ts';
import { type KnownNotice, type NoticePerson, noticePerson, type Untold } from '#core/migration/notice.ts';
import { userItemKey } from '../directory/users.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import {
  ABSENT,
  type Condition,
  directoryTable,
  operationsTable,
  putItem,
  removeItem,
  updateItem,
} from '../dynamodb/items.ts';
import { transactSettled, updating, type Write } from '../dynamodb/transactions.ts';
import { noticeKey } from './notices.ts';

/** The item as a rule saw it: of several that saw the same, one writes. */
const seenAs = (seen: KnownNotice | undefined): Condition =>
  seen === undefined
    ? ABSENT
    : {
        expression: '#status = :seenStatus AND #at = :seenAt AND #migration = :seenMigration',
        values: { ':seenStatus': seen.status, ':seenAt': seen.at, ':seenMigration': seen.migration },
      };

/** Whom the notice is about: takes the place of another person's. */
function about(person: NoticePerson) {
  const kept = noticePerson(person);
  const fields = ['source', 'externalId'] as const;
  const known = fields.filter((field) => kept[field] !== undefined);
  return {
    set: known.map((field) => `, #${field} = :${field}`).join(''),
    remove: fields
      .filter((field) => kept[field] === undefined)
      .map((field) => `, #${field}`)
      .join(''),
    values: Object.fromEntries(known.map((field) => [`:${field}`, kept[field]])),
  };
}

const FORGOTTEN = '#messageId, #reminder, #reminderOf, #reminderAttempt, #reminderId, #reminders, #remindedAt';

function claimOf(key: string, claim: Claim) {
  const { migration, attempt, to, earlier, person, now } = claim;
  const { set, remove, values } = about(person);
  return {
    expression: `SET #status = :claimed, #migration = :migration, #attempt = :attempt, #claimedAt = :now, #at = :now, #to = :to, #user = :user, #earlier = :earlier${set} REMOVE ${FORGOTTEN}${remove}`,
    values: {
      ...values,
      ':claimed': 'claimed',
      ':migration': migration,
      ':attempt': attempt,
      ':to': to,
      ':user': key,
      ':earlier': earlier,
      ':now': now,
    },
  };
}

/** A reminder leaves the notice as it is: the user has been told. */
const reminderClaimOf = (key: string, { migration, attempt, seen, now }: Claim) => ({
  expression:
    'SET #reminder = :claimed, #reminderOf = :migration, #reminderAttempt = :attempt, #remindedAt = :now, #reminders = :reminders, #user = :user REMOVE #reminderId',
  values: {
    ':claimed': 'claimed',
    ':migration': migration,
    ':attempt': attempt,
    ':now': now,
    ':reminders': (seen?.reminders ?? 0) + 1,
    ':user': key,
  },
});

/** Of a reminder, too: that there is no newer one. */
function remindedAs(seen: KnownNotice | undefined): Condition {
  const { expression, values } = seenAs(seen);
  const at = seen?.remindedAt;
  return {
    expression: `${expression} AND ${at === undefined ? 'attribute_not_exists(#remindedAt)' : '#remindedAt = :seenRemindedAt'}`,
    values: { ...values, ...(at === undefined ? {} : { ':seenRemindedAt': at }) },
  };
}

/** True for exactly one caller of those that saw the same notice. */
export async function claimNotice(key: string, claim: Claim): Promise<boolean> {
  const reminder = claim.mail === 'reminder';
  const { expression, values } = reminder ? reminderClaimOf(key, claim) : claimOf(key, claim);
  const condition = reminder ? remindedAs(claim.seen) : seenAs(claim.seen);
  const { done } = await updateItem(operationsTable(), noticeKey(key), {
    expression,
    condition: condition.expression,
    values: { ...values, ...condition.values },
  });
  return done;
}

/** Which attributes say how the mail of a kind stands. */
const FIELDS = {
  migration: { status: '#status', of: '#migration', attempt: '#attempt', id: '#messageId', at: ', #at = :now' },
  reminder: { status: '#reminder', of: '#reminderOf', attempt: '#reminderAttempt', id: '#reminderId', at: '' },
} as const;

/** The trigger of those who follow the people: it touches nothing, and no version rises. */
export const markNoticed = (key: string, now: number): Write =>
  updating(directoryTable(), userItemKey(key), {
    expression: 'SET #noticeAt = :now',
    condition: 'attribute_exists(#pk)',
    values: { ':now': now },
  });

/** Both writes, or the notice's alone where the user is not here any more. @returns whether the notice was as it had to be */
async function withUser(writes: readonly Write[], key: string | undefined, now: number): Promise<boolean> {
  if (key !== undefined) {
    const came = await transactSettled([...writes, markNoticed(key, now)], PATIENCE.task);
    if (came.done) return true;
    if (came.refused.some((at) => at < writes.length)) return false;
    if (came.refused.length === 0) throw transient('operations.busy');
  }
  const alone = await transactSettled(writes, PATIENCE.task);
  if (!alone.done && alone.refused.length === 0) throw transient('operations.busy');
  return alone.done;
}

/**
 * What became of a claimed notice: of the attempt that claimed it alone, also where it was taken for dead meanwhile.
 * @returns false where it is not this attempt's any more, or is settled
 */
export function settleNotice(key: string, by: ClaimedBy, result: SettledAs, now: number): Promise<boolean> {
  const { status, of, attempt, id, at } = FIELDS[by.mail];
  const messageId = result.status === 'sent' ? result.messageId : undefined;
  const write = updating(operationsTable(), noticeKey(key), {
    expression: `SET ${status} = :status${at}${messageId === undefined ? '' : `, ${id} = :id`}`,
    condition: `${of} = :migration AND ${attempt} = :attempt AND ${status} IN (:claimed, :uncertain)`,
    values: {
      ':status': result.status,
      ...(at === '' ? {} : { ':now': now }),
      ...(messageId === undefined ? {} : { ':id': messageId }),
      ':migration': by.migration,
      ':attempt': by.attempt,
      ':claimed': 'claimed',
      ':uncertain': 'uncertain',
    },
  });
  return withUser([write], key, now);
}

/** Gives a claim back, of a mail that was certainly not taken: the notice is as it was before. */
export async function releaseNotice(key: string, { mail, migration, attempt, seen }: Claim): Promise<void> {
  const { status, of, attempt: by } = FIELDS[mail];
  const claimed: Condition = {
    expression: `${status} = :claimed AND ${of} = :migration AND ${by} = :attempt`,
    values: { ':claimed': 'claimed', ':migration': migration, ':attempt': attempt },
  };
  if (seen) await putItem(operationsTable(), { ...noticeKey(key), ...seen }, claimed);
  else await removeItem(operationsTable(), noticeKey(key), claimed);
}

/** A claim whose attempt is over: whether its mail went out is not known. */
export async function loseNotice(key: string, seen: KnownNotice, mail: CampaignMail, now: number): Promise<void> {
  const { status, attempt, at } = FIELDS[mail];
  const by = mail === 'reminder' ? seen.reminderAttempt : seen.attempt;
  const write = updating(operationsTable(), noticeKey(key), {
    expression: `SET ${status} = :uncertain${at}`,
    condition: `${status} = :claimed AND ${by === undefined ? `attribute_not_exists(${attempt})` : `${attempt} = :attempt`}`,
    values: {
      ':uncertain': 'uncertain',
      ':claimed': 'claimed',
      ...(at === '' ? {} : { ':now': now }),
      ...(by === undefined ? {} : { ':attempt': by }),
    },
  });
  await withUser([write], key, now);
}

/** The user was not told. Of what was told, or is being told, nothing changes. @param untold `seen`: the notice that was judged */
export async function markUntold(
  key: string,
  status: Untold,
  untold: { readonly migration: string; readonly person: NoticePerson; readonly seen: KnownNotice | undefined },
  now: number,
): Promise<void> {
  const { migration, person, seen } = untold;
  const { set, remove, values } = about(person);
  const condition = seenAs(seen);
  const write = updating(operationsTable(), noticeKey(key), {
    expression: `SET #status = :status, #migration = :migration, #at = :now, #user = :user${set} REMOVE #to, #attempt, #claimedAt, #earlier, ${FORGOTTEN}${remove}`,
    condition: condition.expression,
    values: {
      ...values,
      ...condition.values,
      ':status': status,
      ':migration': migration,
      ':now': now,
      ':user': key,
    },
  });
  await withUser([write], key, now);
}
