/** How long no password is reset by a link after an administrator, or an import, gave a user another address (N1). */
import type { User } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';

const HOUR_MS = 3_600_000;

/** Until when no password is reset by a link (Unix milliseconds); undefined where none waits at `now`. */
export function linkWait(
  { readdressedAt }: Pick<User, 'readdressedAt'>,
  { recovery }: Pick<Settings, 'recovery'>,
  now: number,
): number | undefined {
  if (readdressedAt === undefined) return undefined;
  const until = readdressedAt + recovery.readdressedWaitHours * HOUR_MS;
  return now < until ? until : undefined;
}
