/**
 * The audit: what was done, by whom, and what came of it (A2, L1). Every entry is made here: of what a user or the system itself
 * does by `recordEvent` and `eventEntries`, of what an administrator does by `auditedAct`. The write that does an act takes its
 * entries into its own transaction (L5): no act without its entry. What was refused has no act: its entry is written alone.
 */
import { type ErrorCode, isLandfallError } from './errors.ts';

/** Every act and event that the audit records. */
export const ACTIONS = [
  'logon',
  'logon.next-tokencode',
  'logon.overall-limit',
  'logoff',
  'sessions.ended',
  'display.started',
  'password.changed',
  'security-questions.changed',
  'recovery.link',
  'recovery.passcode',
  'recovery.answers',
  'recovery.reset',
  'user.edited',
  'user.enabled',
  'user.disabled',
  'user.locked',
  'user.unlocked',
  'user.answers_cleared',
  'user.password_reset',
  'user.erased',
  'user.looked_up',
  'people.listed',
  'people.found',
  'people.marked_told',
  'admin.created',
  'deployment.restored',
  'token.enabled',
  'token.disabled',
  'token.lost',
  'token.found',
  'token.passcode',
  'token.pin-set',
  'token.pin-changed',
  'token.pin-cleared',
  'token.temporary-code',
  'token.assigned',
  'token.unassigned',
  'token.resynchronised',
  'token.edited',
  'token.deleted',
  'settings.changed',
  'mail-text.changed',
  'branding.changed',
  'questions.imported',
  'questions.answers_dropped',
  'packers.added',
  'packers.removed',
  'migration.started',
  'migration.approved',
  'migration.refused',
  'migration.rolled_back',
  'migration.confirmed',
  'campaign.started',
  'campaign.held',
  'campaign.resumed',
  'campaign.ended',
  'campaign.tested',
  'cut-over.disabled',
  'close-down.signed_off',
  'close-down.signed_on',
  'source.closed',
  'source.opened',
  'audit.tampered',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Why an event failed, or what led to it. An administrator's act fails for an error, whose code it names. */
export const REASONS = [
  'user.unknown',
  'user.disabled',
  'user.locked_out',
  'user.not_started',
  'user.ended',
  'user.failures',
  'password.wrong',
  'password.ended',
  'passcode.wrong',
  'passcode.replayed',
  'tokencode.wrong',
  'token.none',
  'token.failures',
  'challenge.used',
  'challenge.invalid',
  'link.invalid',
  'grant.invalid',
  'grant.used',
  'answers.wrong',
  'recovery.limit',
  'codes.wrong',
  'codes.spent',
  'session.ended',
  'next-tokencode',
  'new-pin',
  'pin.proof_wrong',
  'settings.weakened',
] as const;
export type Reason = (typeof REASONS)[number];

/** Never a secret, passcode, answer or e-mail address (L2). */
export type Facts = Readonly<Record<string, unknown>>;
export type AuditEntry = {
  /** User key, operator's ARN, or `system`. */
  readonly actor: string;
  readonly action: Action;
  /** What it was done to: a user key, a serial, a migration id. */
  readonly object: string;
  readonly outcome: 'success' | 'failure';
  readonly source: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly facts?: Facts;
};
export type AuditPort = {
  /** Appends one entry, alone. @throws where it can't: what can't be recorded is not done */
  writeAudit(entry: AuditEntry): Promise<void>;
};
/** What a write puts into the audit, in one transaction with itself: at least one entry. */
export type Entries = readonly [AuditEntry, ...AuditEntry[]];
/** An entry before its outcome is known. */
export type Act = Pick<AuditEntry, 'actor' | 'action' | 'object' | 'source' | 'now'>;

/**
 * What a user or the system itself did that changed nothing, or failed.
 * @param reason why it failed; undefined where it succeeded
 */
export function recordEvent(ports: AuditPort, event: Act, reason?: string, facts: Facts = {}): Promise<void> {
  if (reason === undefined) return ports.writeAudit(eventEntries(event, facts)[0]);
  return ports.writeAudit({ ...event, outcome: 'failure', facts: { ...facts, reason } });
}

/** What a user or the system itself does with the write that takes these entries. */
export const eventEntries = (event: Act, facts: Facts = {}): Entries => [
  { ...event, outcome: 'success', ...(Object.keys(facts).length > 0 ? { facts } : {}) },
];

/** What an entry adds to its act; one act may be several (an edit that disables a token and clears its PIN). */
export type Details = Partial<Pick<AuditEntry, 'action' | 'object' | 'before' | 'after' | 'facts'>>;
/** The entries of an act that is being done, one for each of its details: for the write that does it. */
export type EntriesOf = (first: Details, ...more: readonly Details[]) => Entries;

/** Codes of refused passcodes: what a reviewer looks for beside attempts beyond the actor's rights. */
const WRONG_CODES: readonly ErrorCode[] = ['token.codes_wrong', 'token.codes_spent'];

/** A refusal that a reviewer looks for: an attempt beyond the actor's rights, or wrong codes. A mistyped field is neither. */
const isReviewed = (code: ErrorCode, status: number): boolean => status === 403 || WRONG_CODES.includes(code);

/**
 * Does an administrator's act. `work` hands the entries that it makes to the write that does the act; where the act was refused, the
 * code of the error is recorded here.
 * @param about facts of every entry, also of a refusal
 * @param refusals which refusals are recorded: those that a reviewer looks for, or all, of an act that is rare and grave
 */
export async function auditedAct<T>(
  ports: AuditPort,
  act: Act,
  work: (entriesOf: EntriesOf) => Promise<T>,
  { about = {}, refusals = 'reviewed' }: { readonly about?: Facts; readonly refusals?: 'reviewed' | 'all' } = {},
): Promise<T> {
  const entryOf = ({ facts, ...detail }: Details): AuditEntry => {
    const all = { ...about, ...facts };
    return { ...act, outcome: 'success', ...detail, ...(Object.keys(all).length > 0 ? { facts: all } : {}) };
  };
  return work((first, ...more) => [entryOf(first), ...more.map(entryOf)]).catch(async (error: unknown) => {
    const { code, status } = isLandfallError(error) ? error : { code: 'internal' as const, status: 500 };
    if (refusals === 'all' || isReviewed(code, status))
      await ports.writeAudit({ ...act, outcome: 'failure', facts: { ...about, code } });
    throw error;
  });
}

/** An act that no table holds (a mail is queued): recorded before it is done, so that it is never done without its entry. */
export async function recordFirst(ports: AuditPort, entries: Entries): Promise<void> {
  for (const entry of entries) await ports.writeAudit(entry);
}
