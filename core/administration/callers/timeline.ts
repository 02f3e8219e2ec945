/**
 * What happened to one person, newest first: from the audit, from the facts on the user's item and the notice, and from what runs have
 * changed. Entries are codes with facts; the words are the console's.
 */
import type { Action, AuditEntry } from '#core/audit.ts';
import { lockoutEnd } from '#core/directory/account.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { type KnownNotice, type NoticeStatus, noticeOfPerson } from '#core/migration/notice.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { EDITABLE_FIELDS } from '#core/user-fields.ts';

/** What the audit does not know by itself. */
export const HAPPENED = [
  'imported',
  'made-here',
  'corrected',
  'renamed',
  'taken-back',
  'told',
  'bounced',
  'complained',
  'mail-refused',
  'mail-uncertain',
  'not-told',
  'first-token-logon',
  'password-set',
  'locked-out',
] as const;
export type Happened = (typeof HAPPENED)[number];
/** Who did it. */
export const DOERS = ['user', 'administrator', 'operator', 'system', 'import'] as const;

/** A line of the audit as it is read. */
export type AuditedLine = Omit<AuditEntry, 'now' | 'action'> & { readonly action: string; readonly time: string };
export type TimelineEntry = {
  /** Unix milliseconds. */
  readonly at: number;
  /** One of HAPPENED, or an action of the audit. */
  readonly code: string;
  readonly by: (typeof DOERS)[number];
  /** The administrator's user key. */
  readonly who?: string;
  /** It was refused, or failed. `reason`: a code. */
  readonly failed?: true;
  readonly reason?: string;
  readonly facts?: {
    readonly source?: string;
    readonly run?: string;
    readonly fields?: readonly string[];
    readonly from?: string;
    readonly serial?: string;
    readonly until?: number;
    readonly temporaryCode?: true;
    readonly secondWay?: string;
  };
};

/** A run that changed the person: the image of before. `at`: when the run was started. `takenBackAt`: when it was rolled back. */
export type RunOfPerson = {
  readonly run: string;
  readonly at: number;
  readonly before?: User | undefined;
  readonly takenBackAt?: number | undefined;
};

type Notice = KnownNotice & { readonly at: number };
export type TimelineFacts = {
  readonly user: User;
  readonly notice?: Notice | undefined;
  /** Newest first. */
  readonly runs: readonly RunOfPerson[];
};

const OF_NOTICE = {
  sent: 'told',
  bounced: 'bounced',
  complained: 'complained',
  failed: 'mail-refused',
  claimed: 'mail-uncertain',
  uncertain: 'mail-uncertain',
} as const satisfies Partial<Record<NoticeStatus, Happened>>;
const happenedOf = (status: NoticeStatus): Happened =>
  Object.hasOwn(OF_NOTICE, status) ? OF_NOTICE[status as keyof typeof OF_NOTICE] : 'not-told';

const SEEN = [...EDITABLE_FIELDS, 'userId', 'enabled', 'lockedOut', 'tokens', 'answers', 'password'] as const;
/** Names of what differs between two states of a person, never a value. */
export const changedFields = (before: User, after: User): string[] =>
  SEEN.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));

function corrections(user: User, runs: readonly RunOfPerson[]): TimelineEntry[] {
  let after = user;
  return runs.flatMap(({ run, at, before, takenBackAt }): TimelineEntry[] => {
    const back: TimelineEntry[] =
      takenBackAt === undefined ? [] : [{ at: takenBackAt, code: 'taken-back', by: 'import', facts: { run } }];
    if (!before) return back;
    const fields = changedFields(before, after);
    after = before;
    const code = fields.includes('userId') ? 'renamed' : 'corrected';
    const from = code === 'renamed' ? { from: before.userId } : {};
    return fields.length === 0 ? back : [...back, { at, code, by: 'import', facts: { run, fields, ...from } }];
  });
}

/** What the facts alone say, newest first. */
export function happenings(
  { user, notice, runs }: TimelineFacts,
  settings: Pick<Settings, 'lockout'>,
): readonly TimelineEntry[] {
  const { origin, source, firstTokenLogonAt, password, failedAt, failures } = user;
  const told = noticeOfPerson(notice, user);
  const lockedUntil = lockoutEnd(user, settings.lockout);
  const entries: readonly (TimelineEntry | undefined)[] = [
    user.imported
      ? {
          at: user.createdAt,
          code: 'imported',
          by: 'import',
          facts: { ...(source === undefined ? {} : { source }), ...(origin ? { run: origin.migration } : {}) },
        }
      : { at: user.createdAt, code: 'made-here', by: 'system' },
    ...corrections(user, runs),
    told && { at: told.at, code: happenedOf(told.status), by: 'system', facts: { run: told.migration } },
    firstTokenLogonAt === undefined ? undefined : { at: firstTokenLogonAt, code: 'first-token-logon', by: 'user' },
    password && !password.mustChange ? { at: password.changedAt, code: 'password-set', by: 'user' } : undefined,
    failures >= settings.lockout.failures && failedAt !== undefined
      ? { at: failedAt, code: 'locked-out', by: 'system', facts: { until: lockedUntil } }
      : undefined,
  ];
  return entries.filter((entry) => entry !== undefined).sort((a, b) => b.at - a.at);
}

