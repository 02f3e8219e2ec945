/**
 * The end of a logon in one transaction: the passcode is spent, the user's failures are forgotten, the session begins, the audit has its
 * entry. All of it, or nothing.
 */
import type { CompletedLogon, Completion } from '#core/access/completion.ts';
import type { Entries } from '#core/audit.ts';
import { transient } from '#core/errors.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { byPerson } from '../directory/by-person.ts';
import { acceptingInterval, acceptingTemporaryCode, tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { ABSENT, directoryTable, operationsTable } from '../dynamodb/items.ts';
import { putting, updating } from '../dynamodb/transactions.ts';
import { sessionItem } from '../operations/sessions.ts';

/**
 * Of any number of simultaneous uses of one passcode exactly one gets `done` (T1). The failures before it are forgotten, of the user whose
 * sessions are those of the session's epoch: another one may have this user ID by now. The first logon with a token is remembered.
 */
export async function completeLogon(
  { session, withToken, spends, now }: CompletedLogon,
  entries: Entries,
): Promise<Completion> {
  const reset = byPerson(
    {
      expression: `SET #failures = :zero, #failuresSince = :zero${withToken ? ', #firstTokenLogonAt = if_not_exists(#firstTokenLogonAt, :now)' : ''}`,
      condition: '#sessionEpoch = :epoch',
      values: { ':zero': 0, ':epoch': session.epoch, ...(withToken ? { ':now': now } : {}) },
    },
    now,
  );
  const accepting = spends && ('hash' in spends.by ? acceptingTemporaryCode(spends.by) : acceptingInterval(spends.by));
  const came = await transactRecorded(
    [
      updating(directoryTable(), userItemKey(session.user), reset),
      putting(operationsTable(), sessionItem(session), ABSENT),
      ...(spends && accepting ? [updating(directoryTable(), tokenItemKey(spends.serial), accepting)] : []),
    ],
    entries,
  );
  if (came.done) return 'done';
  if (came.refused.includes(2)) return 'spent';
  if (came.refused.includes(0)) return 'ended';
  throw transient('session.busy');
}
