/**
 * The short link of the migration mail, followed: the user ID to fill in, or none. It grants nothing, so it is not spent. A reference that
 * is wrong, unknown or expired, and one whose user is gone, are answered alike, by the same reads (F1).
 */
import type { User } from '#core/directory/model.ts';
import { filledIn, referenceHash, type StoredLink } from '#core/mail/short-link.ts';
import type { FailurePort, SettingsPort, ThrottlePort } from './ports.ts';
import { sourceOf } from './source.ts';
import { hitTiers, MINUTE_MS } from './throttle.ts';

export type ArrivalPorts = SettingsPort &
  Pick<ThrottlePort, 'hit' | 'unhit'> &
  Pick<FailurePort, 'lookUpUser'> & {
    readLink(hash: string): Promise<StoredLink | undefined>;
  };
export type Arrival = { readonly userId?: string };

const KIND = 'arrival';
/** Of no user. */
const NO_KEY = '';

/**
 * A link that leads to a user is not counted: 5,000 people may arrive from one address.
 * @param reference as it was followed or typed @throws LandfallError throttle.source (429)
 */
export async function arrive(
  ports: ArrivalPorts,
  { reference, source, now }: { readonly reference: string; readonly source: string; readonly now: number },
): Promise<Arrival> {
  const { settings } = await ports.readSettings();
  const { key, factor } = sourceOf(source, settings);
  const limit = settings.throttles.logonsPerSourcePerMinute * factor;
  await hitTiers(ports, KIND, [{ key, limit }], MINUTE_MS, now);
  const link = await ports.readLink(referenceHash(reference));
  const user: User | undefined = await ports.lookUpUser(link?.user ?? NO_KEY);
  const userId = filledIn(link, user, now);
  if (userId === undefined) return {};
  await ports.unhit(KIND, key, MINUTE_MS, now);
  return { userId };
}
