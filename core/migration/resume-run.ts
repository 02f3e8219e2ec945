/** Going on with a run that failed: the next attempt of the same run. */
import type { EntriesOf } from '#core/audit.ts';
import { invalid, transient } from '#core/errors.ts';
import { resumed } from './claim.ts';
import { isUnderWay, launch, type Started, type StartPorts } from './start-run.ts';

/**
 * @param now Unix ms
 * @throws LandfallError run.not_found (404); run.running, run.not_failed (409)
 */
export async function resumeRun(ports: StartPorts, id: string, entriesOf: EntriesOf, now: number): Promise<Started> {
  const seen = await ports.readRun(id);
  if (!seen) throw invalid('run.not_found', 'There is no run with this id.');
  const record = resumed(seen, await isUnderWay(ports, seen, now), now);
  const { kind, policy, execution, attempt } = record;
  if (!(await ports.claim(record, seen, entriesOf({ facts: { kind, policy, execution, attempt } }))))
    throw transient('run.busy');
  return launch(ports, record);
}
