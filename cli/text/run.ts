/** A migration as text. Every number comes from its totals. */
import type { RunView, StateProgress } from '#core/migration/record.ts';
import { CODE_TEXTS } from '#core/migration/report/report-words.ts';
import { isReportCode } from '#core/migration/report-codes.ts';
import { EXIT, list, style, table } from './output.ts';
import { note, sayError } from './stderr.ts';

const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

type State = RunView['states'][number];

/** One line for a state that is over, with its time and its count. */
export function stateLine(state: State): string {
  const { startedAt, finishedAt, done, total }: Partial<StateProgress> = 'startedAt' in state ? state : {};
  const seconds = startedAt && finishedAt ? `${((finishedAt - startedAt) / 1000).toFixed(1)} s` : '';
  const count = total === undefined ? '' : `${done ?? 0} of ${total}`;
  return [state.state.padEnd(28), state.status.padEnd(10), seconds.padStart(8), count].join(' ').trimEnd();
}

/** What became of a change after which a token alone logs on, where more was asked for before. */
function weakening({ status, before }: NonNullable<RunView['settingsChange']>): string {
  const was = `settings.weakened: ${before.selfService} asked for more than one factor`;
  if (status === 'awaited') return `${was}; waits for a super-admin`;
  if (status === 'preview') return `${was}; a run would wait for a super-admin`;
  return status === 'refused' ? `${was}; refused, nothing was changed` : was;
}

/** Each question that the catalogue does not hold, with what to do about it. */
function missingLines({ questions }: RunView): string[] {
  const { missing = [], unmatched = 0 } = questions ?? {};
  const more = unmatched - missing.length;
  return [
    ...missing.map(({ language, text, answers }) => `${answers ?? '?'} answers, ${language}: ${text}`),
    ...(more > 0 ? [`and ${more} more questions`] : []),
    ...(missing.length > 0
      ? ['landfall questions alias LANGUAGE "QUESTION OF THE SOURCE" "QUESTION OF THE CATALOGUE"']
      : []),
  ];
}

/** What an import that follows others finds beside its own records. */
function standing({ moved, waiting, notInWave, gone }: NonNullable<RunView['totals']>): string {
  const facts: [number | undefined, string][] = [
    [moved, 'with another user ID'],
    [waiting, 'of whom a change waits for a confirmation'],
    [notInWave, 'not in this wave'],
    [gone?.users, 'not in the source any more'],
    [gone?.disabled, 'of those disabled'],
  ];
  return facts.flatMap(([count, what]) => (count ? [`${count} ${what}`] : [])).join(', ');
}

const SETTINGS_BACK = {
  restored: 'as they were before the import',
  preview: 'would be as they were before the import',
  none: 'the import had changed none',
  kept: 'stay',
} as const;
const SETTINGS_WHY = {
  'settings.changed_since': 'they were changed since the import',
  'settings.people_left': 'imported people who can log on have no password yet',
} as const;

/** What became, or would become, of what an import wrote. */
function rollbackText({ preview, settingsRestored }: RunView, totals: NonNullable<RunView['totals']>): string {
  const counts = (of: 'users' | 'tokens') => `${totals[of].updated} taken back, ${totals[of].skipped} left`;
  const codes = Object.entries(totals.codes).map(
    ([code, count]) => `${count} ${isReportCode(code) ? CODE_TEXTS.en[`code.${code}`] : ''} (${code})`,
  );
  const { status, why } = settingsRestored ?? {};
  return [
    style('bold', preview ? 'What would be taken back (preview, nothing is written)' : 'What was taken back'),
    list([
      ['users', counts('users')],
      ['tokens', counts('tokens')],
      ...codes.map((line, index) => [index === 0 ? 'of these' : '', line] as const),
      ['settings', status && `${SETTINGS_BACK[status]}${why ? `: ${SETTINGS_WHY[why]}` : ''}`],
    ]),
  ].join('\n');
}

/** As lists name a run: a rollback that only says what it would do is none. */
const kindText = (kind: RunView['kind'], preview: true | undefined): string =>
  kind === 'rollback' && preview ? 'rollback preview' : kind;

/** User IDs on the list of a wave that the package does not hold. */
function listedMissing({ refusals = [] }: RunView): string | undefined {
  const found = refusals.find(({ code }) => code === 'user.wave_missing');
  if (!found) return undefined;
  const { count, details } = found;
  const more = count > details.length ? `, and ${count - details.length} more` : '';
  return `${count} on the list of the wave are not in the package: ${details.join(', ')}${more}`;
}

