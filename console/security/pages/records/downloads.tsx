/** Downloads a report: all matching records as CSV or JSON, read page by page, with progress and a button to stop; or one file to print. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { download } from '../../../shared/browser/download.ts';
import type { Run } from '../../../shared/http/api-types.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { currentLanguage } from '../../../shared/i18n/language.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { csvOf, type Filter, jsonOf, type Tell } from './reading.ts';
import { readPage } from './use-records.ts';

type State = { readonly part: number; readonly records: number };
type Format = 'csv' | 'json' | 'html';
type Props = { of: Run; filter: Filter; name: string };

/** Of each reason as many records as a printed file holds. */
const PRINTED = 100;
const TYPES = {
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
  html: 'text/html;charset=utf-8',
} as const satisfies Record<Format, string>;

/** Loaded only where an administrator prints: its words are in three languages. */
async function htmlOf(run: Run, signal: AbortSignal): Promise<readonly string[]> {
  const [{ reportHtml }, { readLists }] = await Promise.all([
    import('#core/migration/report/report-html.ts'),
    import('#core/migration/report/report-lists.ts'),
  ]);
  const lists = await readLists(
    ({ part, ...wanted }) => readPage(run.id, wanted, signal)(part),
    run.totals?.codes ?? {},
    PRINTED,
  );
  return [reportHtml(run, lists, currentLanguage())];
}

function contentOf(format: Format, { of: run, filter }: Props, signal: AbortSignal, tell: Tell) {
  if (format === 'html') return htmlOf(run, signal);
  const read = readPage(run.id, filter, signal);
  if (format === 'csv') return csvOf(read, tell);
  const { id, kind, status, totals, questions } = run;
  return jsonOf({ run: id, kind, status, totals, unmatchedQuestions: questions?.missing ?? [] }, read, tell);
}

export function Downloads(props: Props) {
  const { of: run, name } = props;
  const [state, setState] = useState<State>();
  const [format, setFormat] = useState<Format>();
  const [end, setEnd] = useState<{ error?: unknown; done?: boolean }>({});
  const abort = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  async function start(wanted: Format) {
    if (abort.current) return;
    const controller = new AbortController();
    abort.current = controller;
    setEnd({});
    setFormat(wanted);
    setState({ part: 1, records: 0 });
    try {
      const tell: Tell = (part, records) => setState({ part, records });
      const pieces = await contentOf(wanted, props, controller.signal, tell);
      if (controller.signal.aborted) return;
      download(`${name}.${wanted}`, TYPES[wanted], pieces);
      setEnd({ done: true });
    } catch (error) {
      if (!controller.signal.aborted) setEnd({ error });
    } finally {
      if (abort.current === controller) {
        abort.current = undefined;
        setState(undefined);
      }
    }
  }
  function cancel() {
    abort.current?.abort();
    abort.current = undefined;
    setState(undefined);
  }

  const button = (of: Format, words: string) => (
    <Button small busy={state !== undefined && format === of} onClick={() => void start(of)}>
      {words}
    </Button>
  );
  return (
    <div class="stack tight">
      <div class="row">
        {button('csv', t('csv.download'))}
        {button('json', t('report.json'))}
        {run.totals && button('html', t('report.html'))}
        {state && (
          <>
            <progress
              class="progress short"
              {...(format === 'html' ? {} : { max: Math.max(1, run.parts ?? 1), value: state.part - 1 })}
              aria-label={t('csv.progress')}
            />
            <span class="soft small figures">{t('csv.read', { count: state.records })}</span>
            <Button small onClick={cancel}>
              {t('do.cancel')}
            </Button>
          </>
        )}
        <span class="soft small" role="status">
          {end.done ? t('csv.done') : ''}
        </span>
      </div>
      {end.error !== undefined && <Alert tone="bad">{describeError(end.error)}</Alert>}
    </div>
  );
}
