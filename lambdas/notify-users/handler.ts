import { notifyUsers } from '#core/migration/mails/notify-users.ts';
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
    const { settings } = await deps.readSettings();
    const { toleratedReturnsPercent } = settings.mail;
    const { campaign: place, notices } = record ?? {};
    const possible = isSelfServicePossible(settings);
    const { migration, parts, sourceName: source } = run;
    const campaign = { migration, source, parts, place, notices, toleratedReturnsPercent, possible };
    const round = await notifyUsers(await portsOf(deps, run, settings), campaign).catch((error: unknown) => {
      throw noteStopped(error);
    });
    const { done, waitSeconds } = round;
    if (done) await deps.finishState(run, 'NotifyUsers', deps.now());
    log.info('campaign.round', {
      migration: run.migration,
      part: round.place.part,
      outcome: done ? 'done' : 'waiting',
    });
    // No user's key travels through the state: of the people of the source the record alone says where to go on.
    const { part, line } = round.place;
    return { done, cursor: { part, line }, waitSeconds };
  });
