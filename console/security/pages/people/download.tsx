/** The people of a list as CSV. */
import { csvLine } from '#core/csv.ts';
import type { ListedPerson } from '../../people/shapes.ts';
import type { ChosenSource } from '../../people/source.ts';
import { CsvButton } from '../../ui/csv-button.tsx';
import { type ListOf, readAll } from './lists.ts';

const COLUMNS = [
  'user_id',
  'first_name',
  'last_name',
  'email',
  'source',
  'stage',
  'stuck',
  'reached',
  'since',
] as const;

const lineOf = ({ userId, firstName, lastName, email, source, stage, stuck, reached, since }: ListedPerson): string =>
  csvLine([userId, firstName, lastName, email, source, stage, stuck, reached, new Date(since).toISOString()]);

type Props = { readonly of: ListOf; readonly source: ChosenSource; readonly name: string };

export const CsvDownload = ({ of, source, name }: Props) => (
  <CsvButton
    name={name}
    columns={COLUMNS}
    of={JSON.stringify([of, source])}
    read={async (signal, tell) => (await readAll(of, source, signal, tell)).map(lineOf)}
  />
);
