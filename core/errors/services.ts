/** Of the deployment's own stores, keys, mail and tasks. No client is told more than `internal`. */
import { type Definitions, fact } from './definition.ts';

export const SERVICES = {
  'directory.busy': { status: 503, retryable: true, means: 'The directory table is busy.' },
  'operations.busy': { status: 503, retryable: true, means: 'The operations table is busy.' },
  'events.busy': { status: 503, retryable: true, means: 'EventBridge takes no more events at this moment.' },
  'audit.busy': { status: 503, retryable: true, means: 'A line of the audit found no free key.' },
  'challenge.busy': { status: 503, retryable: true, means: 'A challenge found no free key.' },
  'session.busy': { status: 503, retryable: true, means: 'A session found no free key.' },
  'mail.busy': { status: 503, retryable: true, means: 'The mail service takes no more mails at this moment.' },
  'mail.refused': { status: 422, means: 'The mail service refuses this mail for good.' },
  'mail.uncertain': {
    status: 500,
    means:
      'The answer of the mail service was lost: whether it has taken the mail is not known, and it is not sent again.',
  },
  'mail.event_unreadable': { status: 400, means: 'This is no event of the mail service.' },
  'directory.insert_failed': {
    status: 500,
    means: 'The directory table refused an insert for an unexpected cause.',
    facts: { code: fact<string>('of DynamoDB') },
  },
  'stored.damaged': {
    status: 500,
    means: 'A stored item or object is not as the product writes it.',
    facts: {
      item: fact<string>('the key of the item, or the object’s name'),
      field: fact<string>('empty where the whole is concerned'),
    },
  },
  'stored.newer': {
    status: 503,
    retryable: true,
    means:
      'A later release has written a stored item: this one leaves it as it is. Try again once all of the deployment is of that release.',
    facts: {
      item: fact<string>('the key of the item'),
      version: fact<number>('that it was written in'),
      readable: fact<number>('the newest that this release can read'),
    },
  },
  'keys.unknown': { status: 500, means: 'Something was hashed with a key that the key ring lacks.' },
  'keys.unusable': { status: 500, means: 'The secret of a key ring can’t be read.' },
  'seed.unreadable': { status: 500, means: 'A token seed could not be decrypted.' },
  'deployment.variable_missing': { status: 500, means: 'An environment variable of a function is not set.' },
  'task.failed': {
    status: 500,
    retryable: true,
    means: 'A function of the state machine failed with a foreign error.',
  },
} as const satisfies Definitions;
