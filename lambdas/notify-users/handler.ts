import { handOnMails } from '#core/campaign/hand-on.ts';
import { notifyUsers } from '#core/campaign/notify-users.ts';
import { isSelfServicePossible } from '#core/migration/self-service-settings.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { log } from '../shared/log.ts';
import { noteStopped } from '../shared/mail-stopped.ts';
import { task } from '../shared/task.ts';
import { type Deps, importedUsers, portsOf } from './ports.ts';

export type { Deps };

export const createHandler = (deps: Deps) =>
  task<Input<'NotifyUsers'>, Output<'NotifyUsers'>>(async (run) => {
    const record = await deps.readRun(run.migration);
    // Counted once: of a large package it is a long look.
    const total = record?.states.NotifyUsers ? undefined : await importedUsers(deps, run);
    await deps.enterState(run, 'NotifyUsers', deps.now(), total);
    if (record?.options?.tell === undefined) {
      const { settings } = await deps.readSettings();
      const { campaign: place, notices } = record ?? {};
      const token = deps.newToken();
      const { migration, parts, sourceName: source } = run;
      const campaign = {
        migration,
        source,
        attempt: token,
        parts,
        place,
        notices,
        toleratedReturnsPercent: settings.mail.toleratedReturnsPercent,
        possible: isSelfServicePossible(settings),
        lockout: settings.lockout,
      };
      const round = await notifyUsers(await portsOf(deps, run, settings, token), campaign).catch((error: unknown) => {
        throw noteStopped(error);
      });
      if (!round.done) await handOnMails(deps, run, deps.now());
      log.info('campaign.round', { part: round.place.part, outcome: round.done ? 'done' : 'handed on' });
    }
    await deps.finishState(run, 'NotifyUsers', deps.now());
    return { done: true, cursor: { part: 0, line: 0 }, waitSeconds: 0 };
  });
