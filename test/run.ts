/**
 * `npm test`: everything. The real clients and the browser that some tests want are installed from Debian's packages where
 * that is possible, with a clear word where it is not; those tests then say that they were skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLLECTED } from '#local/iam/records.ts';
import { CLOUD, COVERED, check, countTests, INTEGRATION, type Result, run, SYNTH, TYPES } from './check.ts';
import { readCollected, reportOf } from './permissions/report.ts';
import { slowestOf } from './reporter.ts';

const CLIENTS = {
  stoken: 'stoken',
  pskc2pskc: 'pskc-utils',
  oathtool: 'oathtool',
  pskctool: 'pskctool',
  slapd: 'slapd',
  ldapadd: 'ldap-utils',
  aws: 'awscli',
  faketime: 'faketime',
  chromium: 'chromium',
  fish: 'fish',
  zsh: 'zsh',
};

const found = (program: string) =>
  ['/usr/bin', '/usr/sbin', ...(process.env['PATH'] ?? '').split(':')].some((folder) =>
    existsSync(`${folder}/${program}`),
  );

function installClients(): void {
  const missing = Object.entries(CLIENTS).filter(([program]) => !found(program));
  if (missing.length === 0) return;
  const names = missing.map(([, name]) => name).join(' ');
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(
      `Not installed, and this account can't install them: ${names}. The tests that need them are skipped (apt-get install ${names}).`,
    );
    return;
  }
  console.log(`Installing Debian's ${names} for the tests against real clients ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 240_000 }).status === 0;
  apt('update');
  for (const [program, name] of missing) {
    if (!apt('install', '-y', '--no-install-recommends', name))
      console.log(`apt-get could not install ${name}: the tests that need ${program} are skipped.`);
  }
}

/** Where both kinds of tests find Amazon's engine: those of the adapters, and those of the whole deployment. */
async function amazonsEngine(): Promise<{ env: Record<string, string>; stop: () => void }> {
  const { fetchDynamoDbLocal, startDynamoDbLocal } = await import('./support/dynamodb-local.ts');
  const folder = fetchDynamoDbLocal();
  const { endpoint, stop } = await startDynamoDbLocal(folder);
  return { env: { LANDFALL_DYNAMODB_LOCAL: folder, LANDFALL_TEST_DYNAMODB: endpoint }, stop };
}

const dynamodbLocal = process.argv.includes('--dynamodb-local');
const results: Result[] = [];
if (!dynamodbLocal) {
  installClients();
  results.push(...(await check(COVERED)));
  console.log('\nWhat the cloud will read (npm run lint:cloud)');
  results.push(...(await Promise.all([run(CLOUD, true), ...TYPES.map((step) => run(step))])));
}
if (dynamodbLocal) results.push(await run(SYNTH, true));
const { env, stop } = dynamodbLocal ? await amazonsEngine() : { env: {}, stop: () => undefined };
console.log(`\nIntegration tests, on ${dynamodbLocal ? "Amazon's DynamoDB Local" : 'the embedded engines'}`);
const permissions = mkdtempSync(join(tmpdir(), 'landfall-permissions-'));
results.push(await run({ ...INTEGRATION, env: { ...INTEGRATION.env, ...env, [COLLECTED]: permissions } }, true));
stop();
const { unused, faults } = reportOf(readCollected(permissions));
rmSync(permissions, { recursive: true });
console.log(`\nPermissions that no test used (docs/embedded-deployment.md, IAM): ${unused.length}`);
for (const line of unused) console.log(`  ${line}`);
for (const line of faults) console.log(`IAM, ${line}`);

console.log(
  `\nThe slowest files (CONTRIBUTING.md says why):\n${slowestOf(results.map(({ output }) => output)).join('\n')}`,
);
const { passed, failed, skipped } = countTests(results.map((result) => result.output));
const iam: Result = { name: 'IAM', command: [], code: faults.length, output: '', seconds: 0 };
const broken = [...results, iam].filter((result) => result.code !== 0);
for (const { name } of broken) console.log(`FAILED ${name}`);
console.log(
  `\n${passed} passed, ${failed + (failed === 0 ? broken.length : 0)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
