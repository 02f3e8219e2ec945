/** `npm run simulate`: how long a first import of so many users takes on AWS, what it costs, and which quota to raise. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VALUES } from '../configuration/values.ts';
import { countedSchema } from '../cost/counts.ts';
import { ROOT } from '../paths.ts';
import { quotasOf } from './account.ts';
import { SIZES, sectionOf, servicesOf, timesOf, withSection } from './page.ts';
import { reportOf } from './report.ts';
import { firstImportOf, type Machine } from './states.ts';
import { unitsSchema } from './units.ts';
import { type Inputs, UNITS_OF_ONE_KEY } from './work.ts';

const HELP = `
Usage: npm run simulate -- [OPTION ...]

Plays a first import on AWS in virtual time, by AWS's quotas and by what was counted of the functions' work, and prints
for each number of users: minutes, dollars by service, the first quota that is met, and which one to raise.

  --users N,...      numbers of users, such as 1e6 (default: ${SIZES.join(', ')})
  --concurrency N    concurrent executions of the account (accountConcurrency; default: a new account's)
  --workers N        parts at once (workerConcurrency; default: half of the executions, at most 1000)
  --warm-writes N    writes a second that each table has ready (warmThroughput; default: a new table's)
  --ses-rate N       mails a second that Amazon SES takes
  --ses-day N        mails in 24 hours that Amazon SES takes
  --json             as JSON, times in seconds
  --write            writes the section of docs/scale.md
  --help             this`;

const { values } = parseArgs({
  options: {
    users: { type: 'string' },
    concurrency: { type: 'string' },
    workers: { type: 'string' },
    'warm-writes': { type: 'string' },
    'ses-rate': { type: 'string' },
    'ses-day': { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const MOST_USERS = 1e8;

/** @throws Error where the option's text is no whole number from 1 on */
function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1 on.`);
  return number;
}

function usersOf(text: string | undefined): readonly number[] {
  if (text === undefined) return SIZES;
  const all = text.split(',').map((one) => whole('users', one)!);
  if (all.some((users) => users > MOST_USERS))
    throw new Error('--users takes 1e8 at most: a package has 100,000 parts.');
  return all;
}

const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));
const inputs: Inputs = {
  counted: countedSchema.parse(json('infra', 'cost', 'counted.json')),
  units: unitsSchema.parse(json('infra', 'scale', 'units.json')),
  states: firstImportOf(json('statemachines', 'migration.asl.json') as Machine),
  unitsOfOneKey: UNITS_OF_ONE_KEY,
};
const packageDays = VALUES.packageDays.parse(undefined);

function print(): void {
  const quotas = quotasOf({
    concurrency: whole('concurrency', values.concurrency),
    workers: whole('workers', values.workers),
    warmWrites: whole('warm-writes', values['warm-writes']),
    mailRate: whole('ses-rate', values['ses-rate']),
    mailDay: whole('ses-day', values['ses-day']),
  });
  const reports = usersOf(values.users).map((users) => reportOf(inputs, users, quotas, packageDays));
  if (values.json) {
    const plain = reports.map(({ outcome, ...report }) => ({
      ...report,
      outcome: { ...outcome, waited: Object.fromEntries(outcome.waited) },
    }));
    console.log(JSON.stringify(plain, null, 2));
    return;
  }
  const ends = reports.flatMap(({ users, ends }) => ends.map((what) => `${users} users: ${what}`));
  console.log([...timesOf(reports), '', ...servicesOf(reports), ...(ends.length > 0 ? ['', ...ends] : [])].join('\n'));
}

try {
  const page = join(ROOT, 'docs', 'scale.md');
  if (values.help) console.log(HELP.trim());
  else if (values.write) writeFileSync(page, withSection(readFileSync(page, 'utf8'), sectionOf(inputs, packageDays)));
  else print();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
