/** No state is without a way out: of each run that has not come to a good end, what its page offers is tried. */
import type { RunView } from '#core/migration/record.ts';
import { OPERATOR } from './ready.ts';
import { asked, codeOf, get, isDone, type Stage } from './stage.ts';

/** A run that a newer one, a rollback or a closed source has overtaken is over; its page says so. */
const OVERTAKEN = [
  'run.superseded',
  'run.not_failed',
  'source.closed',
  'run.not_waiting',
  'package.missing',
  'package.changed',
];

export async function tryWaysOut(stage: Stage): Promise<void> {
  stage.isTried = true;
  const { runs = [] } = (await get<{ runs: RunView[] }>(stage, OPERATOR, '/runs', { limit: '100' })) ?? {};
  for (const { id, kind, status, waitsFor = [] } of runs) {
    const ways =
      kind === 'campaign'
        ? ['held', 'stopped', 'failed'].includes(status)
          ? [`/campaigns/${id}/end`]
          : []
        : waitsFor.includes('confirmation')
          ? [`/runs/${id}/confirmation`]
          : waitsFor.includes('approval')
            ? [`/runs/${id}/approval`]
            : status === 'failed' || status === 'starting'
              ? [`/runs/${id}/resume`]
              : [];
    for (const way of ways) {
      const body = way.endsWith('approval') ? { body: { decision: 'refused' } } : {};
      const answer = await asked(stage, OPERATOR, 'POST', way, body);
      const code = codeOf(answer) ?? '';
      if (code === 'source.busy') continue;
      if (!isDone(answer) && !OVERTAKEN.includes(code))
        stage.wrong.push(`ways out: ${way} of a ${kind} that is ${status}: ${answer.status} ${answer.text}`);
    }
  }
}
