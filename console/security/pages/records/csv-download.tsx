/** Downloads all matching records as a CSV file: read page by page, with progress and a button to stop. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { download } from '../../../shared/browser/download.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { csvOf, type Filter } from './reading.ts';
import { readPage } from './use-records.ts';

type State = { readonly part: number; readonly records: number };

export function CsvDownload({ id, filter, parts, name }: { id: string; filter: Filter; parts: number; name: string }) {
  const [state, setState] = useState<State>();
  const [end, setEnd] = useState<{ error?: unknown; done?: boolean }>({});
  const abort = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  async function run() {
    const controller = new AbortController();
    abort.current = controller;
    setEnd({});
    setState({ part: 1, records: 0 });
    try {
      const pieces = await csvOf(readPage(id, filter, controller.signal), (part, records) =>
        setState({ part, records }),
      );
      if (controller.signal.aborted) return;
      download(name, 'text/csv;charset=utf-8', pieces);
      setEnd({ done: true });
    } catch (error) {
      if (!controller.signal.aborted) setEnd({ error });
    } finally {
      if (abort.current === controller) setState(undefined);
    }
  }
  function cancel() {
    abort.current?.abort();
    abort.current = undefined;
    setState(undefined);
  }

  return (
    <div class="stack tight">
      <div class="row">
        <Button busy={state !== undefined} onClick={() => void run()}>
          {t('csv.download')}
        </Button>
        {state && (
          <>
            <progress
              class="progress short"
              max={Math.max(1, parts)}
              value={state.part - 1}
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
