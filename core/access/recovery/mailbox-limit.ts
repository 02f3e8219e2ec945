/** F2: a limit per mailbox, since several users may share one, and asking for each of them would fill it. */
import { createHash } from 'node:crypto';
import type { Settings } from '#core/settings/model.ts';
import { comparable } from '#core/text.ts';
import type { ThrottlePort } from '../ports.ts';
import { HOUR_MS } from '../throttle.ts';

/** The source as a queue may carry it: enough to tell two sources apart. */
export const sourceMark = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 16);

/**
 * Whether a mailbox gets one more mail of this kind. Past the limit a source that has not asked for this mailbox within the
 * hour still gets one sent: an attacker can't block a user's mails by asking for users who share the mailbox.
 * @param source sourceMark of the request
 * @param id of the mail: one that the mail service did not take, and that is tried again, is counted once
 */
export async function mailboxTakes(
  ports: Pick<ThrottlePort, 'hit'>,
  address: string,
  source: string,
  { recovery }: Pick<Settings, 'recovery'>,
  now: number,
  id?: string,
): Promise<boolean> {
  if (id !== undefined && (await ports.hit('recovery-mail', id, 1, HOUR_MS, now)) === undefined) return true;
  const mailbox = createHash('sha256').update(comparable(address)).digest('hex');
  const within = await ports.hit('recovery-mailbox', mailbox, recovery.mailsPerMailboxPerHour, HOUR_MS, now);
  const first = await ports.hit('recovery-mailbox-source', `${source} ${mailbox}`, 1, HOUR_MS, now);
  return within !== undefined || first !== undefined;
}
