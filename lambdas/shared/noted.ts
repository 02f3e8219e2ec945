/** Acts of the audit that operators count or are alarmed by: each gets a log line too, once its entry is written. */
import type { CompletionPort } from '#core/access/completion.ts';
import type { AuditEntry } from '#core/audit.ts';
import { log } from './log.ts';
import type { Fields } from './log-fields.ts';

const LOGONS: readonly AuditEntry['action'][] = ['logon', 'logon.next-tokencode'];

/**
 * How a logon ended, not whose it was: the audit says that, and a log can't be rid of a person who is erased. A step that is right so far is no
 * logon yet.
 */
function logonLine({ action, outcome, source, facts }: AuditEntry): Fields | undefined {
  if (!LOGONS.includes(action)) return undefined;
  const { reason, status } = facts ?? {};
  if (outcome === 'failure') return { outcome, source, reason: String(reason) };
  return status === 'authenticated' || status === 'change-password' ? { outcome, source } : undefined;
}

function note(entry: AuditEntry): void {
  const { actor, action, object, outcome, source } = entry;
  // T2: an attacker may be guessing.
  if (action === 'token.disabled' && actor === 'system')
    log.warn('token.disabled_by_failures', { serial: object, source });
  if (action === 'recovery.reset' && outcome === 'success') log.info('recovery.done', { source });
  const logon = logonLine(entry);
  if (logon) log.info('logon.done', logon);
}

/**
 * The same port; the lines are written once it has done what it does.
 * @param entriesOf the entries that a call of it writes, from what it was given
 * @param isDone whether a call that ended has written them
 */
export const noting =
  <Args extends readonly unknown[], Result>(
    port: (...args: Args) => Promise<Result>,
    entriesOf: (...args: Args) => readonly AuditEntry[],
    isDone: (result: Result) => boolean = () => true,
  ) =>
  async (...args: Args): Promise<Result> => {
    const result = await port(...args);
    if (isDone(result)) for (const entry of entriesOf(...args)) note(entry);
    return result;
  };

/** An entry that is written alone. */
export const notingAudit = (writeAudit: (entry: AuditEntry) => Promise<void>) => noting(writeAudit, (entry) => [entry]);

/** The write that completes a logon, with its entries. */
export const notingLogon = (completeLogon: CompletionPort['completeLogon']) =>
  noting(
    completeLogon,
    (_logon, entries) => entries,
    (came) => came === 'done',
  );
