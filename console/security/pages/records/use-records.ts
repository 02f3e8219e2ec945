import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { at, get, isRefusal, query } from '../../../shared/http/api.ts';
import type { ReportPage } from '../../../shared/http/api-types.ts';
import { SESSION_ENDED } from '../../../shared/state/resource.ts';
import { BEGIN, type Filter, type Reading, readUntil } from './reading.ts';

export const readPage = (id: string, filter: Filter, signal?: AbortSignal) => (part: number) =>
  get<ReportPage>(`admin/${at('runs', id)}/report${query({ part, ...filter })}`, signal);

type State = Reading & { readonly error?: unknown; readonly busy: boolean };

/** The matching records, read as far as `count`. Records stay while more are read, and after an error. */
export function useRecords(id: string, filter: Filter, count: number): State & { readonly retry: () => void } {
  const [state, setState] = useState<State>({ ...BEGIN, busy: true });
  const read = useRef<{ of: string; reading: Reading }>({ of: '', reading: BEGIN });
  const [turn, setTurn] = useState(0);
  const of = `${id} ${JSON.stringify(filter)}`;

  useEffect(() => {
    if (read.current.of !== of) read.current = { of, reading: BEGIN };
    const { reading } = read.current;
    if (reading.next === undefined || reading.records.length >= count) {
      setState({ ...reading, busy: false });
      return undefined;
    }
    const abort = new AbortController();
    setState({ ...reading, busy: true });
    readUntil(reading, count, async (part) => {
      const page = await readPage(id, filter, abort.signal)(part);
      const before = read.current.reading;
      // Kept outside the page: a reader who leaves it and comes back continues here.
      if (!abort.signal.aborted)
        read.current = { of, reading: { records: [...before.records, ...page.records], next: page.next } };
      return page;
    }).then(
      (next) => abort.signal.aborted || setState({ ...next, busy: false }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (isRefusal(error, 'session.required')) window.dispatchEvent(new Event(SESSION_ENDED));
        setState({ ...read.current.reading, error, busy: false });
      },
    );
    return () => abort.abort();
  }, [of, count, turn]);
  return { ...state, retry: useCallback(() => setTurn((before) => before + 1), []) };
}
