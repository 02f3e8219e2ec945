/**
 * Every function of the deployment, once: its folder in lambdas/ and the event that calls it. What it may use stands in infra/rights/, and
 * its routes are those of lambdas/<name>/routes.ts. Bundling, the API, the state machine's placeholders and the embedded deployment read
 * this.
 */
import { type Described, keysOf } from '#lambdas/route/route.ts';
import { ROUTES } from '#lambdas/routes.ts';
import type { Use } from './rights/grants.ts';
import { USES } from './rights/uses.ts';

/** The definitions in statemachines/. */
export type MachineName = 'migration' | 'campaign';

export type FunctionSpec = {
  readonly uses: readonly Use[];
  /** "METHOD /path" of each of its routes, where it has any: not written here but taken from lambdas/<name>/routes.ts. */
  readonly routes?: readonly string[];
  /** The state of statemachines/migration.asl.json, or of the machines that `machines` names; its placeholder is <State>Arn. */
  readonly state?: string;
  readonly machines?: readonly MachineName[];
  /** What else calls it. */
  readonly source?:
    | 'upload-queue'
    | 'mail-queue'
    | 'mail-events'
    | 'execution-failed'
    | 'audit-outbox'
    | 'directory'
    | 'schedule';
  readonly timeoutSeconds?: number;
  readonly memoryMegabytes?: number;
};

/** Megabytes. Lambda gives a whole vCPU from 1,769 MB on, and argon2id at 19 MiB keeps one busy. */
const ARGON2_MEMORY = 1769;

/** API Gateway gives up after 30 seconds: the function ends before that, so that its log says why. */
const API_SECONDS = 29;

/** A function that serves routes or may use something, and is missing here, does not compile. */
const SPECS = {
  // The migration
  // Manifest and table of contents of 100,000 parts, in this function and the next.
  'start-run': {
    source: 'upload-queue',
    timeoutSeconds: 60,
    memoryMegabytes: 1024,
  },
  'read-manifest': {
    state: 'ReadManifest',
    timeoutSeconds: 120,
    memoryMegabytes: 1024,
  },
  'verify-part': {
    state: 'VerifyPart',
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  // Half a million keys in memory, sorted.
  'sort-keys': {
    state: 'SortKeys',
    timeoutSeconds: 120,
    memoryMegabytes: 1769,
  },
  // A range of 100,000 records in memory.
  'compare-range': {
    state: 'CompareRange',
    timeoutSeconds: 120,
    memoryMegabytes: 1024,
  },
  // What core/migration/comparing/plan-run.ts takes at most, in memory.
  'plan-run': {
    state: 'PlanRun',
    timeoutSeconds: 600,
    memoryMegabytes: 2048,
  },
  'reconcile-security-questions': {
    state: 'ReconcileSecurityQuestions',
    timeoutSeconds: 60,
  },
  // Reads what ingest-part reads, and can't write to the directory.
  'preview-part': {
    state: 'PreviewPart',
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'confirm-changes': {
    state: 'ConfirmChanges',
    timeoutSeconds: 300,
    memoryMegabytes: 1024,
  },
  // All moves of the run in memory.
  'move-users': {
    state: 'MoveUsers',
    timeoutSeconds: 120,
    memoryMegabytes: 1024,
  },
  'ingest-part': {
    state: 'IngestPart',
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'check-rejects': {
    state: 'CheckRejects',
    // It gives the writer of the source back, and starts the run that waits for it.
    timeoutSeconds: 60,
  },
  'enable-self-service': {
    state: 'EnableSelfService',
    timeoutSeconds: 30,
  },
  'notify-users': {
    state: 'NotifyUsers',
    timeoutSeconds: 660,
  },
  'plan-rollback': { state: 'PlanRollback', timeoutSeconds: 100 },
  'rollback-part': {
    state: 'RollbackPart',
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'restore-settings': {
    state: 'RestoreSettings',
    timeoutSeconds: 90,
  },
  summarize: {
    state: 'Summarize',
    timeoutSeconds: 120,
  },
  'record-failure': {
    state: 'RecordFailure',
    machines: ['migration', 'campaign'],
    source: 'execution-failed',
    timeoutSeconds: 30,
  },
  // Campaigns
  'send-round': {
    state: 'SendRound',
    machines: ['campaign'],
    timeoutSeconds: 660,
  },
  'remind-users': {
    source: 'schedule',
    timeoutSeconds: 60,
  },

  // Mails
  'send-mail': {
    source: 'mail-queue',
    timeoutSeconds: 30,
  },
  'mail-events': { source: 'mail-events', timeoutSeconds: 30 },

  // The audit
  'audit-append': { source: 'audit-outbox', timeoutSeconds: 60 },

  // The journey of each person
  'follow-people': {
    source: 'directory',
    timeoutSeconds: 60,
  },
  'clock-people': {
    source: 'schedule',
    timeoutSeconds: 60,
  },

  // What a release before has stored
  upgrade: {
    source: 'schedule',
    timeoutSeconds: 60,
    memoryMegabytes: 1024,
  },

  // Users
  console: {},
  // The short link of the migration mail.
  arrival: {},
  logon: {
    memoryMegabytes: ARGON2_MEMORY,
  },
  logoff: {},
  me: {
    memoryMegabytes: ARGON2_MEMORY,
  },
  'me-tokens': {},
  'forgot-password': {
    memoryMegabytes: ARGON2_MEMORY,
  },

  // Administrators
  'admin-runs': {
    timeoutSeconds: API_SECONDS,
  },
  'admin-campaigns': {
    timeoutSeconds: API_SECONDS,
  },
  'admin-keys': {},
  'admin-settings': {},
  'admin-questions': {
    timeoutSeconds: API_SECONDS,
  },
  'admin-users': {
    memoryMegabytes: ARGON2_MEMORY,
  },
  'admin-close-down': {
    timeoutSeconds: API_SECONDS,
  },
  'admin-erase': {
    timeoutSeconds: API_SECONDS,
    memoryMegabytes: 1024,
  },
  'admin-tokens': {},
  'admin-resynchronise': {},
  'admin-create': {},
  'admin-people': {
    timeoutSeconds: API_SECONDS,
  },
  'admin-callers': {
    timeoutSeconds: API_SECONDS,
  },
  'admin-audit': {},
} satisfies Readonly<Record<keyof typeof USES, Spec>> & Readonly<Record<keyof typeof ROUTES, Spec>>;
type Spec = Omit<FunctionSpec, 'uses' | 'routes'>;

const ROUTES_OF: Readonly<Record<string, readonly Described[]>> = ROUTES;
/** What operators call comes to the API itself, and all else through CloudFront. */
const throughCloudFront = (key: string): boolean => !key.includes(' /api/operator/');

/** Its routes by their keys, "POST /api/logon" (an administrators' one has two); who has any of users checks that they came through CloudFront. */
function madeOf(name: keyof typeof SPECS): FunctionSpec {
  const routes = ROUTES_OF[name];
  const [spec, uses]: [Spec, readonly Use[]] = [SPECS[name], USES[name]];
  if (!routes) return { ...spec, uses };
  const keys = routes.flatMap(keysOf);
  return { ...spec, uses: keys.some(throughCloudFront) ? [...uses, 'originSecret'] : uses, routes: keys };
}

export const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = Object.fromEntries(
  (Object.keys(SPECS) as (keyof typeof SPECS)[]).map((name) => [name, madeOf(name)]),
);

/** The machines that a function is a state of. */
export const machinesOf = ({ state, machines = ['migration'] }: FunctionSpec): readonly MachineName[] =>
  state === undefined ? [] : machines;
