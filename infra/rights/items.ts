/** What a function may do to which items: the kinds of items by the keys of their partitions, and a verb for each action of DynamoDB. */

/** `keys`: of the partitions, as `dynamodb:LeadingKeys` is compared with them; of an index: every partition of it. */
type Kind =
  | { readonly table: ItemTable; readonly keys: readonly string[]; readonly means: string }
  | { readonly table: ItemTable; readonly index: string; readonly means: string };
export type ItemTable = 'directory' | 'search' | 'journeys' | 'operations' | 'auditOutbox' | 'audit';

export const KINDS = {
  settings: { table: 'directory', keys: ['SETTINGS'], means: 'the settings' },
  branding: { table: 'directory', keys: ['BRANDING'], means: 'colour and logo' },
  mailTexts: { table: 'directory', keys: ['MAIL-TEXTS'], means: 'mail texts of administrators' },
  questionIndex: { table: 'directory', keys: ['QUESTIONS'], means: 'the list of languages of the security questions' },
  questions: { table: 'directory', keys: ['QUESTIONS#*'], means: 'the security questions' },
  packers: { table: 'directory', keys: ['PACKERS'], means: 'the trusted packers' },
  administrators: { table: 'directory', keys: ['ADMINISTRATORS'], means: 'the list of who has a role' },
  administratorsVersion: { table: 'directory', keys: ['ADMINISTRATORS#VERSION'], means: 'the version of that list' },
  users: { table: 'directory', keys: ['USER#*'], means: 'users, with their password and answer hashes' },
  tokens: { table: 'directory', keys: ['TOKEN#*'], means: 'tokens, with their sealed seeds' },
  decoys: {
    table: 'directory',
    keys: ['DECOY', 'DECOY-*'],
    means: 'items in place of unknown users and missing tokens',
  },
  people: {
    table: 'directory',
    index: 'journey',
    means: 'the lists of the people and the unassigned tokens of a source',
  },

  persons: { table: 'search', keys: ['PERSON#*'], means: 'who is who in a source' },
  finds: { table: 'search', keys: ['FIND#*', 'NAME#*', 'FLAG#*'], means: 'what people are found by' },

  journeys: { table: 'journeys', keys: ['JOURNEY#*'], means: 'how far each person is' },
  totals: { table: 'journeys', keys: ['TOTALS#*'], means: 'counts of people' },
  days: { table: 'journeys', keys: ['DAYS#*'], means: 'counts of people by day' },
  uses: { table: 'journeys', keys: ['USED#*'], means: 'which tokens were used here' },
  recount: { table: 'journeys', keys: ['STATE'], means: 'how far the recount is' },
  journeyLists: { table: 'journeys', index: 'list', means: 'people by list' },
  journeyClock: { table: 'journeys', index: 'clock', means: 'people by their next date' },

  sessions: { table: 'operations', keys: ['SESSION#*'], means: 'sessions' },
  challenges: { table: 'operations', keys: ['CHALLENGE#*'], means: 'steps, links and grants of logon and recovery' },
  recovery: { table: 'operations', keys: ['RECOVERY#*'], means: 'what recovery remembers of a user' },
  limits: { table: 'operations', keys: ['THROTTLE#*'], means: 'counters of limits' },
  strangers: { table: 'operations', keys: ['DECOY#*'], means: 'counters of unknown user IDs' },
  runs: { table: 'operations', keys: ['MIGRATION#*'], means: 'records of runs, with their parts' },
  runList: { table: 'operations', keys: ['MIGRATIONS'], means: 'the list of runs' },
  campaignList: { table: 'operations', keys: ['CAMPAIGNS'], means: 'the list of campaigns' },
  packages: { table: 'operations', keys: ['PACKAGE#*'], means: 'which run imported a package' },
  approvals: { table: 'operations', keys: ['APPROVAL#*'], means: 'approvals' },
  images: { table: 'operations', keys: ['BEFORE#*'], means: 'users and tokens as they were before a run' },
  rollbacks: { table: 'operations', keys: ['ROLLBACK#*'], means: 'what a rollback has done' },
  mailLane: { table: 'operations', keys: ['MAIL-LANE'], means: 'how fast mails go out' },
  notices: { table: 'operations', keys: ['NOTICE#*'], means: 'who was told' },
  movedMails: { table: 'operations', keys: ['MOVED#*'], means: 'mails of people who got another user ID' },
  sources: { table: 'operations', keys: ['SOURCE#*'], means: 'source deployments, and which run writes' },
  sourceList: { table: 'operations', keys: ['SOURCES'], means: 'the list of source deployments' },
  mails: { table: 'operations', keys: ['MAIL#*'], means: 'which mails went out' },
  links: { table: 'operations', keys: ['LINK#*'], means: 'short links of mails' },
  linkLists: { table: 'operations', keys: ['LINKS#*'], means: 'the links of a user' },
  upgrade: { table: 'operations', keys: ['UPGRADE'], means: 'how far the upgrade is' },
  formerAudit: { table: 'operations', keys: ['AUDIT#*'], means: 'the audit before it had tables of its own' },

  outbox: { table: 'auditOutbox', keys: ['AUDIT#*'], means: 'entries on their way into the audit' },
  audit: { table: 'audit', keys: ['CHAIN#*'], means: 'the audit' },
  auditDays: { table: 'audit', index: 'byDay', means: 'the audit by day' },
} as const satisfies Readonly<Record<string, Kind>>;
export type KindName = keyof typeof KINDS;

/** Each is one action: a reviewer reads here exactly what the role allows. */
export const VERBS = {
  /** One item by its key. */
  get: 'dynamodb:GetItem',
  /** Items by their keys. */
  getMany: 'dynamodb:BatchGetItem',
  /** The items of a partition. */
  list: 'dynamodb:Query',
  /** A whole item, over what has its key unless the write says otherwise. */
  put: 'dynamodb:PutItem',
  update: 'dynamodb:UpdateItem',
  delete: 'dynamodb:DeleteItem',
  /** A condition of a transaction. */
  check: 'dynamodb:ConditionCheckItem',
  /** An item whose key is free; there is no other way with this action. */
  insert: 'dynamodb:PartiQLInsert',
  /** Puts and removals, without conditions. */
  writeMany: 'dynamodb:BatchWriteItem',
} as const;
export type Verb = keyof typeof VERBS;
/** 'settings:get', 'users:get+update': a kind of items, and what is done to them. */
export type ItemUse = `${KindName}:${string}`;
