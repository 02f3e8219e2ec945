/** The part of a directory that `pack` is asked for: `--base`, `--filter`, `--group`, `--users`. */
import { invalid } from '#core/errors.ts';
import type { Narrowing } from '#core/pack/completeness.ts';
import { Groups } from '#core/pack/groups.ts';
import { Selection } from '#core/pack/selection.ts';
import { dnKey } from '#core/sources/dn.ts';
import { parseFilter } from '#core/sources/filter.ts';
import { type ListedUser, readUserList } from '#core/sources/user-list.ts';
import { writtenText } from '#core/sources/written-list.ts';
import type { DirectorySource } from './directory.ts';
import { inputChunks } from './inputs.ts';

export type NarrowingOptions = {
  /** A list of user IDs: a file's name. */
  readonly users?: string | undefined;
  /** Distinguished names. */
  readonly group?: readonly string[] | undefined;
};

async function readUsers(file: string): Promise<ListedUser[]> {
  const name = 'file of --users';
  return readUserList(await writtenText(inputChunks(name, file), name), name);
}

function keyOf(option: string, name: string): string {
  const key = dnKey(name);
  if (key !== undefined && key !== '') return key;
  throw invalid(
    'pack.name_invalid',
    `${option}: "${name}" is no distinguished name. Write it as the directory does, such as ou=People,dc=corp,dc=example.`,
  );
}

/** @throws LandfallError pack.option_misplaced: CSV has no names of entries */
function refuseOfCsv(directory: DirectorySource, groups: readonly string[]): void {
  if (directory.kind !== 'csv') return;
  const { base, filter } = directory;
  const option = base !== undefined ? '--base' : filter !== undefined ? '--filter' : '--group';
  if (base === undefined && filter === undefined && groups.length === 0) return;
  throw invalid(
    'pack.option_misplaced',
    `${option} goes with --ldif and --ldap, not with --csv: leave rows out of the CSV file, or list who is meant with --users.`,
  );
}

export type Part = {
  readonly selection: Selection;
  readonly groups: Groups | undefined;
  /** Options that narrow. */
  readonly by: ReadonlySet<Narrowing>;
};

/** @throws LandfallError pack.name_invalid, pack.option_misplaced, pack.filter_unsupported, ldap.filter_invalid, users_file.unreadable */
export async function partOf(directory: DirectorySource, options: NarrowingOptions): Promise<Part> {
  const { group = [], users } = options;
  refuseOfCsv(directory, group);
  for (const name of group) keyOf('--group', name);
  const groups = group.length === 0 ? undefined : new Groups(group);
  const { base, filter } = directory;
  const ofFile = directory.kind === 'ldif';
  const by = new Set<Narrowing>();
  if (base !== undefined) by.add('base');
  if (filter !== undefined) by.add('filter');
  if (users !== undefined) by.add('users');
  if (groups !== undefined) by.add('group');
  const selection = new Selection({
    groups,
    base: ofFile && base !== undefined ? keyOf('--base', base) : undefined,
    filter: ofFile && filter !== undefined ? parseFilter(filter) : undefined,
    users: users === undefined ? undefined : await readUsers(users),
  });
  return { selection, groups, by };
}

/** Why not one user is packed, where none of those that were read is asked for. */
export const noneInWords = ({ selection, by }: Part, users: number): string =>
  `${users} users were read, and not one of them is asked for with ${[...by].map((one) => `--${one}`).join(' and ')}. ${selection.notices().join(' ')}`;

/** @throws LandfallError pack.group_missing */
export function checkGroups({ groups }: Part): void {
  const [missing] = groups?.missing ?? [];
  if (missing === undefined) return;
  throw invalid(
    'pack.group_missing',
    `--group: the directory holds no group ${missing}, and no user names it (memberOf). Check the name; of an LDIF file the group's entry or the users' memberOf must be in the file. No package was written.`,
  );
}
