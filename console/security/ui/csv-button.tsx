/** A list as CSV, read page by page, with progress and a button to stop. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { csvLine } from '#core/csv.ts';
import { download } from '../../shared/browser/download.ts';
import { describeError } from '../../shared/http/describe-error.ts';
import { number } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { t } from '../texts/index.ts';
import { showOutcome } from './outcome.tsx';

type Props = {
  /** Without `.csv`. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Reads all lines, and says how many people it has read until now. */
  readonly read: (signal: AbortSignal, tell: (people: number) => void) => Promise<readonly string[]>;
  /** What the list depends on: another value stops a reading. */
  readonly of: string;
};

export function CsvButton({ name, columns, read, of }: Props) {
  const [people, setPeople] = useState<number>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), [of]);
  async function start() {
    const abort = new AbortController();
    running.current = abort;
    setPeople(0);
    try {
      const lines = await read(abort.signal, setPeople);
      download(`${name}.csv`, 'text/csv;charset=utf-8', ['\uFEFF', csvLine(columns), ...lines]);
      showOutcome(t('people.csv.done', { count: lines.length }));
    } catch (error) {
      if (!abort.signal.aborted) showOutcome(describeError(error), { tone: 'bad' });
    } finally {
      setPeople(undefined);
    }
  }
  if (people === undefined)
    return (
      <Button small onClick={() => void start()}>
        {t('csv.download')}
      </Button>
    );
  return (
    <span class="row" role="status">
      <Spinner /> <span class="soft small figures">{t('people.csv.read', { people: number(people) })}</span>
      <Button small onClick={() => running.current?.abort()}>
        {t('ui.stop')}
      </Button>
    </span>
  );
}
