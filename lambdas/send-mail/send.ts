/** One mail of the queue: claimed, made, sent, marked. */
import type { MailRequest } from '#core/access/ports.ts';
import type { ComposedMail } from '#core/access/recovery/mails.ts';
import { log } from '../shared/log.ts';
import { outcomeOf } from '../shared/mail-outcome.ts';
import { noteStopped } from '../shared/mail-stopped.ts';
import { mayBeSent } from './sender.ts';

/** @typeParam Claim how the adapter names one */
export type Deps<Claim> = {
  /** @throws LandfallError sender.* where the mail service would take no mail at all */
  checkSender(): Promise<void>;
  compose(request: MailRequest, now: number, id: string): Promise<ComposedMail | undefined>;
  sendMail(mail: ComposedMail & { tags: Record<string, string> }): Promise<unknown>;
  claimMail(id: string, now: number): Promise<Claim | 'sent' | 'busy'>;
  markMailSent(id: string): Promise<void>;
  releaseMail(id: string, claim: Claim): Promise<void>;
  now(): number;
};

/** @returns whether the message is done with: the mail was sent, or is not sent again @throws the error of one that comes again */
export async function sendOnce<Claim extends object>(
  deps: Deps<Claim>,
  id: string,
  request: MailRequest,
): Promise<boolean> {
  const claim = await deps.claimMail(id, deps.now());
  if (typeof claim === 'string') return claim === 'sent';
  try {
    // Before a link is made and counted: a mail that can't be sent costs its user nothing.
    await mayBeSent(deps.checkSender);
    const mail = await deps.compose(request, deps.now(), id);
    if (mail) await deps.sendMail({ ...mail, tags: { kind: request.kind, mail: id } });
    log.info('mail.done', { kind: request.kind, outcome: mail ? 'sent' : 'none' });
  } catch (error) {
    // An address that is refused for good stays refused, and a mail that may have gone out is not sent again.
    const outcome = outcomeOf(error);
    if (outcome === undefined) {
      await deps.releaseMail(id, claim);
      throw noteStopped(error);
    }
    log.warn('mail.done', { kind: request.kind, outcome });
  }
  await deps.markMailSent(id);
  return true;
}
