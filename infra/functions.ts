/**
 * Every function of the deployment, once: its folder in lambdas/, the routes or the event that call it, and what it may
 * use. Each capability brings the environment variables and the grants together (infra/constructs/capabilities.ts), so
 * that the two can't drift. Bundling, the API, the state machine's placeholders and the embedded deployment read this.
 */

export const CAPABILITIES = [
  /** DIRECTORY_TABLE: read and write items; includes PartiQL. */
  'directory',
  /** OPERATIONS_TABLE */
  'operations',
  /** EXPORT_BUCKET: read uploads/ and staged/, write plans/. */
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
  /** MIGRATION_MACHINE_ARN: StartExecution, DescribeExecution, StopExecution. */
  'migrationMachine',
  /** MAIL_QUEUE_URL: SendMessage. */
  'mailQueue',
  /** CONFIGURATION_SET and ses:SendEmail, SendRawEmail, GetSendQuota. */
  'ses',
  /** PUBLIC_ORIGIN: where links point (F4), such as https://logon.example.com. */
  'publicOrigin',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

export type FunctionSpec = {
  readonly uses: readonly Capability[];
  /** "METHOD /path": an admin route is served under /api/admin and, for the CLI, under /api/operator (AWS_IAM). */
  readonly routes?: readonly string[];
  /** The state of statemachines/migration.asl.json; its placeholder is <State>Arn. */
  readonly state?: string;
  /** What else calls it. */
  readonly source?: 'upload-queue' | 'mail-queue' | 'mail-events' | 'execution-failed';
  readonly timeoutSeconds?: number;
  readonly memoryMegabytes?: number;
};

/** Megabytes. Lambda gives a whole vCPU from 1,769 MB on, and argon2id at 19 MiB keeps one busy. */
const ARGON2_MEMORY = 1769;

/** An administrator's routes, under both prefixes. */
const admin = (...routes: string[]): string[] =>
  ['/api/admin', '/api/operator'].flatMap((prefix) => routes.map((route) => route.replace(' /', ` ${prefix}/`)));

export const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  // The migration
  'start-migration': {
    source: 'upload-queue',
    uses: ['operations', 'directory', 'exports', 'migrationMachine'],
    timeoutSeconds: 60,
  },
  'read-manifest': {
    state: 'ReadManifest',
    uses: ['operations', 'directory', 'exports', 'exportKey', 'seedKey'],
    timeoutSeconds: 120,
  },
  'verify-part': {
    state: 'VerifyPart',
    uses: ['operations', 'directory', 'exports', 'seedKey'],
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'reconcile-security-questions': {
    state: 'ReconcileSecurityQuestions',
    uses: ['operations', 'directory', 'exports', 'reports'],
    timeoutSeconds: 60,
  },
  'ingest-part': {
    state: 'IngestPart',
    uses: ['operations', 'directory', 'exports', 'reports', 'seedKey', 'peppers'],
    timeoutSeconds: 100,
    memoryMegabytes: 1024,
  },
  'check-rejects': { state: 'CheckRejects', uses: ['operations', 'directory', 'reports'], timeoutSeconds: 60 },
  'enable-self-service': { state: 'EnableSelfService', uses: ['operations', 'directory'], timeoutSeconds: 30 },
  'notify-users': {
    state: 'NotifyUsers',
    uses: ['operations', 'directory', 'reports', 'ses', 'sessionKeys', 'publicOrigin'],
    timeoutSeconds: 660,
  },
  summarize: { state: 'Summarize', uses: ['operations', 'reports'], timeoutSeconds: 120 },
  'record-failure': { state: 'RecordFailure', source: 'execution-failed', uses: ['operations'], timeoutSeconds: 30 },
  'send-mail': { source: 'mail-queue', uses: ['operations', 'directory', 'ses', 'publicOrigin'], timeoutSeconds: 30 },
  'mail-events': { source: 'mail-events', uses: ['operations'], timeoutSeconds: 30 },

  // Users
  console: { routes: ['GET /api/console'], uses: ['directory'] },
  logon: {
    routes: ['POST /api/logon', 'POST /api/logon/next-tokencode', 'POST /api/logon/new-pin'],
    uses: ['directory', 'operations', 'seedKey', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },
  logoff: { routes: ['POST /api/logoff'], uses: ['operations', 'sessionKeys'] },
  me: {
    routes: ['GET /api/me', 'GET /api/me/security-questions', 'PUT /api/me/security-questions', 'PUT /api/me/password'],
    uses: ['directory', 'operations', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },
  'me-tokens': {
    routes: [
      'GET /api/me/tokens',
      'POST /api/me/tokens/{serial}/lost',
      'POST /api/me/tokens/{serial}/resynchronise',
      'PUT /api/me/tokens/{serial}/pin',
    ],
    uses: ['directory', 'operations', 'seedKey', 'peppers', 'sessionKeys'],
  },
  'forgot-password': {
    routes: [
      'POST /api/forgot-password',
      'POST /api/forgot-password/verify',
      'POST /api/forgot-password/answers',
      'POST /api/forgot-password/reset',
    ],
    uses: ['directory', 'operations', 'seedKey', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },

  // Administrators
  'admin-migrations': {
    routes: admin(
      'GET /migrations',
      'POST /migrations',
      'GET /migrations/{id}',
      'GET /migrations/{id}/report',
      'POST /uploads',
      'POST /uploads/resume',
      'POST /uploads/complete',
    ),
    uses: ['directory', 'operations', 'exports', 'uploads', 'reports', 'migrationMachine', 'sessionKeys'],
    timeoutSeconds: 30,
  },
  'admin-keys': {
    routes: admin('GET /export-key', 'GET /packers', 'POST /packers', 'DELETE /packers/{id}'),
    uses: ['directory', 'operations', 'exportPublicKey', 'sessionKeys'],
  },
  'admin-settings': {
    routes: admin('GET /settings', 'PATCH /settings'),
    uses: ['directory', 'operations', 'sessionKeys'],
  },
  'admin-questions': {
    routes: admin('GET /questions', 'POST /questions'),
    uses: ['directory', 'operations', 'sessionKeys'],
    timeoutSeconds: 30,
  },
  'admin-users': {
    routes: admin('GET /users', 'GET /users/{id}', 'PATCH /users/{id}', 'POST /users/{id}/reset-password'),
    uses: ['directory', 'operations', 'peppers', 'sessionKeys', 'mailQueue'],
    memoryMegabytes: ARGON2_MEMORY,
  },
  'admin-tokens': {
    routes: admin(
      'GET /tokens',
      'GET /tokens/{serial}',
      'PATCH /tokens/{serial}',
      'POST /tokens/{serial}/assign',
      'POST /tokens/{serial}/unassign',
      'POST /tokens/{serial}/resynchronise',
    ),
    uses: ['directory', 'operations', 'seedKey', 'peppers', 'sessionKeys'],
  },
  'admin-create': {
    routes: ['POST /api/operator/create-admin'],
    uses: ['directory', 'operations', 'seedKey', 'peppers'],
  },
  'admin-audit': { routes: admin('GET /audit'), uses: ['directory', 'operations', 'sessionKeys'] },
};
