/** Tokens that are used here: which the old deployment has to disable, and which it has. */
import { useState } from 'preact/hooks';
import { chunksOf } from '#core/concurrency.ts';
import { download } from '../../../shared/browser/download.ts';
import { post, query } from '../../../shared/http/api.ts';
import type { CutOver, MarkedDisabled } from '../../../shared/http/api-types.ts';
import { dateTime, number } from '../../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Badge, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { CheckField, TextArea } from '../../../shared/ui/field.tsx';
import { FileButton } from '../../../shared/ui/file-button.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { usePages } from '../../state/paging.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figures, Toolbar } from '../../ui/layout.tsx';
import { showOutcome } from '../../ui/outcome.tsx';
import { serialsOf, tokensCsv } from './reading.ts';

type Use = CutOver['tokens'][number];
const columns = (): readonly Column<Use>[] => [
  {
    key: 'serial',
    name: t('cut-over.serial'),
    short: true,
    cell: ({ serial }) => <a href={`#/tokens/${encodeURIComponent(serial)}`}>{serial}</a>,
  },
  { key: 'used', name: t('cut-over.used-since'), short: true, cell: ({ firstUsedAt }) => dateTime(firstUsedAt) },
  {
    key: 'disabled',
    name: t('cut-over.there'),
    cell: ({ disabledThereAt }) =>
      disabledThereAt === undefined ? (
        <Badge tone="warn">{t('cut-over.there.open')}</Badge>
      ) : (
        <>
          <Badge tone="good">{t('cut-over.there.disabled')}</Badge> {dateTime(disabledThereAt)}
        </>
      ),
  },
];

/** The API takes so many at once. */
const AT_ONCE = 100;

async function mark(source: string, serials: readonly string[]): Promise<MarkedDisabled> {
  let sum: MarkedDisabled = { marked: 0, known: 0, unknown: [] };
  for (const some of chunksOf(serials, AT_ONCE)) {
    const done = await post<MarkedDisabled>('admin/cut-over/disabled', { source, serials: some });
    sum = {
      marked: sum.marked + done.marked,
      known: sum.known + done.known,
      unknown: [...sum.unknown, ...done.unknown],
    };
  }
  return sum;
}

function MarkDisabled({ source, onDone }: { source: string; onDone: () => void }) {
  const [text, setText] = useState('');
  const serials = serialsOf(text);
  return (
    <Act
      label={t('cut-over.mark')}
      title={t('cut-over.mark.title')}
      confirm={t('cut-over.mark.confirm')}
      run={async () => {
        if (serials.length === 0) return;
        const { marked, known, unknown } = await mark(source, serials);
        showOutcome(
          <>
            {t('cut-over.marked', { marked: number(marked), known: number(known) })}
            {unknown.length > 0 && ` ${t('cut-over.unknown', { serials: unknown.slice(0, 20).join(', ') })}`}
          </>,
          { tone: unknown.length > 0 ? 'warn' : 'good' },
        );
        setText('');
        onDone();
      }}
    >
      <p>{t('cut-over.mark.text')}</p>
      <FileButton
        label={t('cut-over.mark.file')}
        accept=".csv,.txt,text/csv,text/plain"
        onFile={(file) => void file.text().then(setText)}
      />
      <TextArea
        label={t('cut-over.mark.serials')}
        hint={t('cut-over.mark.count', { count: serials.length })}
        value={text}
        onValue={setText}
        name="serials"
      />
    </Act>
  );
}

function Csv({ source, open }: { source: string; open: boolean }) {
  const { busy, error, submit } = useSubmit(async () => {
    download(`tokens-${open ? 'to-disable' : 'used'}.csv`, 'text/csv;charset=utf-8', await tokensCsv(source, open));
  });
  return (
    <>
      <Button small busy={busy} onClick={() => void submit()}>
        {t('csv.download')}
      </Button>
      <ErrorAlert error={error} />
    </>
  );
}

export function TokensInUse({ source }: { source: string }) {
  const [open, setOpen] = useState(true);
  const head = useResource<CutOver>(`admin/cut-over${query({ source, limit: '1' })}`);
  const pages = usePages<CutOver, Use>(
    (next) => `admin/cut-over${query({ source, open: String(open), limit: '100', next })}`,
    `${source} ${open}`,
    ({ tokens, next }) => ({ items: tokens, next }),
  );
  const reload = () => {
    head.reload();
    pages.reload();
  };
  return (
    <Section title={t('cut-over.tokens')} actions={<MarkDisabled source={source} onDone={reload} />}>
      <p class="readable">{t('cut-over.tokens.text')}</p>
      <Loaded from={head}>
        {({ used, disabledThere }) => {
          const left = used - disabledThere;
          return (
            <Figures
              label={t('cut-over.tokens')}
              of={[
                { key: 'used', label: t('cut-over.used'), value: number(used) },
                { key: 'there', label: t('cut-over.disabled-there'), value: number(disabledThere) },
                { key: 'left', label: t('cut-over.left'), value: number(left), ...(left > 0 ? { tone: 'warn' } : {}) },
              ]}
            />
          );
        }}
      </Loaded>
      <Toolbar>
        <CheckField label={t('cut-over.only-open')} checked={open} onChecked={setOpen} />
      </Toolbar>
      <DataTable
        label={t('cut-over.tokens')}
        columns={columns()}
        rows={pages.items}
        keyOf={({ serial }) => serial}
        count={t('cut-over.shown', { count: pages.items.length })}
        tools={<Csv source={source} open={open} />}
        loading={!pages.begun}
        busy={pages.busy}
        error={pages.error}
        onRetry={pages.more}
        onMore={pages.next === undefined ? undefined : pages.more}
        empty={t(open ? 'cut-over.none-open' : 'cut-over.none')}
      />
    </Section>
  );
}
