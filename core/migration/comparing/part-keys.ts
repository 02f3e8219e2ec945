/**
 * What VerifyPart leaves of a part for the comparison of the whole export: the hashes of what each line names, without a name
 * or a secret, and the persons who have another user ID here.
 */
import * as z from 'zod';
import { defined } from '#core/directory/items.ts';
import type { PartLine, PresentLine } from '#core/export/part.ts';
import type { ExportRecord, PresentRecord } from '#core/export/record.ts';
import { keyHash } from '#core/key-hash.ts';
import { readStoredJson, type Shape } from '#core/stored.ts';
import { userKey } from '#core/text.ts';
import type { ReadPlan } from '../run-plan.ts';

/** A record whose person is here under another user key. */
export type Rename = {
  readonly line: number;
  /** User keys. */
  readonly from: string;
  readonly to: string;
  readonly userId: string;
  readonly externalId: string;
};
/** keyHash of what a line names; `ext` is the externalId. */
export type KeyLine = {
  readonly line: number;
  readonly user?: string;
  readonly ext?: string;
  readonly serials: readonly string[];
  /** The record can't be used: it takes no key from another record, but whom it names is not gone. */
  readonly bad?: true;
};
export type PartKeys = {
  readonly part: number;
  readonly lines: readonly KeyLine[];
  readonly renames: readonly Rename[];
  /** Lines of which not even the user is known, and lines of which not every token is: any user, any token may be in them. */
  readonly unknown: { readonly users: number; readonly tokens: number };
};

const pad = (number: number): string => String(number).padStart(6, '0');
/** Under plans/. */
export const partKeysName = (run: string, part: number): string => `${run}.keys/${pad(part)}.json`;

const text = z.string();
export const renameShape = {
  line: z.int(),
  from: text,
  to: text,
  userId: text,
  externalId: text,
} satisfies Shape<Rename>;
const partKeys: z.ZodType<PartKeys> = z.object({
  part: z.int(),
  lines: z.array(
    z.object({
      line: z.int(),
      user: text.exactOptional(),
      ext: text.exactOptional(),
      serials: z.array(text),
      bad: z.literal(true).exactOptional(),
    } satisfies Shape<KeyLine>),
  ),
  renames: z.array(z.object(renameShape)),
  unknown: z.object({ users: z.int(), tokens: z.int() }),
} satisfies Shape<PartKeys>);

const hashes = (serials: readonly string[]): string[] => [...new Set(serials.map(keyHash))];

function ofRecord(line: number, record: ExportRecord): KeyLine {
  if (record.type === 'token') return { line, serials: hashes([record.serial]) };
  const { userId, externalId, tokens } = record;
  return {
    line,
    user: keyHash(userKey(userId)),
    ...(externalId === undefined ? {} : { ext: keyHash(externalId) }),
    serials: hashes(tokens.map(({ serial }) => serial)),
  };
}

const ofPresent = (line: number, { userId, externalId, serials = [] }: PresentRecord): KeyLine => ({
  line,
  ...(userId === undefined ? {} : { user: keyHash(userKey(userId)) }),
  ...(externalId === undefined ? {} : { ext: keyHash(externalId) }),
  serials: hashes(serials),
  bad: true,
});

/**
 * @param lines of the part, with the user IDs that they have here
 * @param persons external id -> user key, of those that are here already
 * @param present who stays in the source without coming
 * @param usable whether a line's record can be imported, as far as it can be told before its part is
 */
export function keysOfPart(
  part: number,
  lines: readonly PartLine[],
  persons: ReadonlyMap<string, string>,
  usable: (line: number) => boolean,
  present: readonly PresentLine[] = [],
): PartKeys {
  const named: KeyLine[] = [];
  const renames: Rename[] = [];
  const unknown = { users: 0, tokens: 0 };
  for (const read of lines) {
    const { line } = read;
    if ('error' in read) {
      const { user, ext, serials } = read.named;
      if (user === undefined && ext === undefined) unknown.users += 1;
      if (serials === undefined) unknown.tokens += 1;
      named.push({ line, ...defined({ user, ext }), serials: serials ?? [], bad: true });
      continue;
    }
    const { record } = read;
    const good = usable(line);
    named.push({ ...ofRecord(line, record), ...(good ? {} : { bad: true as const }) });
    if (record.type !== 'user' || record.externalId === undefined || !good) continue;
    const { userId, externalId } = record;
    const from = persons.get(externalId);
    const to = userKey(userId);
    if (from !== undefined && from !== to) renames.push({ line, from, to, userId, externalId });
  }
  for (const { line, stays } of present) {
    unknown.users += Number(stays === undefined);
    unknown.tokens += Number(stays === undefined);
    if (stays) named.push(ofPresent(line, stays));
  }
  return { part, lines: named, renames, unknown };
}

/** The external ids of a part's users, each once. */
export const externalIdsOf = (lines: readonly PartLine[]): string[] => [
  ...new Set(
    lines.flatMap((line) =>
      'record' in line && line.record.type === 'user' && line.record.externalId !== undefined
        ? [line.record.externalId]
        : [],
    ),
  ),
];

/** @throws LandfallError stored.damaged; also where the object is missing */
export async function readPartKeys(readPlan: ReadPlan, run: string, part: number): Promise<PartKeys> {
  const name = partKeysName(run, part);
  return readStoredJson(partKeys, (await readPlan(name)) ?? '', name);
}
