/**
 * Each import has done what an independent model says (test/support/campaign-model.ts), and its report says so; a preview with nothing in between has
 * said the same; a rollback has left what was before. Whom others changed in that time, users or administrators, is left out, with all that hangs
 * together with them.
 */
import type { ReportLine } from '#core/migration/outcome.ts';
import { expected } from '#test/support/campaign-model.ts';
import { linesOf } from '#test/support/campaign-view.ts';
import { keyOf as foldedKey, type Line, type Options, type Table } from '#test/support/campaign-words.ts';
import type { Watched } from '../watch.ts';
import { brief, type Final, type Invariant, type Item } from './final.ts';
import { isOfLeaver, packageOf, reportOf } from './runs.ts';

type Run = Item & {
  readonly kind: string;
  readonly status: string;
  readonly policy: string;
  readonly options?: Record<string, unknown>;
  readonly states: Readonly<Record<string, { readonly finishedAt?: number }>>;
};

/** All that belongs together with one of these: a person in all user IDs, the tokens that the person had, has or shall have. */
function closure(start: ReadonlySet<string>, tables: readonly Table[]): ReadonlySet<string> {
  const links = new Map<string, Set<string>>();
  const link = (one: string, other: string) => {
    links.set(one, (links.get(one) ?? new Set()).add(other));
    links.set(other, (links.get(other) ?? new Set()).add(one));
  };
  for (const { users, tokens } of tables) {
    for (const [key, { ext, source }] of Object.entries(users)) if (ext !== undefined) link(key, `${source} ${ext}`);
    for (const [serial, { holder }] of Object.entries(tokens)) if (holder !== undefined) link(serial, holder);
  }
  const found = new Set<string>();
  const left = [...start];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    left.push(...(links.get(one) ?? []));
  }
  return found;
}

/** Whom others than this run changed, or may have, between two looks. */
function changedByOthers(final: Final, watched: Watched, until: number, after: Table): Set<string> {
  const changed = new Set<string>();
  const { before, at } = watched;
  const run = final.runs.find(({ pk }) => pk === `MIGRATION#${watched.run}`) as Run | undefined;
  const ingested = run?.states['IngestParts']?.finishedAt ?? until;
  for (const one of final.users)
    if (Number(one['touchedAt'] ?? 0) >= at - 10_000) changed.add(one.pk.slice('USER#'.length));
  for (const one of final.tokens) if (Number(one['touchedAt'] ?? 0) >= at - 10_000) changed.add(String(one['serial']));
  for (const [key, user] of Object.entries(after.users))
    if (user.touched && !before.users[key]?.touched) changed.add(key);
  for (const [serial, token] of Object.entries(after.tokens))
    if (token.touched && !before.tokens[serial]?.touched) changed.add(serial);
  for (const notice of final.notices)
    if (
      Number(notice['claimedAt'] ?? notice['at'] ?? 0) >= at - 10_000 &&
      Number(notice['claimedAt'] ?? notice['at']) <= ingested + 10_000
    )
      changed.add(String(notice['user']));
  for (const { path, body } of final.stage.calls)
    if (path.endsWith('/user/erase')) changed.add(foldedKey((body as { confirm: string }).confirm));
  for (const call of final.stage.calls) {
    if (call.method === 'GET' || call.until < at || call.at > until) continue;
    if (!/\/(?:user|token|tokens)(?:\/|$)/u.test(call.path)) continue;
    const { userId, serial } = { ...call.query, ...(call.body as object) } as { userId?: string; serial?: string };
    if (userId !== undefined) changed.add(foldedKey(userId));
    if (serial !== undefined) changed.add(serial);
  }
  // A run of another source may take a user ID or a serial first.
  for (const other of final.watched) {
    if (other.run === watched.run || other.at > until || (other.end?.at ?? Number.POSITIVE_INFINITY) < at) continue;
    const packed = packageOf(final, final.runs.find(({ pk }) => pk === `MIGRATION#${other.run}`) ?? ({} as Item));
    for (const record of packed?.sent.records ?? [])
      if ('user' in record) {
        changed.add(foldedKey(record.user.userId));
        for (const token of record.user.tokens) changed.add(token.serial);
      } else changed.add(record.token.serial);
  }
  return changed;
}

/** One text for one value, whatever the order of its fields. */
const textOf = (value: object): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
const plain = ({ users, tokens }: Table, without: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const rows = new Map<string, string>();
  for (const [key, { packedAt: _at, told: _told, ...one }] of Object.entries(users))
    if (!without.has(key)) rows.set(`user ${key}`, textOf(one));
  for (const [key, { packedAt: _at, ...one }] of Object.entries(tokens))
    if (!without.has(key)) rows.set(`token ${key}`, textOf(one));
  return rows;
};

function differences(about: string, found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): string[] {
  return [...new Set([...found.keys(), ...wanted.keys()])].flatMap((key) =>
    found.get(key) === wanted.get(key)
      ? []
      : [`${about}: ${key} is ${found.get(key)}, and should be ${wanted.get(key)}`],
  );
}

const linesByWhom = (lines: readonly Line[], without: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const byWhom = new Map<string, string>();
  for (const line of lines) {
    const [kind = '', id = ''] = line.about.split(' ');
    // Who was erased since stands in no report.
    if (
      id === 'undefined' ||
      without.has(kind === 'user' ? foldedKey(id) : id) ||
      line.tokens.some(({ serial }) => without.has(serial))
    )
      continue;
    byWhom.set(line.about, `${byWhom.get(line.about) ?? ''}${brief(line)}`);
  }
  return byWhom;
};

