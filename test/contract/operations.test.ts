/** docs/operations.md names whatever an operator may set or be alarmed by, and has a runbook for each alarm, which a test has played. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CONFIGURATION_NAMES } from '#infra/configuration/values.ts';
import { createApp } from '#infra/stacks/app.ts';
import { withConfiguration } from '#infra/synth/configuration-page.ts';
import { createProgram } from '../../cli/program.ts';
import { builtStandIns, deployedAs } from '../support/cloud.ts';
import { FULL, FULL_REGION } from '../support/full-deployment.ts';
import { commandsOf, sectionOf } from '../support/runbook.ts';

const page = readFileSync('docs/operations.md', 'utf8');
const rows = (heading: string) => [...sectionOf(heading).matchAll(/^\| \[?`([^`]+)`/gmu)].map((match) => match[1]!);

test('every value of the configuration has its row, as `npm run generate` writes it', () => {
  const configuration = readFileSync('docs/configuration.md', 'utf8');
  expect(configuration).toBe(withConfiguration(configuration));
  for (const name of CONFIGURATION_NAMES) expect(configuration).toContain(`\n| \`${name}\` | `);
});

const NAME = 'landfall';
/** With everything switched on, which brings alarms of its own. Those that take a deployment back have no action. */
const described = [
  deployedAs({ name: NAME, region: FULL_REGION, configuration: FULL }),
  deployedAs({ name: NAME, region: 'us-east-1', configuration: FULL }, ['EdgeWatch']),
]
  .flatMap(({ of }) =>
    ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
      of<{ AlarmName?: string; AlarmDescription: string }>(type),
    ),
  )
  .filter(({ name }) => !name.includes('GradualDeployment'));
/** The runbooks that the template's alarms name: several alarms of one cause name one. */
const alarms = [
  ...new Set(
    described.map(
      ({ properties: { AlarmDescription: text } }) => /docs\/operations\.md, runbook (\w+)$/u.exec(text)?.[1] ?? text,
    ),
  ),
].sort();
/** Runbooks of what the embedded deployment can't show, and why: their sections say so. */
const AWS_ALONE: Readonly<Record<string, string>> = {
  MailEventsLost: 'the embedded deployment hands the events over without SNS',
  MachinesThrottled: 'the embedded deployment has no such quota',
  SchedulesSilent: 'the schedules of the embedded deployment are timers of its own process',
  EventsDropped: 'the embedded deployment calls until the function has taken the event',
  NearTimeouts: 'no function of the embedded deployment comes near its time',
  ConcurrencyHigh: 'the embedded deployment lets ten executions run at once and the others wait, and refuses none',
  TablesThrottled: 'the engine of the embedded deployment throttles nobody',
  AlarmsUndelivered: 'the embedded deployment has no alarms',
  SiteErrors: 'the embedded deployment has no distribution before its API',
  CertificateExpires: 'the embedded deployment has no certificate',
  ApiSlow: 'how long a request takes on this machine says nothing of AWS',
};
/** Runbooks of what no alarm tells. */
const CASES = [
  'A leaked key',
  'A lost key',
  'A stack that is lost',
  'A stuck run',
  'A wrong import',
  'SES trouble',
  'Tables restored to an earlier point',
  'The outage of a region',
];
const runbooks = [...page.slice(page.indexOf('\n## Runbooks\n')).matchAll(/^### (.+)$/gmu)].map((match) => match[1]!);

test('every alarm has its row', () => {
  expect(alarms).toContain('MigrationsFailed');
  expect(rows('Alarms').sort()).toEqual(alarms);
});

test('every alarm and every case has its runbook, and no runbook is about something else', () => {
  expect([...runbooks].sort()).toEqual([...CASES, ...alarms.map((name) => `\`${name}\``)].sort());
});

test('every alarm that shares a runbook is named in its row or is one of a family', () => {
  const row = (name: string) =>
    sectionOf('Alarms')
      .split('\n')
      .find((line) => line.startsWith(`| [\`${name}\`]`))!;
  for (const { properties } of described) {
    const { AlarmName = '', AlarmDescription: text } = properties;
    const runbook = text.slice(text.lastIndexOf(' ') + 1);
    const id = AlarmName.replace(`${NAME}-`, '').replace(`${FULL_REGION}-`, '');
    if (AlarmName !== '' && id !== runbook && !/^(?:FunctionFailing|TableThrottled)/u.test(id))
      expect(row(runbook)).toContain(`\`${id}\``);
  }
});

test.each(runbooks)(
  'the runbook %s says what it means, what to type, when it is over, and which test on a deployment played it or why none can',
  (name) => {
    const text = sectionOf(name);
    expect(text).toMatch(/\*\*(?:Means|When|Seen)\*\*|^What each holds|^First stop its use|^\| error \| means \|/mu);
    expect(commandsOf(name).length).toBeGreaterThan(0);
    expect(text).toMatch(/\*\*Over when\*\* \S/u);
    // test/contract/security.test.ts looks whether they are there.
    const reason = AWS_ALONE[name.replaceAll('`', '')];
    expect(/\*\*Not tried here\*\*: (.+)\.$/mu.exec(text)?.[1]).toBe(reason);
    if (reason !== undefined) return;
    const [, tried = ''] = text.split('**Tried by**');
    expect(tried).toMatch(/`test\/(?:e2e|integration|contract)\/[\w-]+\.test\.ts › [^`]+`/u);
  },
);

/** What is wrong with a `landfall` command, by the program's own commands and options. */
function fault(words: readonly string[]): string | undefined {
  let command: Command = createProgram('0');
  let at = 0;
  for (;;) {
    const next: Command | undefined = command.commands.find((one) => one.name() === words[at]);
    if (!next) break;
    command = next;
    at += 1;
  }
  if (at === 0) return `no command ${words[0]}`;
  const options = words.slice(at).filter((word) => word.startsWith('--'));
  const wrong = options.find((word) => !command.options.some(({ long }) => long === word));
  return wrong === undefined ? undefined : `${command.name()} has no ${wrong}`;
}

test('every command of a runbook is one of `landfall`, with its options, and each log and queue that it names is one of the template', () => {
  const { stacks } = createApp({ built: builtStandIns() }).synth();
  const all = stacks.flatMap(({ template }) =>
    Object.entries((template as { Resources: Record<string, { Type: string }> }).Resources),
  );
  const named = (type: string, prefix: string) =>
    all.filter(([id, { Type }]) => Type === type && id.startsWith(prefix)).length;
  const commands = runbooks.flatMap((name) => commandsOf(name).map((command) => ({ name, command })));
  const faults = commands.flatMap(({ name, command }) => {
    const [first = '', second = '', ...more] = command.split(' ');
    if (first === 'log' && named('AWS::Logs::LogGroup', `Functions${second}Log`) !== 1) return [[name, command]];
    if (first === 'redrive' && named('AWS::SQS::Queue', second) !== 1) return [[name, command]];
    const wrong = first === 'landfall' ? fault([second, ...more]) : undefined;
    return wrong === undefined ? [] : [[name, wrong]];
  });
  expect(commands.length).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});
