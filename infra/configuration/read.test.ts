import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib/core';
import { ConfigurationError } from './error.ts';
import { aboutOf } from './kinds.ts';
import { deploymentName } from './name.ts';
import { readConfiguration } from './read.ts';
import { CONFIGURATION_NAMES, type ConfigurationName, VALUES } from './values.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-configuration-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
function file(text: string, extension = 'ts'): string {
  const path = join(folder, `${count++}.config.${extension}`);
  writeFileSync(path, text);
  return path;
}

const read = (context: Record<string, unknown> = {}, path?: string) =>
  readConfiguration(new App({ context, analyticsReporting: false }).node, path);
function faultsOf(context: Record<string, unknown>, path?: string): string[] {
  try {
    read(context, path);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const [, ...faults] = (error as Error).message.split('\n');
    return faults.map((fault) => fault.trim());
  }
  throw new Error('nothing was refused');
}
const named = (context: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(context).map(([name, value]) => [`landfall:${name}`, value]));

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
/** For each value: what is wrong, in the forms that people type. */
const WRONG: Readonly<Record<ConfigurationName, readonly unknown[]>> = {
  name: ['Not A Name', 'a', 'landfall-', 'land--fall', '1st', 7],
  stage: ['Test', 'pre-production', ''],
  account: ['1234', 123_456_789_012, '12345678901x'],
  region: ['Frankfurt', 'eu-central', 'eu_central_1'],
  adopt: [7, []],
  domainName: ['https://logon.example.com', 'Logon.example.com', 'logon', 'logon.example.com/', '*.example.com'],
  certificateArn: ['certificate/1', ARN.replace('us-east-1', 'eu-central-1')],
  hostedZoneId: ['example.com', 'z0123456789'],
  hostedZoneName: ['example.com.', ''],
  waf: ['yes', 1, ''],
  wafRequestsPerFiveMinutes: [99, '1.5', 'many'],
  webAclArn: ['arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/a/b', 'a'],
  senderIdentity: ['Example', 'a@b', 'example.com '],
  mailFromDomain: ['a@example.com'],
  mailIdentity: ['arn:aws:ses:eu-central-1:123456789012:identity/example.com', ''],
  mailRequiresTls: ['on'],
  organisationName: ['', '   ', 'x'.repeat(101)],
  helpDesk: ['', 'x'.repeat(201)],
  mailFrom: ['example.com', 'IT <it@example.com>'],
  alarmEmail: ['ops', 'ops@example'],
  webhookUrl: ['http://hooks.example.com', 'hooks.example.com'],
  webhookSecret: ['', 'two words'],
  webhookHeader: ['x api key', ''],
  packageDays: [0, 31, 'many', '1e1', '', null, 1.5, true],
  reportDays: [6, 3651],
  logDays: [2, 366, 'a year'],
  apiAccessLog: ['ja'],
  siteAccessLog: [0],
  accessLogDays: [91],
  tracing: ['on'],
  accountConcurrency: [9, '1,000'],
  workerConcurrency: [0, 1001],
  queueConcurrency: [1, 1001],
  logonReserved: [-1, '10%'],
  logonProvisioned: [-1],
  apiRate: [0, 0.5],
  apiBurst: [0],
  logonRate: [100_001],
  logonBurst: ['none'],
  warmThroughput: [5, 'much', { directory: { reads: 12_000 } }, { directory: { reads: 1, writes: 4000 } }],
  gradualDeployment: ['on', 'canary', true],
  originKey: ['k 2', ''],
};

test('each value is refused where it is wrong, by its name, what was given and what is allowed', () => {
  for (const name of CONFIGURATION_NAMES) {
    expect([name, WRONG[name].length > 0]).toEqual([name, true]);
    for (const value of WRONG[name]) {
      const faults = faultsOf(named({ [name]: value }));
      const { allowed } = aboutOf(VALUES[name]);
      expect([name, value, faults.length]).toEqual([name, value, 1]);
      expect(faults[0]).toMatch(
        new RegExp(String.raw`^${name}[\w.]* \(landfall:${name}\): (?:given |is no JSON)`, 'u'),
      );
      if (faults[0]!.includes('given ')) expect(faults[0]).toContain(`, allowed: ${allowed}.`);
    }
  }
});

test('all that is wrong is said at once, with no stack trace, and a long value is cut short', () => {
  const given = { packageDays: 'many', name: 'x'.repeat(500), waf: 'perhaps' };
  const faults = faultsOf(named(given));
  expect(faults).toHaveLength(3);
  expect(faults.join('\n').length).toBeLessThan(600);
  expect(faults).toContain(
    'packageDays (landfall:packageDays): given "many", allowed: a whole number of days from 1 to 30.',
  );
  try {
    read(named(given));
  } catch (error) {
    expect((error as Error).stack).not.toMatch(/^\s+at /mu);
    expect((error as Error).message).toMatch(/^The configuration has 3 faults \(docs\/configuration\.md\):\n/u);
  }
});

