/** What a super-admin can still decide. A yes that would be refused is asked for nowhere. */
import { invalid, type LandfallError } from '#core/errors.ts';
import { packageError } from '#core/export/errors.ts';
import type { RunRecord } from '../record.ts';
import { type Source, supersededError } from './source.ts';

type Ports = {
  readSource(name: string): Promise<Pick<Source, 'lastRun'> | undefined>;
  trustedPackers(): Promise<readonly { readonly id: string }[]>;
};
type Known = {
  /** The newest import of each source that began: only that one writes again. */
  readonly newest: ReadonlyMap<string, string | undefined>;
  readonly trusted: ReadonlySet<string>;
};

/** The package is read again for a yes: its packer must still be trusted. */
const untrusted = ({ signedBy }: RunRecord, trusted: ReadonlySet<string>) =>
  signedBy !== undefined && !trusted.has(signedBy)
    ? packageError('package.untrusted', { signer: signedBy })
    : undefined;

/** @throws LandfallError run.not_waiting (409) where the packer was removed since */
export async function checkStillTrusted(ports: Pick<Ports, 'trustedPackers'>, record: RunRecord): Promise<void> {
  if (untrusted(record, new Set((await ports.trustedPackers()).map(({ id }) => id))))
    throw invalid(
      'run.not_waiting',
      'The packer who signed this package is not trusted any more: nothing of it is confirmed. Take the import back, or trust the packer again.',
    );
}

/** Why the changes of a run can't be confirmed any more. */
function endOf(record: RunRecord, { newest, trusted }: Known): LandfallError | undefined {
  const last = newest.get(record.source?.deployment ?? '');
  return last !== undefined && last !== record.id ? supersededError() : untrusted(record, trusted);
}

const waits = ({ waitsFor = [] }: RunRecord): boolean => waitsFor.length > 0;

function openDecisions(record: RunRecord, known: Known): RunRecord {
  const { waitsFor = [], status, rollback } = record;
  const end = endOf(record, known);
  const open = waitsFor.filter((one) => !rollback && (!end || one !== 'confirmation'));
  if (open.length === waitsFor.length) return record;
  const ended = end && status === 'waiting' && open.length === 0;
  return {
    ...record,
    waitsFor: open,
    // Nothing was written, and nothing will be.
    ...(ended ? { status: 'not-started' as const, error: { code: end.code, hint: end.message } } : {}),
  };
}

/** The runs as they are shown: each source is read once, and only where a run of it waits. */
export async function withOpenDecisions(ports: Ports, records: readonly RunRecord[]): Promise<RunRecord[]> {
  if (!records.some(waits)) return [...records];
  const names = new Set(records.filter(waits).flatMap(({ source }) => source?.deployment ?? []));
  const newest = new Map<string, string | undefined>();
  await Promise.all([...names].map(async (name) => newest.set(name, (await ports.readSource(name))?.lastRun)));
  const trusted = new Set((await ports.trustedPackers()).map(({ id }) => id));
  return records.map((record) => openDecisions(record, { newest, trusted }));
}
