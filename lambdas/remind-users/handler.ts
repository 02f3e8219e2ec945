import { type LostCampaignPorts, repeatLostStarts } from '#core/campaign/lost-starts.ts';
import { type RemindPorts, remindUsers } from '#core/campaign/remind-users.ts';
import { type LostStartPorts, repeatLostRuns } from '#core/migration/runs/lost-starts.ts';
import type { Settings } from '#core/settings/model.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

export type Deps = RemindPorts &
  LostCampaignPorts & {
    /** Of imports, previews and rollbacks: they have a state machine of their own. */
    readonly runs: LostStartPorts;
    readSettings(): Promise<{ readonly settings: Settings }>;
    now(): number;
  };

/** By a schedule: a look now and then, which begins a campaign at most once a day, and repeats starts that were lost. */
export const createHandler = (deps: Deps) =>
  task<unknown, { readonly campaign?: string }>(async () => {
    for (const migration of await repeatLostStarts(deps, deps.now())) log.warn('campaign.started', { run: migration });
    for (const migration of await repeatLostRuns(deps.runs, deps.now()))
      log.warn('migration.started', { run: migration });
    const { everyDays } = (await deps.readSettings()).settings.reminders;
    const campaign = await remindUsers(deps, everyDays, deps.now());
    if (campaign === undefined) return {};
    log.info('campaign.started', { run: campaign });
    return { campaign };
  });
