/**
 * Whether a source deployment may be shut down: a list that reaches nought. Everybody is home or signed off, its tokens are disabled there,
 * nothing of it is under way, and what was kept for going back is gone.
 */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { User } from '#core/directory/model.ts';
import { isError } from '#core/errors.ts';
import type { RecountState } from '#core/journey/recount.ts';
import { isOver, type RunRecord } from '#core/migration/record.ts';
import type { Source } from '#core/migration/runs/source.ts';
import { checkSource } from './cut-over.ts';
import type { Packer } from './packers.ts';
import { type Asked, actOf } from './users/administer.ts';
import type { UserChange } from './users/edit.ts';

/** In the order in which they are done. */
export const CHECKS = [
  'filled',
  'runs',
  'people',
  'tokens',
  'source-open',
  'packers',
  'packages',
  'before-images',
  'settings',
] as const;
/** `open`: what is left; nought: done. `settings` is only advice: it is no reason to wait. */
export type Check = { readonly check: (typeof CHECKS)[number]; readonly open: number };
export type CloseDown = {
  readonly source: string;
  readonly people: number;
  readonly home: number;
  /** Not home, and not waited for. */
  readonly signedOff: number;
  readonly tokensUsed: number;
  readonly tokensDisabledThere: number;
  readonly checks: readonly Check[];
  /** Nothing is left but advice. */
  readonly done: boolean;
  /** Unix milliseconds. */
  readonly asOf: number;
};
export type CloseDownPorts = {
  peopleSources(): Promise<readonly string[]>;
  readTotals(source: string): Promise<ReadonlyMap<string, number>>;
  readState(): Promise<RecountState | undefined>;
  readSource(name: string): Promise<Source | undefined>;
  queuedRuns(name: string): Promise<readonly string[]>;
  trustedPackers(): Promise<readonly Packer[]>;
  /** In the export bucket, of any source. */
  countPackages(): Promise<number>;
  /** Whether it is kept what an import changed. */
  hasBeforeImages(run: string): Promise<boolean>;
  listRuns(limit: number, next?: string): Promise<{ readonly records: readonly RunRecord[]; readonly next?: string }>;
  readSettings(): Promise<{ readonly settings: { readonly consoleAuthentication: { readonly selfService: string } } }>;
};

const PAGE = 100;

async function runsOf(ports: CloseDownPorts, source: string): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  let next: string | undefined;
  do {
    const page = await ports.listRuns(PAGE, next);
    found.push(...page.records.filter((record) => record.source?.deployment === source));
    next = page.next;
  } while (next !== undefined);
  return found;
}

async function beforeImages(ports: CloseDownPorts, runs: readonly RunRecord[]): Promise<number> {
  const imports = runs.filter(({ kind }) => kind === 'import');
  const kept = await Promise.all(imports.map(({ id }) => ports.hasBeforeImages(id)));
  return kept.filter(Boolean).length;
}

/** Whether the console's expression still is what an import of this source made of it. */
const changedByImport = (runs: readonly RunRecord[], selfService: string): boolean =>
  runs.some(
    ({ settingsChange: change }) =>
      change?.status === 'applied' &&
      change.before.selfService !== change.after.selfService &&
      change.after.selfService === selfService,
  );

/** @throws LandfallError source.not_found (404) */
export async function closeDown(ports: CloseDownPorts, source: string, now: number): Promise<CloseDown> {
  await checkSource(ports, source);
  const [sums, state, known, queued, packers, packages, runs, { settings }] = await Promise.all([
    ports.readTotals(source),
    ports.readState(),
    ports.readSource(source),
    ports.queuedRuns(source),
    ports.trustedPackers(),
    ports.countPackages(),
    runsOf(ports, source),
    ports.readSettings(),
  ]);
  const count = (name: string) => sums.get(name) ?? 0;
  const [people, home, signedOff] = [count('people'), count('reached.home'), count('signed-off')];
  const [tokensUsed, tokensDisabledThere] = [count('tokens.used'), count('tokens.disabled-there')];
  const waits = runs.filter((run) => !isOver(run) || run.status === 'waiting' || run.waitsFor?.length).length;
  const trusted = packers.filter(({ sources }) => sources === undefined || sources.includes(source)).length;
  const open: Record<Check['check'], number> = {
    filled: state?.filledAt === undefined ? 1 : 0,
    runs: Math.max(waits, queued.length),
    people: people - home - signedOff,
    tokens: tokensUsed - tokensDisabledThere,
    'source-open': known?.closed ? 0 : 1,
    packers: trusted,
    packages,
    'before-images': await beforeImages(ports, runs),
    settings: changedByImport(runs, settings.consoleAuthentication.selfService) ? 1 : 0,
  };
  const checks = CHECKS.map((check) => ({ check, open: open[check] }));
  const done = checks.every(({ check, open: left }) => check === 'settings' || left === 0);
  return { source, people, home, signedOff, tokensUsed, tokensDisabledThere, checks, done, asOf: now };
}

export type SignOffPorts = AuditPort & {
  readUser(key: string): Promise<User | undefined>;
  /** @throws LandfallError user.conflict where the user has changed since `seen` */
  saveUser(seen: User, change: UserChange, by: string, entries: Entries): Promise<User>;
};
/** `unchanged`: so before. `unknown`: user IDs that no user has. */
export type SignedOff = { readonly changed: number; readonly unchanged: number; readonly unknown: readonly string[] };

const TRIES = 5;

async function signOne(ports: SignOffPorts, userId: string, off: boolean, asked: Asked): Promise<boolean | undefined> {
  for (let tried = 1; ; tried += 1) {
    const user = await ports.readUser(lookupKey(userId));
    if (!user) return undefined;
    if ((user.signedOffAt !== undefined) === off) return false;
    const [set, remove] = off
      ? [{ signedOffAt: asked.now, updatedAt: asked.now }, []]
      : [{ updatedAt: asked.now }, ['signedOffAt' as const]];
    const act = actOf(asked, off ? 'close-down.signed_off' : 'close-down.signed_on', lookupKey(userId));
    try {
      // It says nothing of who uses the account: imports go on.
      const change = { touchedAt: undefined, set, remove, endSessions: false };
      await auditedAct(ports, act, (entriesOf) => ports.saveUser(user, change, asked.actor.id, entriesOf({})));
      return true;
    } catch (error) {
      if (!isError(error, 'user.conflict') || tried === TRIES) throw error;
    }
  }
}

/** People who are not waited for any more, such as those who have left; or are again. @param off false: are again */
export async function signOff(
  ports: SignOffPorts,
  userIds: readonly string[],
  off: boolean,
  asked: Asked,
): Promise<SignedOff> {
  let changed = 0;
  let unchanged = 0;
  const unknown: string[] = [];
  for (const userId of new Set(userIds)) {
    const done = await signOne(ports, userId, off, asked);
    if (done === undefined) unknown.push(userId);
    else if (done) changed += 1;
    else unchanged += 1;
  }
  return { changed, unchanged, unknown };
}
