/**
 * What an attacker who controls a function could do, asked of its role in the templates as CloudFormation resolves them: the worst of it must not be
 * allowed. docs/iam.md says of each function what it may do.
 */
import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '#infra/functions.ts';
import { withRights } from '#infra/synth/iam-page.ts';
import { ACCOUNT, deployedAs, deployedFunction, type Statement } from '../support/cloud.ts';
import { type Context, mayDo } from '../support/policies.ts';

const REGION = 'eu-central-1';
const assembly = deployedAs({ name: 'landfall', region: REGION });
const NAMES = Object.keys(FUNCTIONS);
const roles = new Map(NAMES.map((name) => [name, deployedFunction(assembly, name).statements]));
const statementsOf = (name: string) => roles.get(name)!;
const who = (may: (statements: readonly Statement[]) => boolean) => NAMES.filter((name) => may(statementsOf(name)));

const named = (type: string, id: string) => {
  const found = assembly.of(type).filter(({ name }) => new RegExp(`-${id}[0-9A-F]{8}$`, 'iu').test(name));
  expect([type, id, found.length]).toEqual([type, id, 1]);
  return found[0]!.name;
};
const table = (id: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${named('AWS::DynamoDB::Table', id)}`;
const key = (id: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${named('AWS::KMS::Key', id)}`;
const [directory, search, journeys, operations, outbox, audit] = [
  'Directory',
  'Search',
  'Journeys',
  'Operations',
  'AuditOutbox',
  'Audit',
].map(table) as [string, string, string, string, string, string];
const TABLES = [directory, search, journeys, operations, outbox, audit];
const [seedKey, exportKey, dataKey] = ['SeedKey', 'ExportKey', 'DataKey'].map(key) as [string, string, string];

/** A request for items with these keys, as DynamoDB describes it. */
const items = (action: string, resource: string, ...keys: string[]) => ({
  action: `dynamodb:${action}`,
  resource,
  context: { 'dynamodb:LeadingKeys': keys },
});
const READS = ['GetItem', 'BatchGetItem', 'Query', 'PartiQLSelect'];
const WRITES = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLInsert',
  'PartiQLUpdate',
  'PartiQLDelete',
];
const readersOf = (resource: string, ...keys: string[]) =>
  who((statements) => READS.some((action) => mayDo(statements, items(action, resource, ...keys))));
const writersOf = (resource: string, ...keys: string[]) =>
  who((statements) => WRITES.some((action) => mayDo(statements, items(action, resource, ...keys))));
const withContext = (action: string, resource: string, context: Readonly<Record<string, string>>) => ({
  action: `kms:${action}`,
  resource,
  context: {
    ...Object.fromEntries(Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    ...(Object.keys(context).length > 0 ? { 'kms:EncryptionContextKeys': Object.keys(context) } : {}),
  } as Context,
});
const decrypting = (context: Readonly<Record<string, string>>) =>
  who((statements) => mayDo(statements, withContext('Decrypt', seedKey, context)));
const SEED_OPENERS = ['preview-part', 'ingest-part', 'logon', 'me-tokens', 'forgot-password', 'admin-resynchronise'];

describe('the function behind the pages that everybody may ask for', () => {
  const may = (action: string, resource: string, ...keys: string[]) =>
    mayDo(statementsOf('console'), items(action, resource, ...keys));

  test('reads the settings, what the brand is, and which languages the questions have, one at a time', () => {
    const kinds = ['SETTINGS', 'BRANDING', 'QUESTIONS', 'QUESTIONS#en', 'PACKERS', 'MAIL-TEXTS', 'USER#ana', 'TOKEN#1'];
    expect(kinds.filter((one) => may('GetItem', directory, one))).toEqual(['SETTINGS', 'BRANDING', 'QUESTIONS']);
    for (const action of [...READS.slice(1), ...WRITES])
      expect([action, kinds.filter((one) => may(action, directory, one))]).toEqual([action, []]);
    expect(may('GetItem', directory, 'SETTINGS', 'USER#ana')).toBe(false);
    for (const resource of [...TABLES.slice(1), `${directory}/index/journey`])
      for (const action of [...READS, ...WRITES]) expect(may(action, resource, 'SETTINGS')).toBe(false);
  });

  test('can reach no key of KMS but that of the tables, and that through DynamoDB and Secrets Manager alone', () => {
    for (const one of [seedKey, exportKey])
      for (const action of ['Decrypt', 'Encrypt', 'GenerateDataKey', 'Sign'])
        expect(mayDo(statementsOf('console'), withContext(action, one, { token: 'x' }))).toBe(false);
    const decrypt = { action: 'kms:Decrypt', resource: dataKey };
    expect(mayDo(statementsOf('console'), decrypt)).toBe(false);
    const via = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });
    expect(mayDo(statementsOf('console'), { ...decrypt, context: via('dynamodb') })).toBe(true);
    expect(mayDo(statementsOf('console'), { ...decrypt, context: via('s3') })).toBe(false);
  });
});

