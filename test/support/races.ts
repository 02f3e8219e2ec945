/** Two imports at the same moment, and what must be true afterwards. */
import type { Token, User } from '#core/directory/model.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import { userKey } from '#core/text.ts';
import type { Import } from './interleavings.ts';
import { type Engine, NOW, stageOn } from './staging.ts';

const DAY = 86_400_000;
type Racer = {
  readonly run: string;
  readonly source?: string;
  readonly records: readonly ExportRecord[];
  readonly day: number;
};
export type RacedReport = { readonly source: string; readonly lines: readonly ReportLine[] };

/** Both staged, not begun. */
export async function racing(engine: Engine, racers: readonly [Racer, Racer]) {
  const staged = await Promise.all(
    racers.map(({ records, run, source, day }) =>
      stageOn(engine, records, { run, packedAt: NOW + day * DAY, ...(source === undefined ? {} : { source }) }),
    ),
  );
  const imports = staged.map(
    (one, index): Import =>
      (ports) =>
        ingestPart(
          { ...one.ports, directory: ports },
          one.input(1, { policy: 'correct', importedAt: NOW + racers[index]!.day * DAY }),
        ),
  ) as unknown as readonly [Import, Import];
  const reports = (): RacedReport[] =>
    staged.map((one, index) => ({ source: racers[index]!.source ?? 'old', lines: one.reports.get('false/1') ?? [] }));
  return { imports, reports, runs: racers.map(({ run }) => run) };
}

const HAS = new Set(['created', 'updated', 'unchanged']);

/** What is wrong with an end: tokens that are lost or half, and reports that are not true. None: []. */
export function untrue(
  users: readonly (readonly [string, User])[],
  tokens: readonly Token[],
  reports: readonly RacedReport[],
): string[] {
  const byKey = new Map(users);
  const bySerial = new Map(tokens.map((token) => [token.serial, token]));
  const wrong: string[] = [];
  for (const { serial, assignee } of tokens)
    if (assignee !== undefined && !byKey.get(assignee)?.tokens.includes(serial)) wrong.push(`${serial} is half`);
  for (const [key, { tokens: list }] of users)
    for (const serial of list) if (bySerial.get(serial)?.assignee !== key) wrong.push(`${key} lists ${serial}`);
  for (const { source, lines } of reports)
    for (const line of lines) wrong.push(...untrueLine(source, line, byKey, bySerial));
  return wrong;
}

function untrueLine(
  source: string,
  line: ReportLine,
  users: ReadonlyMap<string, User>,
  tokens: ReadonlyMap<string, Token>,
): string[] {
  const wrong: string[] = [];
  const user = line.userId === undefined ? undefined : users.get(userKey(line.userId));
  const landed = HAS.has(line.outcome);
  const isOurs = user?.source === source;
  if (line.type === 'user' && (landed ? !isOurs : line.code === 'user.other_source' && isOurs))
    wrong.push(`${line.userId} is ${line.outcome}`);
  for (const { serial, outcome, code } of line.tokens ?? []) {
    const token = tokens.get(serial);
    if (!token) wrong.push(`${serial} is lost`);
    if (outcome === 'rejected' && code === undefined && landed) wrong.push(`${serial} is rejected without a reason`);
    if (code === 'token.other_source' && token?.source === source) wrong.push(`${serial} is of no other source`);
    // What the report says that its user has: the user has it, or a later export of the source has moved it on.
    if (line.type === 'user' && landed && HAS.has(outcome) && token?.source !== source)
      wrong.push(`${serial} is not there`);
  }
  return wrong;
}
