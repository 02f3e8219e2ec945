/**
 * Erasing a person: the user, what hangs by the user, and every line of every run's report that names the person. What remains, and why,
 * is in docs/decisions/erasure.md. It goes on where it was cut off, and may be asked for again.
 */
import * as z from 'zod';
import { type AuditPort, auditedAct, type Entries, recordFirst } from '#core/audit.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { Token, User } from '#core/directory/model.ts';
import { invalid, LandfallError } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { type EraseRunPorts, eraseFromRun } from '#core/migration/report/erase-run.ts';
import { ERASED } from '#core/migration/report/report-names.ts';
import { busyError } from '#core/migration/runs/source.ts';
import { type Asked, actOf } from './users/administer.ts';
import { checkMayChangeCredentials, checkNotOwnAccess } from './users/rights.ts';

export type ErasePorts = AuditPort &
  EraseRunPorts & {
    readUser(key: string): Promise<User | undefined>;
    readTokens(serials: readonly string[]): Promise<Token[]>;
    /** The run that writes for a source at this moment. */
    writingRun(source: string): Promise<string | undefined>;
    /** All or none; false where the user or a token has changed since it was seen. */
    removeUser(key: string, seen: User, tokens: readonly Token[], how: HowTokens, entries: Entries): Promise<boolean>;
    /** Sessions, notice, recovery and limits of a user key. */
    removeHanging(key: string): Promise<void>;
    /** Newest first. */
    listRuns(limit: number, next?: string): Promise<{ readonly records: readonly RunRecord[]; readonly next?: string }>;
    /** Stands for the user in the audit. */
    pseudonym(key: string): Promise<string>;
    /** Unix ms. */
    clock(): number;
  };
type HowTokens = { readonly deleteTokens: boolean; readonly now: number };

export const erasure = z.strictObject({
  /** The user ID once more, so that no slip erases a person. */
  confirm: z.string().min(1).max(255),
  /** Deletes the tokens too; otherwise they are unassigned. */
  deleteTokens: z.boolean().default(false),
  /** Of the answer before: the erasure goes on from there. */
  next: z.string().max(20_000).optional(),
});
export type ErasureAsked = z.infer<typeof erasure>;
export type ErasureDone = {
  readonly done: boolean;
  /** Whether there was such a user until now. */
  readonly user: boolean;
  /** Lines of reports that named the person. */
  readonly lines: number;
  readonly next?: string;
};

const PAGE = 25;
/** Of one request. */
const PATIENCE_MS = 15_000;

/** `next`: of the page of runs; `run`: the run of it that is not done, and where it goes on. */
const position = z.strictObject({
  next: z.string().optional(),
  keys: z.array(z.string()),
  serials: z.array(z.string()),
  run: z
    .strictObject({
      id: z.string(),
      dryRun: z.boolean(),
      part: z.int().min(1),
      earlier: z.array(z.string()).readonly(),
    })
    .optional(),
});
type Position = z.infer<typeof position>;

const write = (at: Position): string => Buffer.from(JSON.stringify(at)).toString('base64url');
function read(text: string): Position {
  try {
    return position.parse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new LandfallError('request.next', { cause });
  }
}

/** A user with a role first loses it; a run that writes could name the person again. @throws LandfallError */
async function checkMayErase(ports: ErasePorts, user: User, { actor }: Asked): Promise<void> {
  checkMayChangeCredentials(actor, user);
  checkNotOwnAccess(actor, user, true);
  if (user.role !== undefined) throw invalid('user.role_holder', 'Take the role from this user first.');
  const writing = user.source === undefined ? undefined : await ports.writingRun(user.source);
  if (writing !== undefined) throw busyError(writing);
}

async function eraseFromRuns(ports: ErasePorts, at: Position): Promise<Omit<ErasureDone, 'user'>> {
  const deadline = ports.clock() + PATIENCE_MS;
  const isLate = () => ports.clock() > deadline;
  let { next, keys, serials, run: begun }: Position = at;
  let lines = 0;
  do {
    const page = await ports.listRuns(PAGE, next);
    // Those before the run that is not done are; in a first page there may be newer ones since.
    for (const run of page.records.slice(
      Math.max(
        0,
        page.records.findIndex(({ id }) => id === begun?.id),
      ),
    )) {
      const place = run.id === begun?.id ? begun : undefined;
      const erased = await eraseFromRun(ports, run, { keys: new Set(keys), serials: new Set(serials) }, place, isLate);
      lines += erased.lines;
      [keys, serials] = [[...erased.keys], [...erased.serials].filter((serial) => serial !== ERASED)];
      if (erased.at)
        return { done: false, lines, next: write({ next, keys, serials, run: { id: run.id, ...erased.at } }) };
    }
    begun = undefined;
    next = page.next;
    if (next !== undefined && isLate()) return { done: false, lines, next: write({ next, keys, serials }) };
  } while (next !== undefined);
  return { done: true, lines };
}

/**
 * @throws LandfallError user.confirm (422); user.role_holder, user.own_account, session.not_fresh (403); user.conflict, source.busy
 * (409); operations.busy
 */
export async function eraseUser(
  ports: ErasePorts,
  userId: string,
  { confirm, deleteTokens, next }: ErasureAsked,
  asked: Asked,
): Promise<ErasureDone> {
  const key = lookupKey(userId);
  if (lookupKey(confirm) !== key) throw invalid('user.confirm', 'What was typed is not the user ID.');
  if (next !== undefined) return { user: false, ...(await eraseFromRuns(ports, read(next))) };
  const user = await ports.readUser(key);
  const act = actOf(asked, 'user.erased', await ports.pseudonym(key));
  await auditedAct(ports, act, async (entriesOf) => {
    const entries = entriesOf({ facts: { user: user !== undefined, deleteTokens } });
    if (!user) return recordFirst(ports, entries);
    await checkMayErase(ports, user, asked);
    const listed = user.tokens.length > 0 ? await ports.readTokens(user.tokens) : [];
    const tokens = listed.filter(({ assignee }) => assignee === key);
    if (!(await ports.removeUser(key, user, tokens, { deleteTokens, now: asked.now }, entries)))
      throw invalid('user.conflict', 'The user changed in the meantime. Look at the user again.');
  });
  await ports.removeHanging(key);
  const rest = await eraseFromRuns(ports, { keys: [key], serials: [...(user?.tokens ?? [])] });
  return { user: user !== undefined, ...rest };
}
