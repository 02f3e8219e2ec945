/** What the functions may use that users call, that send mails, and that keep the audit and each person's journey. */
import type { Use } from './grants.ts';

/** A route for users who have logged on reads the session, the user and what the settings ask of both. */
export const SESSION = ['settings:get', 'users:get', 'sessions:get+update', 'sessionKeys'] as const;

/** Verifies a token's passcode or a password, at the same cost whether or not there is such a user. */
const VERIFY = [
  'settings:get+getMany',
  'users:get+getMany+update',
  'tokens:get+getMany+update',
  'decoys:get+getMany+put',
  'strangers:get+getMany+update',
  'limits:get+getMany+update',
  'seeds:open',
  'decoySeeds:seal',
  'peppers',
] as const;

/** Keeps what is known of a person, what finds the person, and the counts. */
const KEEP_JOURNEYS = [
  'settings:get',
  'users:getMany',
  'tokens:getMany',
  'notices:getMany',
  'journeys:getMany+put+delete',
  'totals:update',
  'days:update',
  'uses:put',
  'finds:put+delete+writeMany',
  'events:put',
] as const;

export const OF_PEOPLE = {
  'send-mail': [
    'settings:get',
    'branding:get',
    'mailTexts:list',
    'users:get',
    'challenges:get+put',
    'limits:get+update',
    'mails:get+update+delete',
    'peppers',
    'mail:send',
    'mail:account',
    'publicOrigin',
  ],
  'mail-events': ['users:update', 'notices:get+update', 'movedMails:get', 'runs:update'],

  'audit-append': ['audit:seal'],

  'follow-people': KEEP_JOURNEYS,
  'clock-people': [
    ...KEEP_JOURNEYS,
    'people:list',
    'totals:list+check',
    'days:list',
    'recount:get+put',
    'journeyLists:list',
    'journeyClock:list',
    'sourceList:list',
    'upgrade:get',
  ],

  // What a release before has stored.
  upgrade: [
    'directory:scan',
    'users:get+update',
    'tokens:get+update',
    'sources:get+update',
    'sourceList:get+update',
    'runs:getMany',
    'runList:list',
    'upgrade:get+put+update',
  ],

  console: ['settings:get', 'branding:get', 'questionIndex:get'],
  // The short link of the migration mail.
  arrival: ['settings:get', 'users:get', 'decoys:get+put', 'links:get', 'limits:get+update'],
  logon: [
    ...VERIFY,
    'challenges:get+put+update',
    'sessions:get+put+delete',
    'audit:append',
    'sessionKeys',
    'mail:enqueue',
  ],
  logoff: ['sessions:get+delete', 'audit:append', 'sessionKeys'],
  me: [
    ...SESSION,
    'settings:getMany',
    'users:getMany+update',
    'strangers:getMany',
    'questionIndex:get',
    'questions:getMany',
    'sessions:list+put+delete',
    'limits:get+getMany+update',
    'audit:append',
    'peppers',
    'mail:enqueue',
  ],
  'me-tokens': [
    ...SESSION,
    ...VERIFY,
    'users:check',
    'challenges:get+put+update',
    'sessions:put',
    'audit:append',
    'mail:enqueue',
  ],
  'forgot-password': [
    ...VERIFY,
    'questionIndex:get',
    'questions:getMany',
    'challenges:get+put+update',
    'recovery:get+update',
    'audit:append',
    'mail:enqueue',
  ],
} as const satisfies Readonly<Record<string, readonly Use[]>>;
