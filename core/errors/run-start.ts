/** Of uploads, and of migrations as they are started. */
import { type Definitions, fact } from './definition.ts';

export const RUN_START = {
  'upload.key': { status: 400, means: 'The key is not one that POST /uploads gave.' },
  'upload.incomplete': { status: 409, means: 'Parts are missing or wrong: POST /uploads/resume says which.' },
  'upload.not_found': {
    status: 404,
    means: 'There is no such upload (any more): one that is not completed in a day is given up.',
  },
  'upload.too_large': {
    status: 413,
    means: 'A package can be at most 5 TiB.',
    facts: { limit: fact<number>('in bytes') },
  },
  'upgrade.running': {
    status: 409,
    means: 'After a deployment users of the release before are prepared first: this takes minutes.',
  },
  'run.key': { status: 400, means: 'The key is not under staged/ or uploads/.' },
  'run.not_found': { status: 404, means: 'There is no run with this id.' },
  'run.running': {
    status: 409,
    means: 'This package is being imported at this moment.',
    facts: { run: fact<string>('which run does it') },
  },
  'run.not_failed': { status: 409, means: 'The run has not failed, so that it can’t be resumed.' },
  'run.superseded': {
    status: 409,
    means: 'This attempt of the run is over, a later one has begun, or a newer run of its source.',
  },
  'run.not_previewed': {
    status: 409,
    means:
      'What was used here follows only after a preview of the same package with the same options, of the last day.',
  },
  'renames.invalid': {
    status: 400,
    means: 'A list of other user IDs names a user twice, gives two the same, or is none.',
    facts: { line: fact<number>('the pair, from 1') },
  },
  'source.busy': {
    status: 409,
    means: 'Another run of this source writes at this moment; `queue` lets this one wait for it.',
    facts: { run: fact<string>('which run') },
  },
  'source.closed': {
    status: 409,
    means: 'The source is closed: nothing of it is imported.',
    facts: { source: fact<string>() },
  },
  'source.not_found': { status: 404, means: 'There is no source of this name: none of its packages was imported.' },
  'run.not_waiting': {
    status: 409,
    means: 'The run waits for no approval and no confirmation, or it was decided already.',
  },
  'approval.not_needed': {
    status: 409,
    means:
      'No run would wait for an approval: with the settings as they are a run changes them by itself, or needs no change.',
  },
  'run.done': {
    status: 409,
    means: 'This package has been imported already; `again` imports it once more.',
    facts: { run: fact<string>('which run did'), at: fact<number>('when, in Unix ms') },
  },
  'run.not_imported': {
    status: 409,
    means: 'Only an import that has brought its users in, all of its parts, can be taken back.',
  },
  'run.not_newest': {
    status: 409,
    means: 'A newer import of this source must be taken back first.',
    facts: { run: fact<string>('the newer one') },
  },
  'campaign.not_found': { status: 404, means: 'There is no campaign with this id.' },
  'campaign.state': {
    status: 409,
    means:
      'The campaign is not in a state in which this can be done: one that is over is neither held nor ended, one that runs not resumed.',
    facts: { status: fact<string>('as it is now') },
  },
  'campaign.unknown_people': {
    status: 422,
    means: 'The list names no user who is here.',
    facts: { unknown: fact<readonly string[]>('the first hundred of them') },
  },
  'campaign.test_address': {
    status: 422,
    means: 'A test mail goes to the administrator’s own address; an operator, who has none here, names one.',
  },
  'campaign.time': { status: 422, means: 'The time is past, or more than a year away.' },
  'run.rolled_back': {
    status: 409,
    means: 'The import has been taken back already.',
    facts: { run: fact<string>('the rollback') },
  },
} as const satisfies Definitions;
