/** Wrong passcodes in a row on a token, counted alike on every page that takes one (T2). */
import { type AuditPort, recordEvent } from '#core/audit.ts';
import type { Token } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import type { TokenPort } from './ports.ts';

/** The audit's action when a token is suspended by failures: an alarm counts it, since it may be an attack. */
const SUSPENDED_BY_FAILURES = 'token.disabled';

/**
 * Counts a wrong passcode once on each of these tokens. The one that reaches the limit suspends its token, and the audit
 * says so once, however many guesses come at the same moment. Its owner brings it back with two successive codes, at a logon or wherever a
 * passcode is typed: strangers must not put a token out of use for good (T8).
 */
export async function countTokenFailures(
  ports: AuditPort & Pick<TokenPort, 'countTokenFailure'>,
  tokens: readonly Token[],
  { failuresToDisable }: Pick<Settings['tokenPolicy'], 'failuresToDisable'>,
  at: { readonly source: string; readonly now: number },
): Promise<void> {
  const { source, now } = at;
  const count = async ({ serial, assignee }: Token) => {
    const { failures, suspended } = await ports.countTokenFailure(serial, failuresToDisable, now);
    if (!suspended) return;
    const event = { actor: 'system', action: SUSPENDED_BY_FAILURES, object: serial, source, now } as const;
    await recordEvent(ports, event, undefined, { reason: 'token.failures', failures, user: assignee });
  };
  await Promise.all(tokens.map(count));
}
