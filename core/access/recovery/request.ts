/**
 * Asking for a recovery mail. Every request gets the same answer after the same calls and changes nothing (F1, F5): which mail
 * is sent is decided behind the queue.
 */

import { lookupKey } from '#core/directory/lookup-key.ts';
import type { MailPort, SettingsPort, ThrottlePort } from '../ports.ts';
import { sourceOf, tiersOf } from '../source.ts';
import { earnedThere, isKnown } from '../source-counters.ts';
import { ASKED } from '../source-trust.ts';
import { HOUR_MS, hitTiers } from '../throttle.ts';
import { requireFeature } from './gate.ts';
import { sourceMark } from './mailbox-limit.ts';

export type RequestPorts = SettingsPort & ThrottlePort & MailPort;

/**
 * F2: past the limit per user a source that has not asked for this user within the hour still gets one mail sent, so that
 * an attacker can't block a user's mails by asking in the user's name. @throws LandfallError feature.off (404), throttle.source (429)
 */
export async function requestRecovery(
  ports: RequestPorts,
  request: { readonly userId: string; readonly source: string; readonly now: number },
): Promise<void> {
  const { source, now } = request;
  const { settings } = await ports.readSettings();
  requireFeature(settings);
  const of = sourceOf(source, settings);
  const [narrowest, ...wider] = tiersOf(of, ASKED, settings, await isKnown(ports, of.key, now));
  // Who logs on with a token may be about to ask for a first password: at most the limit can be earned.
  const earned = Math.min(narrowest!.limit, await earnedThere(ports, of.keys, now));
  const tiers = [{ key: narrowest!.key, limit: narrowest!.limit + earned }, ...wider];
  await hitTiers(ports, ASKED, tiers, HOUR_MS, now);
  const user = lookupKey(request.userId);
  const withinLimit = await ports.hit('recovery-mail', user, settings.recovery.mailsPerUserPerHour, HOUR_MS, now);
  // Of a subscriber: the 256 networks of an IPv6 line would be as many new sources.
  const newSource = await ports.hit('recovery-mail-source', `${of.subscriber} ${user}`, 1, HOUR_MS, now);
  const limited = withinLimit === undefined && newSource === undefined;
  await ports.enqueueMail({ kind: 'forgot-password', user, limited, source: sourceMark(of.subscriber) });
}
