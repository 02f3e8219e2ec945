import { deadlineOf } from '#core/campaign/deadline.ts';
import { sendRound } from '#core/campaign/send-round.ts';
import { campaignView, isCampaign } from '#core/campaign/view.ts';
import type { Settings } from '#core/settings/model.ts';
import type { CampaignStates } from '#statemachines/campaign.types.ts';
import { tellEnded } from '../shared/ended.ts';
import { log } from '../shared/log.ts';
import { noteStopped } from '../shared/mail-stopped.ts';
import { task } from '../shared/task.ts';
import { type Deps, portsOf, settingsOf } from './ports.ts';

type Round = CampaignStates['SendRound'];

/** After a round: how late it is expected to end, by what is left now. */
async function hoursLate(deps: Deps, { migration }: Round['input'], { mail }: Settings): Promise<number> {
  const [record, quota] = await Promise.all([deps.readRun(migration), deps.readQuota().catch(() => undefined)]);
  if (!isCampaign(record)) return 0;
  const now = deps.now();
  return deadlineOf(campaignView(record, quota, now), mail.campaignDays, now).hoursLate;
}

export const createHandler = (deps: Deps) =>
  task<Round['input'], Round['output']>(async (at) => {
    const record = await deps.readRun(at.migration);
    if (!isCampaign(record)) return { goesOn: false, waitSeconds: 0 };
    const { settings } = await deps.readSettings();
    const { mail, audience } = record.mailing;
    const ports = await portsOf(deps, at, settings, mail, audience);
    const round = await sendRound(ports, settingsOf(settings), at, noteStopped);
    if (!round.goesOn) await tellEnded(deps, at.migration);
    log.info('campaign.round', {
      outcome: round.goesOn ? 'waiting' : 'done',
      hours: await hoursLate(deps, at, settings),
    });
    return round;
  });
