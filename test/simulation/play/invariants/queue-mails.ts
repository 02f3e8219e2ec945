/** Mails of the queue: none twice at once. */
import { brief, type Invariant } from './final.ts';

type Mail = { readonly id: string; readonly at: number; readonly tags: Readonly<Record<string, string>> };

/**
 * A process that ended behind its send can't say that it did: its claim is stale a minute after it was made, which is half a minute or more
 * behind the send, and less where clocks differ. Where none was cut off, a mail is sent once.
 */
const LEAST_MS = 14_000;

export const queuedOnce: Invariant = ({ stage: { world } }) => {
  const sent = new Map<string, Mail[]>();
  for (const mail of world.mails()) {
    const name = mail.tags['mail'];
    if (name !== undefined) sent.set(name, [...(sent.get(name) ?? []), mail]);
  }
  const cutOff = [...world.lambda.cutOff].some(([name, count]) => name.includes('SendMail') && count > 0);
  const least = cutOff ? LEAST_MS : Number.POSITIVE_INFINITY;
  return [...sent].flatMap(([name, mails]) => {
    const twice = mails.find((mail, at) => at > 0 && mail.at - mails[at - 1]!.at < least);
    return twice
      ? [`queued: the mail ${name} was sent ${mails.length} times: ${brief(mails.map(({ at, id }) => ({ at, id })))}`]
      : [];
  });
};
