/** What the audit is told of an act: never a secret, passcode, answer or e-mail address (A2, L3). */
export type AuditEntry = {
  /** User key, operator's ARN, or `system`. */
  readonly actor: string;
  /** Dotted, such as logon, settings.changed, recovery.reset. */
  readonly action: string;
  /** What it was done to: a user key, a serial, a migration id. */
  readonly object: string;
  readonly outcome: 'success' | 'failure';
  readonly source: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly facts?: Readonly<Record<string, unknown>>;
};
