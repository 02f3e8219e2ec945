/**
 * How far a recovery is in this tab. A phone drops pages in the background while their user looks for the mail or the token;
 * when the page comes back, the step goes on. Its secret is good for one step, a few minutes, and this tab alone; whoever
 * could read it here could as well go on in the page itself.
 */
import type { RecoveryStep } from '../../shared/http/api-types.ts';

/** The address of a step that is kept: a page that is loaded again goes on there. Whoever comes by a link begins anew. */
export const GOING_ON = '#/forgot-password?go-on=1';

/** The address of the way without a mailbox. */
export const BY_TOKEN = '#/forgot-password?by=token';

export type Step = RecoveryStep;
type Kept = { readonly step: Step; readonly until: number };

const KEY = 'landfall:recovery';
/** The API's own limit of a challenge and of a grant. */
const LASTS_MS = 10 * 60_000;

export function keepStep(step: Step, now: number): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ step, until: now + LASTS_MS } satisfies Kept));
  } catch {
    // Then a page that is dropped begins again.
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
    // There was nothing then.
  }
}
