/** How many one-time and typed passwords and temporary codes an administrator may give out an hour (A6, A9). */
import { invalid } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import { administratorOf } from './given-ways.ts';
import type { Administrator } from './rights.ts';

const HOUR_MS = 3_600_000;

export type TemporaryPasswordPort = {
  /** One hit more in the window: how many it holds with it; undefined where it holds `limit` already. */
  hit(kind: string, key: string, limit: number, windowMs: number, now: number): Promise<number | undefined>;
};

/**
 * Counts one before it is saved: a console left open, or an administrator turned thief, must not hand out a company.
 * @throws LandfallError user.temporary_passwords (429)
 */
export async function countTemporaryPassword(
  ports: TemporaryPasswordPort,
  { actor, now }: { readonly actor: Pick<Administrator, 'id' | 'operator'>; readonly now: number },
  { administratorReset }: Pick<Settings, 'administratorReset'>,
): Promise<void> {
  const perHour = administratorReset.temporaryPasswordsPerHour;
  if ((await ports.hit('temporary-password', administratorOf(actor), perHour, HOUR_MS, now)) !== undefined) return;
  const retryAfterSeconds = Math.ceil((HOUR_MS - (now % HOUR_MS)) / 1000);
  throw invalid(
    'user.temporary_passwords',
    `You have given out ${perHour} one-time or typed passwords and temporary codes in this hour, as many as the settings allow. Wait, or reset a password by link.`,
    { perHour, retryAfterSeconds },
  );
}
