/** Links in mails: 256 random bits bound to a user, single use, short-lived; only the hash is stored (F3). */
import { type Challenge, type ChallengePort, issueChallenge, takeChallenge } from '../challenge.ts';
import type { RecoveryPort, SettingsPort } from '../ports.ts';

export type LinkKind = 'recovery-link' | 'administrator-link';

/** @returns the secret for the link; its lifetime in milliseconds */
export function createLink(
  ports: Pick<ChallengePort, 'createChallenge'>,
  link: { readonly kind: LinkKind; readonly user: string; readonly epoch: number },
  now: number,
  lifetimeMs: number,
): Promise<string> {
  return issueChallenge(ports, link, now, lifetimeMs);
}

/** F4: built from the deployment's own origin. In the fragment, so that no server or proxy logs it. */
export function linkUrl(origin: string, secret: string): string {
  return `${origin}/#/forgot-password?link=${secret}`;
}

/** Uses up a link and every earlier one of the same user: of any number of uses and links exactly one succeeds. */
export async function useLink(
  ports: Pick<ChallengePort, 'takeChallenge'> & Pick<RecoveryPort, 'retireLinks'> & SettingsPort,
  kind: LinkKind,
  secret: string,
  now: number,
): Promise<Challenge | undefined> {
  const link = await takeChallenge(ports, kind, secret, now);
  return link && (await ports.retireLinks(link.user, link.issuedAt, now)) ? link : undefined;
}