/** The results: users, tokens, answers, mails, and each report code with its count. */
export function summaryText(migration: RunView): string {
  const { totals, notices, settingsChange, kind, status, error } = migration;
  if (!totals && status === 'failed') return 'It failed before anything was counted.';
  if (!totals) return (status === 'not-started' && error?.hint) || 'Nothing has been counted yet.';
  if (kind === 'rollback') return rollbackText(migration, totals);
  const { users, tokens, answers, enrolment } = totals;
  const counts = (of: Record<'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected', number>) =>
    (['created', 'updated', 'unchanged', 'skipped', 'rejected'] as const)
      .filter((outcome) => of[outcome] > 0)
      .map((outcome) => `${of[outcome]} ${outcome}`)
      .join(', ') || 'none';
  const histogram = Object.entries(enrolment.histogram)
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([kept, people]) => `${people} users keep ${kept}`);
  const codes = Object.entries(totals.codes).map(([code, count]) => `${code} ${count}`);
  const switched = settingsChange
    ? `${settingsChange.after.selfService}${settingsChange.weakened ? ` (${weakening(settingsChange)})` : ''}`
    : undefined;
  return [
    style('bold', kind === 'preview' ? 'What would come of it (dry run, nothing is written)' : 'What came of it'),
    list([
      ['users', counts(users)],
      [
        'tokens',
        `${counts(tokens)}; ${tokens.assigned} assigned, ${tokens.unassigned} unassigned, ${tokens.newPinMode} in New PIN mode`,
      ],
      [
        'answers',
        `${answers.kept} kept, ${answers.dropped} not in the catalogue${histogram.length > 0 ? ` (${histogram.join(', ')})` : ''}`,
      ],
      ...missingLines(migration).map((line, index) => [index === 0 ? 'without a match' : '', line] as const),
      ['self-service', switched],
      [
        'e-mails',
        notices &&
          `${notices.sent} sent (${notices.bounced} bounced, ${notices.complained} called spam), ${notices.notInformed} users without an address, ${notices.failed} refused${notices.uncertain ? `, ${notices.uncertain} uncertain` : ''}${notices.notPossible ? `, ${notices.notPossible} not possible: the console takes no token alone` : ''}${notices.notAble ? `, ${notices.notAble} can’t log on` : ''}`,
      ],
      [
        'changed',
        Object.entries(totals.changes ?? {})
          .map(([field, count]) => `${field} ${count}`)
          .join(', '),
      ],
      ['', standing(totals)],
      ['reasons', codes.join(', ')],
      ['not there', listedMissing(migration)],
    ]),
  ].join('\n');
}

export function migrationText(migration: RunView): string {
  const { id, policy, status, attempt, requestedBy, source, error } = migration;
  const kind = kindText(migration.kind, migration.preview);
  return [
    list([
      ['run', id],
      ['status', status],
      ['kind', attempt === 0 ? kind : `${kind}, policy ${policy}, attempt ${attempt}`],
      ['source', source && `${source.deployment} (${source.kind}), packed ${source.packedAt}`],
      ['asked for by', requestedBy],
      ['started', iso(migration.startedAt)],
      ['finished', iso(migration.finishedAt)],
    ]),
    '',
    // What was never started has no step to show.
    ...(attempt === 0 ? [] : [...migration.states.map(stateLine), '']),
    ...(error ? [`${error.code}: ${error.hint}`] : []),
    ...waitingLines(migration),
    ...(migration.totals ? [summaryText(migration)] : []),
  ].join('\n');
}

/** What a run waits for, and the command that answers. */
export function waitingLines({ id, waitsFor = [], status, error, totals, needsYes }: RunView): string[] {
  const told = totals?.waiting ?? 0;
  const { people = 0, changed, gone } = needsYes ?? {};
  const share = [
    ...(changed === undefined ? [] : [`${changed} of ${people} people would be changed`]),
    ...(gone === undefined ? [] : [`${gone} of ${people} people would be taken for gone`]),
  ];
  const why = {
    approval: 'a super-admin must approve that a token alone logs on',
    confirmation:
      status === 'waiting' && error
        ? [share.join(', '), error.hint].filter((part) => part !== '').join('. ')
        : `changes of ${told} people who have had their e-mail wait for a super-admin’s yes (landfall report ${id})`,
  } as const;
  return [
    ...waitsFor.map((one) => `Waits: ${why[one]}`),
    ...(waitsFor.length > 0 ? [`Answer: landfall run confirm ${id}`] : []),
  ];
}

/** What a run has come to that is no result: a failure, or that it was not started, or waits. Each has its exit code. */
export function printEnd(run: RunView): void {
  printFailure(run);
  for (const line of waitingLines(run)) note(line);
  if (run.status !== 'failed' && (run.waitsFor ?? []).length > 0) process.exitCode = EXIT.waits;
}

const RUN_HEAD = ['run', 'status', 'kind', 'source', 'started', 'waits for'];

/** A line for each run. */
export const runsText = (runs: readonly RunView[]): string =>
  runs.length === 0
    ? 'No runs.'
    : table(
        RUN_HEAD,
        runs.map(({ id, status, kind, preview, rollback, source, audience, startedAt, waitsFor = [] }) => [
          id,
          rollback ? 'taken back' : status,
          kindText(kind, preview),
          source?.deployment ?? audience?.source ?? '-',
          iso(startedAt),
          waitsFor.join(', ') || '-',
        ]),
      );

/** A failed run, and one that was not started, is reported on standard error and by its own exit code. */
export function printFailure(migration: RunView): void {
  if (migration.status !== 'failed' && migration.status !== 'not-started') return;
  const { code = 'run.failed', hint = 'See `landfall status`.' } = migration.error ?? {};
  sayError({ code, message: hint });
  process.exitCode = migration.status === 'failed' ? EXIT.migrationFailed : EXIT.refused;
}
