/**
 * Every function of the deployment, once: its folder in lambdas/, the event that calls it, and what it may use. Its routes
 * are those of lambdas/<name>/routes.ts. Each capability brings the environment variables and the grants together
 * (infra/constructs/capabilities.ts), so that the two can't drift. Bundling, the API, the state machine's placeholders and
 * the embedded deployment read this.
 */
import { type Described, keysOf } from '#lambdas/route/route.ts';
import { ROUTES } from '#lambdas/routes.ts';

export const CAPABILITIES = [
  /** DIRECTORY_TABLE: read and write items; includes PartiQL. */
  'directory',
  /** DIRECTORY_TABLE: query its index `journey`, the people and unassigned tokens of a source. */
  'people',
  /** DIRECTORY_TABLE: read it from end to end. One function has it. */
  'scan',
  /** SEARCH_TABLE: read, put and delete items that find a person. */
  'search',
  /** OPERATIONS_TABLE */
  'operations',
  /** AUDIT_OUTBOX_TABLE: put entries of the audit, and nothing else. */
  'record',
  /** AUDIT_TABLE, AUDIT_OUTBOX_TABLE: query. AUDIT_KEY_ID: GetPublicKey. */
  'readAudit',
  /** AUDIT_TABLE: query and insert. AUDIT_KEY_ID: Sign. One function has it. */
  'appendAudit',
  /** EXPORT_BUCKET: read uploads/ and staged/, write and remove plans/. */
  'exports',
  /** EXPORT_BUCKET: presign, resume and complete multipart uploads to staged/. */
  'uploads',
  /** REPORT_BUCKET: read and write reports/. */
  'reports',
  /** EXPORT_KEY_ID: GetPublicKey */
  'exportPublicKey',
  /** EXPORT_KEY_ID: Decrypt */
  'exportKey',
  /** SEED_KEY_ID: GenerateDataKey, Encrypt, Decrypt */
  'seedKey',
  /** PEPPER_SECRET_ARN */
  'peppers',
  /** SESSION_SECRET_ARN */
  'sessionKeys',
  /** ORIGIN_SECRET_ARN; every function with routes has it without asking. */
  'originSecret',
  /** MIGRATION_MACHINE_ARN: StartExecution, DescribeExecution. */
  'migrationMachine',
  /** MAIL_QUEUE_URL: SendMessage. */
  'mailQueue',
  /** CONFIGURATION_SET: SendRawEmail, and what SES says of the account and the sender. */
  'ses',
  /** PUBLIC_ORIGIN: where links point (F4), such as https://logon.example.com. */
  'publicOrigin',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

export type FunctionSpec = {
  readonly uses: readonly Capability[];
  /** "METHOD /path" of each of its routes, where it has any: not written here but taken from lambdas/<name>/routes.ts. */
  readonly routes?: readonly string[];
  /** The state of statemachines/migration.asl.json; its placeholder is <State>Arn. */
  readonly state?: string;
  /** What else calls it. */
  readonly source?: 'upload-queue' | 'mail-queue' | 'mail-events' | 'execution-failed' | 'audit-outbox' | 'schedule';
  readonly timeoutSeconds?: number;
  readonly memoryMegabytes?: number;
};

/** Megabytes. Lambda gives a whole vCPU from 1,769 MB on, and argon2id at 19 MiB keeps one busy. */
const ARGON2_MEMORY = 1769;

/** API Gateway gives up after 30 seconds: the function ends before that, so that its log says why. */
const API_SECONDS = 29;

/** A function that serves routes and is missing here does not compile. */
const SPECS = {
  // The migration
  'start-run': {
    source: 'upload-queue',
    uses: ['operations', 'record', 'directory', 'exports', 'migrationMachine'],
    timeoutSeconds: 60,
  },
  'read-manifest': {
    state: 'ReadManifest',
    uses: ['operations', 'directory', 'people', 'exports', 'exportKey', 'seedKey'],
    timeoutSeconds: 120,
  },
  'verify-part': {
    state: 'VerifyPart',
    uses: ['operations', 'directory', 'search', 'exports', 'seedKey'],
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  // A range of 100,000 records in memory, while the rest passes by.
  'compare-range': {
    state: 'CompareRange',
    uses: ['operations', 'people', 'exports'],
    timeoutSeconds: 120,
    memoryMegabytes: 1024,
  },
  // Every rename of the export in memory.
  'plan-run': {
    state: 'PlanRun',
    uses: ['operations', 'directory', 'exports'],
    timeoutSeconds: 300,
    memoryMegabytes: 2048,
  },
  'reconcile-security-questions': {
    state: 'ReconcileSecurityQuestions',
    uses: ['operations', 'directory', 'exports', 'reports'],
    timeoutSeconds: 60,
  },
  // Reads what ingest-part reads, and can't write to the directory.
  'preview-part': {
    state: 'PreviewPart',
    uses: ['operations', 'directory', 'search', 'exports', 'reports', 'seedKey', 'peppers'],
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'confirm-changes': {
    state: 'ConfirmChanges',
    uses: ['operations', 'directory', 'exports', 'reports', 'migrationMachine'],
    timeoutSeconds: 300,
    memoryMegabytes: 1024,
  },
  'move-users': {
    state: 'MoveUsers',
    uses: ['operations', 'directory', 'search', 'exports', 'peppers', 'mailQueue'],
    timeoutSeconds: 120,
  },
  'ingest-part': {
    state: 'IngestPart',
    uses: ['operations', 'directory', 'search', 'exports', 'reports', 'seedKey', 'peppers', 'mailQueue'],
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'check-rejects': {
    state: 'CheckRejects',
    // It gives the writer of the source back, and starts the run that waits for it.
    uses: ['operations', 'directory', 'reports', 'migrationMachine'],
    timeoutSeconds: 60,
  },
  'enable-self-service': {
    state: 'EnableSelfService',
    uses: ['operations', 'record', 'directory'],
    timeoutSeconds: 30,
  },
  'notify-users': {
    state: 'NotifyUsers',
    uses: ['operations', 'directory', 'people', 'reports', 'ses', 'sessionKeys', 'publicOrigin'],
    timeoutSeconds: 660,
  },
  'plan-rollback': { state: 'PlanRollback', uses: ['operations', 'exports'], timeoutSeconds: 100 },
  'rollback-part': {
    state: 'RollbackPart',
    uses: ['operations', 'directory', 'search', 'reports'],
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'restore-settings': {
    state: 'RestoreSettings',
    uses: ['operations', 'record', 'directory', 'people', 'migrationMachine'],
    timeoutSeconds: 90,
  },
  summarize: {
    state: 'Summarize',
    uses: ['operations', 'exports', 'reports', 'migrationMachine'],
    timeoutSeconds: 120,
  },
  'record-failure': {
    state: 'RecordFailure',
    source: 'execution-failed',
    uses: ['operations', 'migrationMachine'],
    timeoutSeconds: 30,
  },
  'send-mail': {
    source: 'mail-queue',
    uses: ['operations', 'directory', 'peppers', 'ses', 'publicOrigin'],
    timeoutSeconds: 30,
  },
  'mail-events': { source: 'mail-events', uses: ['operations'], timeoutSeconds: 30 },

  // The audit
  'audit-append': { source: 'audit-outbox', uses: ['appendAudit'], timeoutSeconds: 60 },

  // What a release before has stored
  upgrade: {
    source: 'schedule',
    uses: ['operations', 'directory', 'scan'],
    timeoutSeconds: 60,
    memoryMegabytes: 1024,
  },

  // Users
  console: { uses: ['directory'] },
  logon: {
    uses: ['directory', 'operations', 'record', 'seedKey', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },
  logoff: { uses: ['operations', 'record', 'sessionKeys'] },
  me: {
    uses: ['directory', 'operations', 'record', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },
  'me-tokens': {
    uses: ['directory', 'operations', 'record', 'seedKey', 'peppers', 'sessionKeys', 'mailQueue'],
  },
  'forgot-password': {
    uses: ['directory', 'operations', 'record', 'seedKey', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },

  // Administrators
  'admin-runs': {
    uses: ['directory', 'operations', 'record', 'exports', 'uploads', 'reports', 'migrationMachine', 'sessionKeys'],
    timeoutSeconds: API_SECONDS,
  },
  'admin-keys': {
    uses: ['directory', 'operations', 'record', 'exportPublicKey', 'sessionKeys'],
  },
  'admin-settings': {
    uses: ['directory', 'operations', 'record', 'sessionKeys'],
  },
  'admin-questions': {
    uses: ['directory', 'people', 'operations', 'record', 'sessionKeys', 'mailQueue'],
    timeoutSeconds: API_SECONDS,
  },
  'admin-users': {
    uses: ['directory', 'people', 'operations', 'record', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },
  'admin-erase': {
    uses: ['directory', 'operations', 'search', 'record', 'reports', 'peppers', 'sessionKeys'],
    timeoutSeconds: API_SECONDS,
    memoryMegabytes: 1024,
  },
  'admin-tokens': {
    uses: ['directory', 'people', 'operations', 'record', 'seedKey', 'peppers', 'sessionKeys', 'mailQueue'],
  },
  'admin-create': {
    uses: ['directory', 'operations', 'record', 'seedKey', 'peppers', 'mailQueue'],
  },
  'admin-audit': { uses: ['directory', 'operations', 'readAudit', 'sessionKeys'] },
} satisfies Readonly<Record<string, FunctionSpec>> & Readonly<Record<keyof typeof ROUTES, FunctionSpec>>;

const ROUTES_OF: Readonly<Record<string, readonly Described[]>> = ROUTES;
/** The keys of the routes in lambdas/<name>/routes.ts: "POST /api/logon"; an administrators' one has two. */
function routesOf(name: string): Pick<FunctionSpec, 'routes'> {
  const routes = ROUTES_OF[name];
  return routes ? { routes: routes.flatMap(keysOf) } : {};
}

export const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = Object.fromEntries(
  Object.entries<FunctionSpec>(SPECS).map(([name, spec]) => [name, { ...spec, ...routesOf(name) }]),
);
