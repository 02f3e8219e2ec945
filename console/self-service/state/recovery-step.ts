/**
 * The step that a recovery has reached in this tab. A phone discards pages in the background while the user looks for the mail or
 * the token; a page that is loaded again continues. The kept secret is valid for one step and a few minutes, and in sessionStorage
 * only this tab can read it; an attacker with access to the tab could continue in the page itself.
 */
import type { RecoveryStep } from '../../shared/http/api-types.ts';

/** The address of a kept step: a page that is loaded again continues there. A user who opens a link starts again. */
export const GOING_ON = '#/forgot-password?go-on=1';

/** The address of the recovery without a mailbox. */
export const BY_TOKEN = '#/forgot-password?by=token';

/** The address of the page that says that a link is on its way: it stands there after a reload, and behind Back. */
export const SENT = '#/forgot-password?sent=1';

export type Step = RecoveryStep;
type Kept = { readonly step: Step; readonly until: number };

const KEY = 'landfall:recovery';
/** The API's own limit of a challenge and of a grant. */
const LASTS_MS = 10 * 60_000;

export function keepStep(step: Step, now: number): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ step, until: now + LASTS_MS } satisfies Kept));
  } catch {
    // Without storage a discarded page starts again.
  }
}

export function keptStep(now: number): Step | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
    return kept && now < kept.until ? kept.step : undefined;
  } catch {
    return undefined;
  }
}

export function dropStep(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Without storage there is nothing to remove.
  }
}
