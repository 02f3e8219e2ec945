/** `#/runs/<id>/records?outcome=…&code=…&notice=…&page=…`: the outcome of each record, fifty on a page. */
import { useEffect, useRef } from 'preact/hooks';
import { OUTCOMES } from '#core/migration/outcome.ts';
import { go, hrefOf } from '../../../shared/browser/route.ts';
import type { Run } from '../../../shared/http/api-types.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Empty, Loaded, Waiting } from '../../../shared/ui/feedback.tsx';
import { SelectField } from '../../../shared/ui/field.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { TableBox } from '../../../shared/ui/table.tsx';
import { totalsFieldName } from '../../run/change-texts.ts';
import { nameOf } from '../../run/labels.tsx';
import { useRun } from '../../run/read.ts';
import { codeText } from '../../run/report-codes.ts';
import { t } from '../../texts/index.ts';
import { Toolbar } from '../../ui/layout.tsx';
import { Downloads } from './downloads.tsx';
import { CODES, type Filter, filterOf, NOTICES, type Reading } from './reading.ts';
import { RecordRow } from './record-row.tsx';
import { useRecords } from './use-records.ts';

const PAGE = 50;
type Choose = (filter: Filter, page?: number) => void;

function Filters({ of: migration, filter, choose }: { of: Run; filter: Filter; choose: Choose }) {
  const { kind, totals } = migration;
  // Where the totals are known, only codes that occur can be chosen.
  const codes = totals ? CODES.filter((code) => (totals.codes[code] ?? 0) > 0 || code === filter.code) : CODES;
  const fields = [
    ...new Set([...Object.keys(totals?.changes ?? {}), ...(filter.field === undefined ? [] : [filter.field])]),
  ];
  const option = (value: string, label: string, count?: number) =>
    [value, count === undefined ? label : t('records.option', { label, count })] as const;
  const set = (name: keyof Filter) => (value: string) => {
    const { [name]: _before, ...rest } = filter;
    choose(value === '' ? rest : { ...rest, [name]: value });
  };
  return (
    <Toolbar label={t('records.filter')}>
      <SelectField
        label={t('records.outcome')}
        value={filter.outcome ?? ''}
        onValue={set('outcome')}
        options={[option('', t('records.any')), ...OUTCOMES.map((one) => option(one, t(`migration.outcome.${one}`)))]}
      />
      <SelectField
        label={t('records.reason')}
        value={filter.code ?? ''}
        onValue={set('code')}
        options={[
          option('', t('records.any')),
          ...codes.map((code) => option(code, codeText(code), totals?.codes[code])),
        ]}
      />
      {fields.length > 0 && (
        <SelectField
          label={t('records.field')}
          value={filter.field ?? ''}
          onValue={set('field')}
          options={[
            option('', t('records.any')),
            ...fields.map((field) => option(field, totalsFieldName(field), totals?.changes?.[field])),
          ]}
        />
      )}
      {kind === 'import' && (
        <SelectField
          label={t('records.notice')}
          value={filter.notice ?? ''}
          onValue={set('notice')}
          options={[option('', t('records.any')), ...NOTICES.map((one) => option(one, t(`notice.${one}`)))]}
        />
      )}
    </Toolbar>
  );
}

/** "51 to 100 of 5,000", or of more than 5,000 where the report is not read to its end. */
function rangeText({ records, next }: Reading, page: number): string {
  const from = (page - 1) * PAGE + 1;
  const to = Math.min(page * PAGE, records.length);
  const values = { from, to, total: records.length };
  return t(next === undefined ? 'records.range' : 'records.range.more', values);
}

function Pager({
  reading,
  page,
  busy,
  onPage,
}: {
  reading: Reading;
  page: number;
  busy: boolean;
  onPage: (page: number) => void;
}) {
  const { records, next } = reading;
  const last = next === undefined && page * PAGE >= records.length;
  return (
    <nav class="row apart" aria-label={t('records.pages')}>
      <span role="status" class="figures">
        {records.length > 0 ? rangeText(reading, page) : ''}
      </span>
      <span class="row">
        <Button disabled={page === 1} onClick={() => onPage(page - 1)}>
          {t('records.previous')}
        </Button>
        <Button disabled={last} busy={busy} onClick={() => onPage(page + 1)}>
          {t('records.next')}
        </Button>
      </span>
    </nav>
  );
}

function Listed({ of: migration, filter, page, choose }: { of: Run; filter: Filter; page: number; choose: Choose }) {
  const { id, kind } = migration;
  const reading = useRecords(id, filter, page * PAGE);
  const { records, next, busy, error, retry } = reading;
  const rows = records.slice((page - 1) * PAGE, page * PAGE);
  const top = useRef<HTMLDivElement>(null);
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current !== page) top.current?.scrollIntoView({ block: 'start' });
    shown.current = page;
  }, [page]);
  return (
    <div class="stack" ref={top}>
      {error !== undefined && (
        <Alert tone="bad">
          <p>{describeError(error)}</p>
          <Button kind="plain" onClick={retry}>
            {t('app.again')}
          </Button>
        </Alert>
      )}
      {rows.length === 0 && busy && <Waiting />}
      {rows.length === 0 && !busy && error === undefined && (
        <Empty>
          <p>{t(migration.parts === undefined ? 'records.not-yet' : 'records.none')}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <TableBox cards dense label={t('records.title')}>
          <thead>
            <tr>
              <th scope="col">{t('records.place')}</th>
              <th scope="col">{t('records.who')}</th>
              <th scope="col">{t('records.outcome')}</th>
              <th scope="col">{t('records.reason')}</th>
              <th scope="col">{t('records.tokens')}</th>
              <th scope="col">{t('records.notice')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((record) => (
              <RecordRow key={`${record.part} ${record.line}`} of={record} dryRun={kind === 'preview'} />
            ))}
          </tbody>
        </TableBox>
      )}
      {(rows.length > 0 || page > 1) && (
        <Pager reading={{ records, next }} page={page} busy={busy} onPage={(to) => choose(filter, to)} />
      )}
    </div>
  );
}

export function Records({ id, values }: { id: string; values: Readonly<Record<string, string>> }) {
  const migration = useRun(id);
  const filter = filterOf(values);
  const page = Math.max(1, Math.trunc(Number(values['page'])) || 1);
  const choose: Choose = (wanted, to = 1) =>
    go(hrefOf(['runs', id, 'records'], { ...wanted, ...(to > 1 ? { page: String(to) } : {}) }), {
      replace: true,
    });
  const { data } = migration;
  const what = Object.values(filter).join('-') || 'records';
  return (
    <Page
      back={{ href: hrefOf(['runs', id]), label: data ? nameOf(data) : t('migration.title') }}
      title={t('records.title')}
      lead={t('records.lead')}
    >
      <Loaded from={migration}>
        {(known) => (
          <>
            <Filters of={known} filter={filter} choose={choose} />
            <Downloads
              of={known}
              filter={filter}
              name={`${(known.source?.deployment ?? nameOf(known)).replace(/[^\w.-]+/gu, '_')}-${id.slice(0, 8)}-${what}`}
            />
            <Listed of={known} filter={filter} page={page} choose={choose} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
