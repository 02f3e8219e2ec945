/** A super-admin's yes to all that a run waits for: changes of people, and a change of settings that weakens. */
import type { EntriesOf } from '#core/audit.ts';
import { invalid, transient } from '#core/errors.ts';
import { afterApproval } from '../approval.ts';
import { confirmed } from './claim.ts';
import { checkStillTrusted } from './open-decisions.ts';
import { mayGoOn } from './resume-run.ts';
import type { StartPorts } from './start-run.ts';
import { launch, type Started } from './under-way.ts';

/**
 * Starts the attempt that does what waited. Where only the settings wait, the users are in, and no writer is needed.
 * @param by user key, or operator's ARN @param now Unix ms
 * @throws LandfallError run.not_found (404); run.not_waiting, run.superseded, source.busy, source.closed (409)
 */
export async function confirmRun(
  ports: StartPorts,
  id: string,
  by: string,
  entriesOf: EntriesOf,
  now: number,
): Promise<Started> {
  const seen = await ports.readRun(id);
  if (!seen) throw invalid('run.not_found', 'There is no run with this id.');
  const writes = seen.waitsFor?.includes('confirmation') === true;
  if (writes) {
    confirmed(seen, 0, by, now);
    await checkStillTrusted(ports, seen);
  }
  const record = writes
    ? confirmed(seen, await mayGoOn(ports, seen, now), by, now)
    : afterApproval(seen, 'approved', by, now);
  const { before, after } = record.approval ?? {};
  const facts = { waited: writes ? seen.waitsFor : ['approval'], execution: record.execution };
  const entries = entriesOf({ ...(before && after ? { before, after } : {}), facts });
  if (!(await ports.claim(record, seen, entries, { writes }))) throw transient('run.busy');
  return launch(ports, record);
}
