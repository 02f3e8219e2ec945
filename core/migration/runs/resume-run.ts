/** Going on with a run that failed: the next attempt of the same run. */
import type { EntriesOf } from '#core/audit.ts';
import { invalid, transient } from '#core/errors.ts';
import { isWriting, type RunRecord } from '../record.ts';
import { resumed } from './claim.ts';
import { busyError, closedError, supersededError } from './source.ts';
import type { StartPorts } from './start-run.ts';
import { isUnderWay, launch, type Started } from './under-way.ts';
import { advance } from './writer.ts';

/**
 * Seconds until no other attempt can write, where the source is this run's to go on with.
 * @throws LandfallError source.closed, source.busy, run.superseded
 */
export async function mayGoOn(
  ports: StartPorts,
  record: Pick<RunRecord, 'id' | 'kind' | 'preview' | 'source'>,
  now: number,
): Promise<number> {
  const { id, source } = record;
  if (!source) return 0;
  const known = await ports.readSource(source.deployment);
  if (known?.closed) throw closedError(source.deployment);
  if (!isWriting(record)) return 0;
  if (known?.lastRun !== undefined && known.lastRun !== id) throw supersededError();
  const { holder, quietAt = 0 } = await advance(ports, source.deployment, now);
  if (holder) throw busyError(holder.run);
  return Math.max(0, Math.ceil((quietAt - now) / 1000));
}

/**
 * @param now Unix ms
 * @throws LandfallError run.not_found (404); run.running, run.not_failed, run.superseded, source.busy, source.closed (409)
 */
export async function resumeRun(ports: StartPorts, id: string, entriesOf: EntriesOf, now: number): Promise<Started> {
  const seen = await ports.readRun(id);
  if (!seen) throw invalid('run.not_found', 'There is no run with this id.');
  if (seen.kind === 'campaign')
    throw invalid('run.not_failed', 'This is a campaign: it is resumed as one, see `landfall campaign resume`.');
  const running = await isUnderWay(ports, seen, now);
  resumed(seen, running, 0, now);
  const record = resumed(seen, running, await mayGoOn(ports, seen, now), now);
  const { kind, policy, execution, attempt } = record;
  const entries = entriesOf({ facts: { kind, policy, execution, attempt } });
  if (!(await ports.claim(record, seen, entries, { writes: true }))) throw transient('run.busy');
  return launch(ports, record);
}