/** Whether a line is about the person: one who has a role acts on others, too. */
function isAbout(line: AuditedLine, key: string, serials: readonly string[]): boolean {
  const whose = line.facts?.['user'];
  if (whose !== undefined) return whose === key;
  return line.object === key || (line.actor === key && serials.includes(line.object));
}

/** What is looked at of people is no part of what happened to them. */
const LEFT_OUT: readonly string[] = ['user.looked_up'] satisfies Action[];

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function entryOf(line: AuditedLine, key: string): TimelineEntry {
  const { actor, action, object, outcome, facts = {} } = line;
  const by =
    actor === key ? 'user' : actor === 'system' ? 'system' : actor.startsWith('arn:') ? 'operator' : 'administrator';
  const reason = text(facts['reason']) ?? text(facts['code']);
  const secondWay = text(facts['secondWay']);
  const more = {
    ...(action.startsWith('token.') ? { serial: object } : {}),
    ...(facts['temporaryCode'] === true ? { temporaryCode: true as const } : {}),
    ...(secondWay === undefined ? {} : { secondWay }),
  };
  return {
    at: Date.parse(line.time),
    code: action,
    by,
    ...(by === 'administrator' ? { who: actor } : {}),
    ...(outcome === 'failure' ? { failed: true } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(Object.keys(more).length > 0 ? { facts: more } : {}),
  };
}

export type TimelinePorts = {
  readRunsOf(user: User): Promise<readonly RunOfPerson[]>;
  readNotice(key: string): Promise<Notice | undefined>;
  /** Newest first, those with the person as actor, as object or in their facts. @throws LandfallError audit.next */
  readAudit(query: {
    readonly about: string;
    readonly from: number;
    readonly to: number;
    readonly limit: number;
    readonly next?: string | undefined;
  }): Promise<{ readonly entries: readonly AuditedLine[]; readonly next?: string }>;
};
export type Timeline = { readonly entries: readonly TimelineEntry[]; readonly next?: string };

/** Where a page ends: the audit goes on at `next`, the facts before `before`. */
type Place = { readonly before: number; readonly next: string };
const placeText = ({ before, next }: Place): string => Buffer.from(`${before} ${next}`, 'utf8').toString('base64url');
function placeOf(text: string): Place {
  const [, before, next] = /^(\d{1,15}) ([\w-]+)$/u.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (before === undefined || next === undefined) throw invalid('audit.next', 'Pass `next` as it was given.');
  return { before: Number(before), next };
}

const DAY_MS = 86_400_000;
const PAGE = 50;

/**
 * A page of it. One may be empty and have a next one: what is looked at for one answer is bounded.
 * @throws LandfallError audit.next (400)
 */
export async function timelineOf(
  ports: TimelinePorts,
  user: User,
  settings: Pick<Settings, 'lockout'>,
  { now, next }: { readonly now: number; readonly next?: string | undefined },
): Promise<Timeline> {
  const key = userKey(user.userId);
  const place = next === undefined ? undefined : placeOf(next);
  const before = place?.before ?? Number.MAX_SAFE_INTEGER;
  const [runs, notice, page] = await Promise.all([
    ports.readRunsOf(user),
    ports.readNotice(key),
    // A person has no history before the day on which the account was made.
    ports.readAudit({ about: key, from: user.createdAt - DAY_MS, to: now, limit: PAGE, next: place?.next }),
  ]);
  const lines = page.entries.filter((line) => isAbout(line, key, user.tokens) && !LEFT_OUT.includes(line.action));
  const oldest = page.entries.at(-1);
  // Facts that are older than this page wait for the next one.
  const from = page.next === undefined ? 0 : oldest ? Date.parse(oldest.time) : before;
  const facts = happenings({ user, notice, runs }, settings).filter(({ at }) => at < before && at >= from);
  const entries = [...lines.map((line) => entryOf(line, key)), ...facts].sort((a, b) => b.at - a.at);
  return { entries, ...(page.next === undefined ? {} : { next: placeText({ before: from, next: page.next }) }) };
}
