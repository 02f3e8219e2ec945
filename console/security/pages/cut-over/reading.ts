/** Reads lists of the cut-over page by page, for files and for what is done to all of a list. */
import { csvLine } from '#core/csv.ts';
import { NOT_HOME } from '#core/journey/stages.ts';
import { get, query } from '../../../shared/http/api.ts';
import type { CutOver, People } from '../../../shared/http/api-types.ts';

const PAGE = '1000';

async function* pages<T extends { readonly next?: string }>(
  path: string,
  values: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  let next: string | undefined;
  do {
    const page: T = await get<T>(`${path}${query({ ...values, limit: PAGE, next })}`, signal);
    yield page;
    next = page.next;
  } while (next !== undefined);
}

const iso = (time: number | undefined): string => (time === undefined ? '' : new Date(time).toISOString());

/** All tokens of a source that are used here, or only those that are not known to be disabled there. */
export async function tokensCsv(source: string, open: boolean): Promise<string[]> {
  const lines = [csvLine(['serial', 'firstUsedAt', 'disabledThereAt'])];
  for await (const { tokens } of pages<CutOver>('admin/cut-over', { source, open: String(open) }))
    lines.push(
      ...tokens.map(({ serial, firstUsedAt, disabledThereAt }) =>
        csvLine([serial, iso(firstUsedAt), iso(disabledThereAt)]),
      ),
    );
  return lines;
}

type ListedPerson = People['people'][number];

/** Who is not home: the stuck ones first, by reason. */
export async function peopleLeft(source: string): Promise<ListedPerson[]> {
  const found: ListedPerson[] = [];
  for (const list of NOT_HOME)
    for await (const { people } of pages<People>('admin/people', { source, ...list })) found.push(...people);
  return found;
}

/** Serial numbers as they are pasted, or read from a file whose first column has them. */
export function serialsOf(text: string): string[] {
  const cells = text
    .replace(/^\uFEFF/u, '')
    .split(/[\r\n]+/u)
    .map((line) => (/^\s*"?([^",;\t]*)/u.exec(line)?.[1] ?? '').trim());
  return [...new Set(cells.filter((cell) => /\d/u.test(cell)))];
}