function optionsOf({ options = {}, policy }: Run): Options | undefined {
  if (policy !== 'correct' || options['only'] === true) return undefined;
  const given = (name: string) => (options[name] === true ? { [name]: true } : {});
  return { ...given('applyToTouched'), ...given('disableGone'), ...given('older'), ...given('confirmed') } as Options;
}

function checked(final: Final, last: Watched, run: Run): string[] {
  const options = optionsOf(run);
  const packed = packageOf(final, run);
  const { end } = last;
  // A yes makes another pass: what the first one did is told in the same report.
  const watched = final.watched.find((one) => one.run === last.run && one.generation === 1) ?? last;
  const { before, newest } = watched;
  if (!end || !options || !packed || run['rollback'] !== undefined) return [];
  const asks = ({ settings }: { settings: Item | undefined }) =>
    (settings?.['settings'] as { corrections?: { told?: string } } | undefined)?.corrections?.told !== 'apply';
  if (asks(watched) !== asks({ settings: end.settings })) return [];
  const older = packed.sent.packedAt < newest && options.older !== true;
  const sent = { ...packed.sent, older };
  const model = expected(before, sent, asks(watched) ? options : { ...options, confirmed: true });
  const wanted = run.kind === 'preview' ? before : model.table;
  const others = changedByOthers(final, watched, end.at, end.after);
  const sentTable: Table = {
    users: Object.fromEntries(
      sent.records.flatMap((record) =>
        'user' in record ? [[foldedKey(record.user.userId), { ext: record.user.ext, source: sent.source }]] : [],
      ),
    ) as Table['users'],
    tokens: Object.fromEntries(
      sent.records.flatMap((record) =>
        'user' in record
          ? record.user.tokens.map((token) => [token.serial, { holder: foldedKey(record.user.userId) }])
          : [],
      ),
    ) as unknown as Table['tokens'],
  };
  const without = closure(others, [before, end.after, model.table, sentTable]);
  const about = `${run.kind} ${watched.run}`;
  const report = reportOf(final, run);
  const wrong = differences(`model: ${about}`, plain(end.after, without), plain(wanted, without));
  return [
    ...wrong,
    ...differences(
      `model: report of ${about}`,
      linesByWhom(linesOf(report), without),
      linesByWhom(model.lines, without),
    ),
  ];
}

export const followsModel: Invariant = (final) =>
  final.watched.flatMap((watched) => {
    const run = final.runs.find(({ pk }) => pk === `MIGRATION#${watched.run}`) as Run | undefined;
    if (!run || Number(run['generation']) !== watched.generation || (run.kind !== 'import' && run.kind !== 'preview'))
      return [];
    return run.status === 'succeeded' || run.status === 'waiting' ? checked(final, watched, run) : [];
  });

const unnamed = (lines: readonly ReportLine[]) =>
  lines.map(({ other, ...line }) =>
    brief({
      ...line,
      other: other && { ...other, name: undefined },
      tokens: line.tokens?.map(({ other: _other, ...token }) => token),
    }),
  );

/** A preview with the same options, and nothing between its look and the run's. */
export const previewIsRun: Invariant = (final) =>
  final.watched.flatMap((watched) => {
    const runOf = ({ run }: Watched) => final.runs.find(({ pk }) => pk === `MIGRATION#${run}`) as Run | undefined;
    const run = runOf(watched);
    if (run?.kind !== 'import' || run.status !== 'succeeded' || watched.generation !== 1 || !watched.end) return [];
    const asked = ({ packageId, policy, options = {} }: Run) =>
      JSON.stringify([
        packageId,
        policy,
        Object.entries(options)
          .filter(([name]) => name !== 'tell')
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ]);
    const preview = final.watched.find((one) => {
      const found = runOf(one);
      if (found?.kind !== 'preview' || found.status !== 'succeeded' || !one.end || asked(found) !== asked(run))
        return false;
      const same =
        JSON.stringify([one.before, one.newest]) === JSON.stringify([watched.before, watched.newest]) &&
        JSON.stringify(one.before) === JSON.stringify(one.end.after);
      return (
        same &&
        one.settings?.['version'] === watched.end!.settings?.['version'] &&
        changedByOthers(final, one, watched.end!.at, watched.end!.after).size === 0
      );
    });
    if (!preview) return [];
    const [said, done] = [unnamed(reportOf(final, runOf(preview)!)), unnamed(reportOf(final, run))];
    const missing = said.filter((line) => !done.includes(line));
    return missing.length > 0
      ? [
          `preview: ${preview.run} said ${missing.join('\n  ')}, and ${watched.run} did ${done.filter((line) => !said.includes(line)).join('\n  ')}`,
        ]
      : [];
  });

/** What an import changed and no one used since is as before. */
export const rolledBack: Invariant = (final) =>
  final.watched.flatMap((watched) => {
    const rollback = final.runs.find(({ pk }) => pk === `MIGRATION#${watched.run}`) as
      | (Run & { of?: string; preview?: boolean })
      | undefined;
    if (rollback?.kind !== 'rollback' || rollback.preview === true || rollback.status !== 'succeeded' || !watched.end)
      return [];
    const first = final.watched.find(({ run, generation }) => run === rollback.of && generation === 1);
    if (!first) return [];
    const changed = changedByOthers(final, first, watched.end.at, watched.end.after);
    const without = closure(changed, [first.before, watched.before, watched.end.after]);
    return differences(`rollback: ${watched.run}`, plain(watched.end.after, without), plain(first.before, without));
  });

export const leaversOnce: Invariant = (final) =>
  final.runs.flatMap((run) => {
    const lines = reportOf(final, run)
      .filter(isOfLeaver)
      .map(({ type, userId, serial }) => `${type} ${userId ?? ''} ${serial ?? ''}`);
    return new Set(lines).size === lines.length ? [] : [`reports: ${run.pk} tells of a leaver twice: ${brief(lines)}`];
  });