describe('seeds', () => {
  test('are opened by what verifies codes and by the import that compares them, bound to a token or an import', () => {
    expect(decrypting({ token: '000123456789' })).toEqual(SEED_OPENERS);
    expect(decrypting({ migration: 'ab12' })).toEqual(SEED_OPENERS);
    expect(decrypting({})).toEqual([]);
    expect(decrypting({ other: 'x' })).toEqual([]);
  });

  test('who may open them can list no tokens, by no table and no index, nor what finds people by a serial', () => {
    for (const name of SEED_OPENERS)
      for (const [resource, ...keys] of [
        [directory, 'TOKEN#1'],
        [directory, 'USER#ana'],
        [`${directory}/index/journey`, 'hq#0'],
        [search, 'FIND#word#1'],
        [`${journeys}/index/list`, 'hq#home#0'],
        [operations, 'BEFORE#ab12'],
        [outbox, 'AUDIT#2026-12-01#0'],
        [`${audit}/index/byDay`, 'AUDIT#2026-12-01#0'],
      ] as const)
        for (const action of ['Query', 'Scan', 'PartiQLSelect'])
          expect([name, action, resource, mayDo(statementsOf(name), items(action, resource, ...keys))]).toEqual([
            name,
            action,
            resource,
            false,
          ]);
  });

  test('who lists tokens can open none', () => {
    const listing = who((statements) => mayDo(statements, items('Query', `${directory}/index/journey`, 'hq#0')));
    expect(listing).toEqual(expect.arrayContaining(['admin-tokens', 'admin-users', 'read-manifest']));
    expect(listing.filter((name) => SEED_OPENERS.includes(name))).toEqual([]);
  });

  test('the key of a package is another one: what opens it alone opens no seed, and what opens seeds alone not it', () => {
    expect(decrypting({ run: 'ab12' })).toEqual(['verify-part', 'preview-part', 'ingest-part']);
    expect(who((statements) => mayDo(statements, withContext('Encrypt', seedKey, { run: 'ab12' })))).toEqual([
      'read-manifest',
    ]);
    // Both, since a part is opened and compared with what is here: no route reaches them.
    for (const name of ['preview-part', 'ingest-part']) expect(FUNCTIONS[name]?.routes).toBeUndefined();
  });

  test('data keys for seeds are made by the import, for administrators made in the beginning, and of decoys', () => {
    const making = (context: Readonly<Record<string, string>>) =>
      who((statements) => mayDo(statements, withContext('GenerateDataKey', seedKey, context)));
    expect(making({ migration: 'ab12' })).toEqual(['ingest-part']);
    expect(making({ token: '000123456789' })).toEqual(['admin-create']);
    expect(making({ token: 'decoy' })).toEqual(['logon', 'me-tokens', 'forgot-password', 'admin-create']);
    expect(making({})).toEqual([]);
  });

  test('a package is opened as it came by one function', () => {
    const opening = who((statements) => mayDo(statements, { action: 'kms:Decrypt', resource: exportKey }));
    expect(opening).toEqual(['read-manifest']);
  });
});