test('what is wrong between values is said beside what is wrong by itself, and nothing that is wrong is called missing', () => {
  const faults = faultsOf(named({ packageDays: 'many', logonReserved: 5, apiRate: 5, nmae: 'x' }));
  const names = faults.map((fault) => fault.split(' ')[0]);
  expect(new Set(names)).toEqual(new Set(['apiBurst:', 'logonReserved', 'nmae', 'packageDays']));
  expect(names.length).toBe(4);
  expect(faultsOf(named({ webhookUrl: 'http://a.example', webhookSecret: 's' }))).toEqual([
    'webhookUrl (landfall:webhookUrl): given "http://a.example", allowed: an https address.',
  ]);
});

test('a name that is not known is an error with the nearest known name, also inside an object and before the colon', () => {
  expect(faultsOf({ 'landfall:nmae': 'x' })).toEqual(['nmae (landfall:nmae): is not known. Did you mean name?']);
  expect(faultsOf({ 'landfall:Alarmemail': 'x' })[0]).toMatch(/Did you mean alarmEmail\?$/u);
  expect(faultsOf({ 'landfal:name': 'x' })).toEqual([
    'landfal:name (context): is not known. Did you mean landfall:name?',
  ]);
  expect(faultsOf({ 'landfall:adopt': { directry: 'x' } })).toEqual([
    'adopt.directry (landfall:adopt): is not known. Did you mean directory?',
  ]);
  expect(faultsOf({ 'landfall:warmThroughput.directory.read': 1 })[0]).toMatch(/given|reads/u);
  const path = file('export default { domainname: "logon.example.com", somethingElse: 1 };');
  const faults = faultsOf({}, path);
  expect(faults[0]).toBe(`domainname (${path}): is not known. Did you mean domainName?`);
  expect(faults[1]).toMatch(/^somethingElse \(.*\): is not known\. Known are name, stage, /u);
  expect(() => read({ 'other:name': 'x', 'aws:cdk:enable': true })).not.toThrow();
});

test('the command line wins over the file, a name with dots sets a value inside an object, and text becomes what it says', () => {
  const path = file(`export default {
    name: 'from-file', packageDays: 3, reportDays: 100,
    warmThroughput: { directory: { reads: 13000, writes: 5000 } },
  };`);
  const configuration = read(
    {
      'landfall:name': 'from-context',
      'landfall:packageDays': '7',
      'landfall:waf': 'true',
      'landfall:warmThroughput.directory.writes': '9000',
    },
    path,
  );
  expect(configuration).toMatchObject({ name: 'from-context', packageDays: 7, reportDays: 100, waf: true });
  expect(configuration.warmThroughput).toEqual({ directory: { reads: 13_000, writes: 9000 } });
  expect(read(named({ warmThroughput: '{"audit":{"reads":"12000","writes":4000}}' })).warmThroughput).toEqual({
    audit: { reads: 12_000, writes: 4000 },
  });
  expect(faultsOf(named({ warmThroughput: '{"audit":' }))[0]).toMatch(/is no JSON/u);
});

test('landfall:config names another file, and the command line still wins over it', () => {
  const other = file('{"name":"other","stage":"test"}', 'json');
  const configuration = read(
    { 'landfall:config': other, 'landfall:stage': 'pilot' },
    file('export default { name: "first" };'),
  );
  expect(configuration).toMatchObject({ name: 'other', stage: 'pilot' });
  expect(deploymentName(configuration)).toBe('other-pilot');
});

test.each([
  ['there is no such file', '/nowhere/landfall.config.ts', /there is no such file/u],
  ['it can not be parsed', file('export default { name: '), /Expression expected/u],
  ['it is no JSON', file('{"name":', 'json'), /JSON/u],
  ['it throws', file('throw new Error("the secret is missing");'), /the secret is missing/u],
  ['it has no default export', file('export const name = "x";'), /export default defineConfig/u],
  ['it is a list', file('[]', 'json'), /export default defineConfig/u],
])('a file that can not be loaded says why: %s', (_what, path, why) => {
  expect(() => read({ 'landfall:config': path })).toThrow(ConfigurationError);
  expect(() => read({ 'landfall:config': path })).toThrow(why);
});

test("Node's own loader names the line of a mistake, and an import that is not there", () => {
  const module = pathToFileURL(join(process.cwd(), 'infra', 'configuration', 'file.ts')).href;
  const load = (path: string) => {
    const code = `import { readConfigurationFile } from ${JSON.stringify(module)};
      try { console.log(readConfigurationFile(process.argv[1])); } catch ({ message }) { console.log(message); }`;
    const args = ['--no-warnings', '--input-type=module', '--eval', code, path];
    return execFileSync(process.execPath, args, { encoding: 'utf8' });
  };
  expect(load(file('export default {\n  name: '))).toMatch(/: Expression expected \(line 2\)\n$/u);
  expect(load(file('import "./nothing.ts"; export default {};'))).toMatch(/Cannot find module .*nothing\.ts/u);
  expect(load(file('const stage: string = "test";\nexport default { stage };'))).toBe("{ stage: 'test' }\n");
});

test('the file of the project is right and has a line for each value, and nothing given is right too', () => {
  expect(() => read({}, 'landfall.config.ts')).not.toThrow();
  const lines = [...readFileSync('landfall.config.ts', 'utf8').matchAll(/^ {2}(?:\/\/ )?(\w+): /gmu)];
  expect(lines.map((match) => match[1])).toEqual(CONFIGURATION_NAMES);
  expect(read()).toMatchObject({ name: 'landfall', packageDays: 1, adopt: {}, waf: false });
});
