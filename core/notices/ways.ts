/**
 * The user is told of every change to a way in (N1): which notices each act of the audit brings. An act that is new must
 * say so here, or does not compile. `test/contract/notices.test.ts` does each of these acts and looks for its mails.
 */
import * as z from 'zod';
import type { Action } from '#core/audit.ts';

/** What a notice may be about; each has its sentence in every language (core/mail/texts). */
export const WAY_CHANGES = [
  /** To the new address, and to the one before, which never learns the new one. */
  'address',
  'address-former',
  'answers',
  'answers-cleared',
  'answers-dropped',
  'pin',
  'pin-cleared',
  'token-assigned',
  'token-unassigned',
  'token-enabled',
  'token-disabled',
  'token-lost',
  'token-found',
  /** For a lost token, by an administrator. */
  'temporary-code',
  /** One-time or typed, by an administrator. */
  'temporary-password',
  'role',
  /** The user ID is another one: the mail says the new one. */
  'user-id',
  /** To every administrator: another one was created without them. */
  'break-glass',
] as const;
export type WayChange = (typeof WAY_CHANGES)[number];

/** `import`: a run that brought a newer export. */
export const CHANGERS = ['user', 'administrator', 'operator', 'import'] as const;
export type Changer = (typeof CHANGERS)[number];

const user = z.string().min(1).max(2048).describe('User key');
/** What the mail queue carries of a change: never a secret or an address. */
export const wayNotice = z.strictObject({
  kind: z.literal('way-changed'),
  user,
  change: z.enum(WAY_CHANGES),
  by: z.enum(CHANGERS),
  at: z.int().describe('Unix milliseconds of the change; a former address is found by it'),
  serial: z.string().max(64).optional().describe('Of the token that it is about'),
});
export type WayNotice = Readonly<z.infer<typeof wayNotice>>;
export type PasswordNotice = { readonly kind: 'password-changed'; readonly user: string };
export type NoticePort = { enqueueMail(notice: WayNotice | PasswordNotice): Promise<void> };

/** `password`: the mail that a password was changed. */
type Told = WayChange | 'password';

/** The notices that an act may bring. None: it changes no way into an account that its user has. */
export const NOTICES_OF = {
  'password.changed': ['password'],
  'recovery.reset': ['password'],
  'security-questions.changed': ['answers'],
  'token.pin-set': ['pin'],
  'token.pin-changed': ['pin'],
  'user.edited': ['address', 'address-former', 'temporary-password', 'role'],
  'user.answers_cleared': ['answers-cleared'],
  'user.password_reset': ['temporary-password'],
  'questions.imported': ['answers-dropped'],
  'questions.answers_dropped': ['answers-dropped'],
  'token.enabled': ['token-enabled'],
  'token.disabled': ['token-disabled'],
  'token.lost': ['token-lost'],
  'token.found': ['token-found'],
  'token.pin-cleared': ['pin-cleared'],
  'token.temporary-code': ['temporary-code'],
  'token.assigned': ['token-assigned'],
  'token.unassigned': ['token-unassigned'],
  // Only says that the device's clock is off: the codes that count are the same.
  'token.resynchronised': [],
  // The name of refused edits; one that is done has the names above.
  'token.edited': [],
  // Only one that is assigned to no user is deleted.
  'token.deleted': [],
  // No address is left to tell.
  'user.erased': [],
  'user.looked_up': [],
  'people.listed': [],
  'people.found': [],
  'people.marked_told': [],
  // These close or open the account as a whole; its ways in stay as they are.
  'user.disabled': [],
  'user.enabled': [],
  'user.locked': [],
  'user.unlocked': [],
  'sessions.ended': [],
  'deployment.restored': [],
  'display.started': [],
  // Its user is new; in an emergency the other administrators are told.
  'admin.created': ['break-glass'],
  // These show that a way in was used or tried, and change none.
  logon: [],
  'logon.next-tokencode': [],
  'logon.overall-limit': [],
  'token.passcode': [],
  logoff: [],
  'recovery.link': [],
  'recovery.passcode': [],
  'recovery.answers': [],
  // These are about no user. What a run changes of people who know their accounts is in NOTICES_OF_IMPORTS.
  'settings.changed': [],
  'mail-text.changed': [],
  'branding.changed': [],
  'packers.added': [],
  'packers.removed': [],
  'migration.started': [],
  'migration.approved': [],
  'migration.refused': [],
  'migration.rolled_back': [],
  'migration.confirmed': [],
  'campaign.started': [],
  'campaign.held': [],
  'campaign.resumed': [],
  'campaign.ended': [],
  'campaign.tested': [],
  'source.closed': [],
  'source.opened': [],
  'cut-over.disabled': [],
  'close-down.signed_off': [],
  'close-down.signed_on': [],
  'audit.tampered': [],
} as const satisfies Readonly<Record<Action, readonly Told[]>>;

/** What a run tells a user of who was mailed before, or has used the account; of all else the migration e-mail tells. */
export const NOTICES_OF_IMPORTS = [
  'user-id',
  'address',
  'address-former',
  'token-assigned',
] as const satisfies readonly WayChange[];
export type ImportChange = (typeof NOTICES_OF_IMPORTS)[number];

type Subject = { readonly by: Changer; readonly user: string; readonly at: number };

/** Tells a user of a change to a way in, in a mail of its own. */
export async function tellOfChange(
  ports: NoticePort,
  change: WayChange,
  { by, user, at }: Subject,
  serial?: string,
): Promise<void> {
  await ports.enqueueMail({ kind: 'way-changed', user, change, by, at, ...(serial === undefined ? {} : { serial }) });
}

/** The acts that are about a token. */
export type TokenAction = Extract<Action, `token.${string}`>;

/** Tells the user of what an act on a token changed. */
export async function tellOfTokenAct(
  ports: NoticePort,
  action: TokenAction,
  subject: Subject,
  serial: string,
): Promise<void> {
  const changes: readonly WayChange[] = NOTICES_OF[action];
  for (const change of changes) await tellOfChange(ports, change, subject, serial);
}
/** Tells a user that the password was changed (F6). */
export async function tellOfPassword(ports: NoticePort, user: string): Promise<void> {
  await ports.enqueueMail({ kind: 'password-changed', user });
}
