/** The users of a search or a list as CSV. */
import { csvLine } from '#core/csv.ts';
import { get } from '../../../shared/http/api.ts';
import type { Users } from '../../../shared/http/api-types.ts';
import { CsvButton } from '../../ui/csv-button.tsx';
import { type FoundUser, pathOf, type UserQuery } from './search.ts';

/** As many as the API gives. */
const LIMIT = 1000;
const COLUMNS = [
  'user_id',
  'last_name',
  'first_name',
  'email',
  'source',
  'stage',
  'stuck',
  'since',
  'enabled',
  'locked',
  'tokens',
] as const;

const lineOf = ({ userId, lastName, firstName, email, journey, enabled, lockedOut, tokens }: FoundUser): string =>
  csvLine([
    userId,
    lastName,
    firstName,
    email,
    journey?.source,
    journey?.stage,
    journey?.stuck,
    journey && new Date(journey.since).toISOString(),
    enabled,
    lockedOut,
    tokens.map(({ serial }) => serial).join(' '),
  ]);

async function readAll(asked: UserQuery, signal: AbortSignal, tell: (people: number) => void): Promise<string[]> {
  const lines: string[] = [];
  let next: string | undefined;
  do {
    const page: Users = await get<Users>(pathOf(asked, LIMIT, next), signal);
    lines.push(...page.users.map(lineOf));
    tell(lines.length);
    next = page.next;
  } while (next !== undefined);
  return lines;
}

export const UsersCsv = ({ asked }: { asked: UserQuery }) => (
  <CsvButton
    name="users"
    columns={COLUMNS}
    of={JSON.stringify(asked)}
    read={(signal, tell) => readAll(asked, signal, tell)}
  />
);
