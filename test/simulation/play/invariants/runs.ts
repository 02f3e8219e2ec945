/** Runs: each upload has one, none is stuck, none holds what others wait for, and each that ended has told of every record. */
import type { ReportLine } from '#core/migration/outcome.ts';
import type { Packed } from '../packages.ts';
import { brief, type Final, type Invariant, type Item } from './final.ts';

const idOf = (run: Item): string => run.pk.slice('MIGRATION#'.length);
export const packageOf = ({ stage }: Final, run: Item): Packed | undefined =>
  stage.sources.flat().find(({ packageId }) => packageId === run['packageId']);

export const uploads: Invariant = ({ runs, stage }) =>
  [...stage.uploads.keys()].flatMap((key) => {
    if (stage.removed.has(key)) return [];
    return runs.some((run) => run['key'] === key) ? [] : [`uploads: ${key} has no run`];
  });

const UNDER_WAY = ['starting', 'running', 'queued', 'scheduled'];
export const atRest: Invariant = ({ runs, operations, now, stage }) => {
  /** Its process ended before it began: until it is resumed it holds its source, and what waits for it waits. */
  const isLost = ({ status, kind, execution }: Item): boolean =>
    status === 'starting' && kind !== 'campaign' && stage.world.executionStatus(String(execution)) === undefined;
  const lost = stage.isTried ? [] : runs.filter(isLost);
  const sources = lost.map((run) => (run['source'] as { deployment?: string } | undefined)?.deployment);
  const waits = (source: unknown): boolean => sources.some((one) => one === source);
  const wrong = runs.flatMap((run) => {
    const { status, execution } = run;
    if (!UNDER_WAY.includes(String(status)) || lost.includes(run)) return [];
    if (status === 'queued' && waits((run['source'] as { deployment?: string } | undefined)?.deployment)) return [];
    return [
      `runs: ${idOf(run)} (${String(run['kind'])}) is ${String(status)} for ever: ${String(execution)} ${String(stage.world.executionStatus(String(execution)))}`,
    ];
  });
  for (const item of operations) {
    if (item.pk.startsWith('SOURCE#') && waits(item.pk.slice('SOURCE#'.length))) continue;
    const holder = item['holder'] as { run?: string } | undefined;
    if (item.sk === 'WRITER' && holder) wrong.push(`runs: ${item.pk} is written by ${brief(holder)} for ever`);
    if (item.sk.startsWith('QUEUED#')) wrong.push(`runs: ${item.sk} waits for ${item.pk} for ever`);
    const lane = item['lane'] as { holder?: { until: number } } | undefined;
    if (item.pk === 'MAIL-LANE' && lane?.holder && lane.holder.until > now)
      wrong.push(`runs: the mail lane is held by ${brief(lane.holder)}`);
  }
  return wrong;
};

/** A mail is tried for longer. */
const OUTGOING_MS = 8 * 60_000;
const OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'rejected'] as const;
export function reportOf({ stage }: Final, run: Item): ReportLine[] {
  const prefix = `reports/${idOf(run)}/${run['kind'] === 'preview' ? 'dry/' : ''}parts/`;
  return [...stage.world.objects('reports')]
    .filter(([key]) => key.startsWith(prefix))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, bytes]) =>
      bytes
        .toString('utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as ReportLine),
    );
}
export const isOfLeaver = ({ code }: ReportLine): boolean => code === 'user.gone' || code === 'token.gone';

export const reports: Invariant = (final) =>
  final.runs.flatMap((run) => {
    const packed = packageOf(final, run);
    const ended = run['kind'] === 'preview' || run['kind'] === 'import';
    if (!packed || !ended || (run['status'] !== 'succeeded' && run['status'] !== 'waiting')) return [];
    const lines = reportOf(final, run);
    const about = `reports: ${idOf(run)} (${String(run['kind'])}, ${String(run['status'])})`;
    const wrong: string[] = [];
    const records = lines.filter((line) => !isOfLeaver(line));
    const seen = new Set(records.map(({ part, line }) => `${part}/${line}`));
    if (seen.size !== records.length) wrong.push(`${about} tells of a record twice`);
    if (records.length !== packed.sent.records.length)
      wrong.push(`${about} tells of ${records.length} records of ${packed.sent.records.length}`);
    // It is over before its parts are read where it waits for a yes to too many changes.
    const totals = run['totals'] as
      | { users: Record<string, number>; tokens: Record<string, number>; records: { read: number } }
      | undefined;
    if (!totals) return [...wrong, ...(run['status'] === 'succeeded' ? [`${about} has no totals`] : [])];
    for (const outcome of OUTCOMES) {
      const users = records.filter((line) => line.type === 'user' && line.outcome === outcome).length;
      const tokens = records.flatMap((line) => line.tokens ?? []).filter((token) => token.outcome === outcome).length;
      if (totals.users[outcome] !== users)
        wrong.push(`${about} counts ${totals.users[outcome]} users ${outcome}, and tells of ${users}`);
      if (totals.tokens[outcome] !== tokens)
        wrong.push(`${about} counts ${totals.tokens[outcome]} tokens ${outcome}, and tells of ${tokens}`);
    }
    if (totals.records.read !== packed.sent.records.length)
      wrong.push(`${about} counts ${totals.records.read} records of ${packed.sent.records.length}`);
    return wrong;
  });

/** What the settings were before a run changed them is what they were before its first attempt did. */
export const firstSettings: Invariant = ({ runs }) =>
  runs.flatMap((run) => {
    const change = run['settingsChange'] as { status: string; before: unknown; after: unknown } | undefined;
    const same = change?.status === 'applied' && JSON.stringify(change.before) === JSON.stringify(change.after);
    if (change?.status === 'intended' && run['status'] === 'succeeded')
      return [`settings: ${idOf(run)} is over, and its change is only intended: ${brief(change)}`];
    return same ? [`settings: ${idOf(run)} has lost what they were before: ${brief(change)}`] : [];
  });

/** A message that could not be worked off, and of which nothing tells. A mail that the account took at no time is the alarm's to tell of. */
export const deadLetters: Invariant = ({ stage, runs }) =>
  stage.world.deadLetters().flatMap(({ queue, body }) => {
    const key = [...stage.uploads.keys()].find((one) => body.includes(one));
    if (key !== undefined && (runs.some((run) => run['key'] === key) || stage.removed.has(key))) return [];
    if (queue.includes('MailOutgoing') && stage.troubles.some(({ from, to }) => to - from > OUTGOING_MS)) return [];
    return [`dead letters: ${queue} ${body.slice(0, 300)}`];
  });