describe('mails', () => {
  const sending = who((statements) =>
    mayDo(statements, { action: 'ses:SendRawEmail', resource: `arn:aws:ses:${REGION}:${ACCOUNT}:identity/a.example` }),
  );

  test('who sends them opens no seed, and the queue’s function reads no token', () => {
    expect(sending).toEqual(['notify-users', 'send-round', 'send-mail', 'admin-campaigns']);
    expect(sending.filter((name) => SEED_OPENERS.includes(name))).toEqual([]);
    expect(readersOf(directory, 'TOKEN#1')).not.toContain('send-mail');
    expect(readersOf(operations, 'SESSION#ana').filter((name) => ['send-mail', 'send-round'].includes(name))).toEqual(
      [],
    );
  });
});

describe('the audit', () => {
  test('who puts entries reads, changes and removes none; the function that enters them writes nothing else', () => {
    const appending = who((statements) => mayDo(statements, items('PutItem', outbox, 'AUDIT#2026-12-01#0')));
    expect(appending.length).toBeGreaterThan(20);
    for (const action of WRITES.slice(1))
      expect([action, who((statements) => mayDo(statements, items(action, outbox, 'AUDIT#2026-12-01#0')))]).toEqual([
        action,
        [],
      ]);
    expect(readersOf(outbox, 'AUDIT#2026-12-01#0')).toEqual(['admin-callers', 'admin-audit']);
    expect(writersOf(audit, 'CHAIN#0')).toEqual(['audit-append']);
    expect(writersOf(operations, 'AUDIT#2026-12-01')).toEqual([]);
    expect(TABLES.slice(0, 5).filter((one) => writersOf(one, 'USER#ana', 'CHAIN#0').includes('audit-append'))).toEqual(
      [],
    );
  });
});

describe('the directory', () => {
  test('is read from end to end by the upgrade alone, and no other table by any function', () => {
    const scanning = (resource: string) =>
      who((statements) => mayDo(statements, { action: 'dynamodb:Scan', resource }));
    expect(scanning(directory)).toEqual(['upgrade']);
    for (const one of TABLES)
      for (const resource of one === directory ? [`${one}/index/journey`] : [one, `${one}/index/list`])
        expect([resource, scanning(resource)]).toEqual([resource, []]);
  });

  test('settings are written by the route of a super-administrator and by the states that wait for an approval or take it back', () => {
    expect(writersOf(directory, 'SETTINGS')).toEqual(['enable-self-service', 'restore-settings', 'admin-settings']);
    expect(writersOf(directory, 'PACKERS')).toEqual(['admin-keys']);
    expect(writersOf(directory, 'ADMINISTRATORS')).toEqual(['admin-users', 'admin-create']);
    expect(writersOf(operations, 'APPROVAL#hq')).toEqual(['enable-self-service', 'admin-runs']);
  });

  test('who reads reports for an administrator writes no user and no token', () => {
    const writers = new Set([...writersOf(directory, 'USER#ana'), ...writersOf(directory, 'TOKEN#1')]);
    for (const name of ['admin-runs', 'confirm-changes', 'check-rejects', 'summarize', 'preview-part'])
      expect([name, writers.has(name)]).toEqual([name, false]);
    for (const name of ['console', 'arrival', 'logoff', 'admin-people', 'admin-callers', 'admin-audit', 'admin-keys'])
      expect([name, writers.has(name)]).toEqual([name, false]);
  });

  test('a batch is refused where one of its keys is not allowed, and so is a request that names none', () => {
    const may = (context: Context) =>
      mayDo(statementsOf('logon'), { action: 'dynamodb:BatchGetItem', resource: directory, context });
    expect(may({ 'dynamodb:LeadingKeys': ['TOKEN#1', 'DECOY-1'] })).toBe(true);
    expect(may({ 'dynamodb:LeadingKeys': ['TOKEN#1', 'PACKERS'] })).toBe(false);
    expect(may({})).toBe(false);
  });
});

