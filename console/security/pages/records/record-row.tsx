/** One record of a report: its place in the package, its user, its outcome and the reason. */
import type { Outcome } from '#core/migration/outcome.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { changeFieldName, changeValue } from '../../run/change-texts.ts';
import { codeText, fixText, whereOf } from '../../run/report-codes.ts';
import { t } from '../../texts/index.ts';
import { Changes, type ShownChange } from '../../ui/changes.tsx';
import type { ReportRecord } from './reading.ts';

const TONES = { created: 'good', updated: 'good', unchanged: undefined, skipped: 'warn', rejected: 'bad' } as const;

function OutcomeBadge({ of: outcome }: { of: Outcome }) {
  const tone = TONES[outcome];
  return tone ? (
    <Badge tone={tone}>{t(`records.outcome.${outcome}`)}</Badge>
  ) : (
    <Badge>{t(`records.outcome.${outcome}`)}</Badge>
  );
}

/** The other person of a conflict: name, user ID and source. */
function Other({ of: { userId, name, source } }: { of: NonNullable<ReportRecord['other']> }) {
  const who = name === undefined ? userId : `${name} (${userId})`;
  const person = source === undefined ? who : t('records.of-source', { person: who, source });
  return <div class="wrap">{t('records.here', { person })}</div>;
}

/** The user or token of a record: a link where it exists in this deployment. */
function Who({ of: { type, userId, serial, outcome, name }, dryRun }: { of: ReportRecord; dryRun: boolean }) {
  if (type === 'unreadable') return <span class="soft">{t('records.unreadable')}</span>;
  if (userId === undefined) return <span class="wrap">{t('records.token', { serial: serial ?? '' })}</span>;
  const named = name === undefined ? null : <div class="soft small wrap">{name}</div>;
  const here = outcome !== 'rejected' && !(dryRun && outcome === 'created');
  return (
    <>
      {here ? (
        <a class="wrap" href={hrefOf(['users', userId])}>
          {userId}
        </a>
      ) : (
        <span class="wrap">{userId}</span>
      )}
      {named}
    </>
  );
}

/** The reason of the outcome, and the remedy. */
function Reason({ code, hint }: { code: string; hint?: string | undefined }) {
  const where = whereOf(code, hint);
  return (
    <div>
      <strong>{codeText(code)}</strong>
      {where !== '' && <span class="wrap"> {where}</span>}
      <div class="soft small">{fixText(code)}</div>
      <code class="soft">{code}</code>
    </div>
  );
}

/** Further remarks; their remedies are shown with the totals. */
function Notes({ of: notes }: { of: NonNullable<ReportRecord['notes']> }) {
  return (
    <ul class="plain-list">
      {notes.map((note) => (
        <li key={note}>
          {codeText(note)} <code class="soft">{note}</code>
        </li>
      ))}
    </ul>
  );
}

function Tokens({ of: tokens }: { of: NonNullable<ReportRecord['tokens']> }) {
  return (
    <ul class="plain-list">
      {tokens.map(({ serial, outcome, code, other }) => (
        <li key={serial}>
          <span class="wrap">{serial}</span> <span class="soft small">{t(`records.outcome.${outcome}`)}</span>
          {code !== undefined && (
            <div class="soft small">
              {codeText(code)} <code>{code}</code>
            </div>
          )}
          {other && <Other of={other} />}
        </li>
      ))}
    </ul>
  );
}

/** Each field that differs, of the user and of the tokens, side by side. */
function Differences({ of: { userId, serial, changes = [], tokens = [] } }: { of: ReportRecord }) {
  const shown: ShownChange[] = [
    ...changes.map((change) => shownChange(change, changeFieldName(change.field))),
    ...tokens.flatMap((token) =>
      (token.changes ?? []).map((change) =>
        shownChange(change, t('change.of-token', { serial: token.serial, field: changeFieldName(change.field) })),
      ),
    ),
  ];
  if (shown.length === 0) return null;
  return (
    <tr class="differences">
      <td colSpan={COLUMNS}>
        <Changes of={shown} name={t('records.differences', { who: userId ?? serial ?? '' })} />
      </td>
    </tr>
  );
}

type Change = NonNullable<ReportRecord['changes']>[number];
/** Of a secret both values are missing: the report never has them. */
function shownChange({ from, to, waits, kept }: Change, name: string): ShownChange {
  const secret = from === undefined && to === undefined;
  return {
    name,
    before: secret ? '–' : changeValue(from),
    after: (
      <>
        {secret ? t('change.secret') : changeValue(to)}
        {waits && (
          <>
            {' '}
            <Badge tone="warn">{t('change.waits')}</Badge>
          </>
        )}
        {kept && (
          <>
            {' '}
            <Badge>{t('change.kept')}</Badge>
          </>
        )}
      </>
    ),
  };
}

/** Of the table of records. */
const COLUMNS = 6;

export function RecordRow({ of: record, dryRun }: { of: ReportRecord; dryRun: boolean }) {
  const { part, line, outcome, code, hint, notes = [], tokens = [], notice, other } = record;
  return (
    <>
      <tr>
        <td class="figures nowrap" data-name={t('records.place')}>
          {t('records.where', { part, line })}
        </td>
        <th scope="row" class="who">
          <Who of={record} dryRun={dryRun} />
        </th>
        <td data-name={t('records.outcome')}>
          <OutcomeBadge of={outcome} />
        </td>
        <td class="prose">
          {code !== undefined && <Reason code={code} hint={hint} />}
          <Notes of={notes} />
          {other && <Other of={other} />}
        </td>
        <td>
          <Tokens of={tokens} />
        </td>
        <td data-name={notice && t('records.notice')}>{notice && t(`notice.${notice}`)}</td>
      </tr>
      <Differences of={record} />
    </>
  );
}