describe('every role', () => {
  test('is described in docs/iam.md as it is', () => {
    const page = readFileSync('docs/iam.md', 'utf8');
    expect(withRights(page)).toBe(page);
  });

  test.each(NAMES)(
    '%s: writes the log group of its own function and no other, and has no policy beside its own',
    (name) => {
      const [made] = assembly
        .of<{ Description?: string; Role: string; LoggingConfig: { LogGroup: string } }>('AWS::Lambda::Function')
        .filter(({ properties }) => properties.Description === `Landfall ${name}`);
      const { Role, LoggingConfig } = made!.properties;
      const logs = statementsOf(name).filter(({ Action }) =>
        [Action].flat().some((action) => action.startsWith('logs:')),
      );
      expect(logs.flatMap(({ Action }) => [Action].flat()).sort()).toEqual([
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]);
      const arn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LoggingConfig.LogGroup}`;
      expect([...new Set(logs.flatMap(({ Resource }) => [Resource].flat()))]).toEqual([`${arn}:*`]);
      const role = assembly.of('AWS::IAM::Role').find(({ name: known }) => Role.includes(known));
      expect([role?.properties['ManagedPolicyArns'], role?.properties['Policies']]).toEqual([undefined, undefined]);
    },
  );

  test('fits into what a role may hold in policies of its own, under the longest name of a deployment', () => {
    const longest = deployedAs({ name: 'n'.repeat(31), region: 'ap-southeast-2' });
    const sizes = NAMES.map((name) => {
      const { statements } = deployedFunction(longest, name);
      const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      // A name that CloudFormation makes ends in characters that are not known here.
      const made = text.match(/arn:/gu)?.length ?? 0;
      return { name, size: text.length + 30 * made };
    });
    // AWS: "IAM and AWS STS quotas": inline policies of a role together, without white space.
    expect(sizes.filter(({ size }) => size > 10_240)).toEqual([]);
    expect(Math.max(...sizes.map(({ size }) => size))).toBeGreaterThan(3_000);
  });

  test.each(NAMES)('%s: no action on everything, but those that know no resource', (name) => {
    // Service authorization references: these have no resource type.
    const FREE = [
      'ses:GetAccountSendingEnabled',
      'ses:GetIdentityVerificationAttributes',
      'ses:GetSendQuota',
      'dynamodb:ListStreams',
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
    ];
    const everywhere = statementsOf(name)
      .filter(({ Effect, Resource }) => Effect === 'Allow' && [Resource].flat().includes('*'))
      .flatMap(({ Action }) => [Action].flat());
    expect(everywhere.filter((action) => !FREE.includes(action))).toEqual([]);
    const actions = statementsOf(name).flatMap(({ Action }) => [Action].flat());
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test.each(NAMES)('%s: passes and assumes no role, and changes no policy, key or function', (name) => {
    for (const action of [
      'iam:PassRole',
      'iam:AttachRolePolicy',
      'iam:PutRolePolicy',
      'iam:CreateAccessKey',
      'sts:AssumeRole',
      'kms:CreateGrant',
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'lambda:UpdateFunctionCode',
      'lambda:InvokeFunction',
      'dynamodb:DeleteTable',
      'dynamodb:UpdateTable',
      's3:PutBucketPolicy',
      'secretsmanager:PutSecretValue',
      'states:StopExecution',
      'logs:DeleteLogGroup',
    ])
      for (const resource of ['*', dataKey, directory, `arn:aws:iam::${ACCOUNT}:role/x`])
        expect([action, mayDo(statementsOf(name), { action, resource })]).toEqual([action, false]);
  });
});
