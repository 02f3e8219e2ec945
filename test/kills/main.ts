/**
 * `npm run test:kills`: the whole embedded deployment is killed (SIGKILL) at moments that a seed draws, while it imports, corrects, rolls back
 * and mails, and started again on the same folder. At the end it must be as if it had not been killed. Prints each seed that failed.
 */
import { parseArgs } from 'node:util';
import { INTEGRATION, run, SYNTH } from '../check.ts';
import { killedRun, undisturbedRun } from './run.ts';

const HELP = `npm run test:kills -- [--users N] [--mails N] [--told N] [--runs N] [--from N] [--seed N]

  --users N   people of the source (20000)
  --mails N   of them those who are told by a campaign (a tenth)
  --told N    people of another source, whom their import tells meanwhile (a tenth as many)
  --runs N    runs, each with a seed of its own (50)
  --from N    the first seed (1)
  --seed N    the same; with --runs 1 a run that failed, again

Ends with 1 where a run failed. The moments are parts of the times that an undisturbed run takes here.
`;
const number = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    users: number,
    mails: number,
    told: number,
    runs: number,
    from: number,
    seed: number,
    help: { type: 'boolean', default: false },
  },
});
const asked = {
  users: Number(values.users ?? 20_000),
  runs: Number(values.runs ?? 50),
  from: Number(values.seed ?? values.from ?? 1),
};
const tenth = Math.ceil(asked.users / 10);
const size = { users: asked.users, mails: Number(values.mails ?? tenth), told: Number(values.told ?? tenth) };
if (values.help || ![...Object.values(asked), size.mails, size.told + 1].every((n) => Number.isInteger(n) && n > 0)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const synthesized = await run(SYNTH, true);
if (synthesized.code !== 0) process.exit(synthesized.code);
Object.assign(process.env, INTEGRATION.env);
const seconds = () => (performance.now() / 1000).toFixed(0).padStart(6);
const say = (line: string) => console.log(`[${seconds()} s] ${line}`);
say(`An undisturbed run with ${size.users} users, of whom ${size.mails} are told by a campaign`);
const undisturbed = await undisturbedRun(size, say);
const failed: number[] = [];
const total = { kills: 0, uncertain: 0, mails: 0 };
for (let seed = asked.from; seed < asked.from + asked.runs; seed += 1) {
  say(`Seed ${seed} (${seed - asked.from + 1} of ${asked.runs}; ${failed.length} failed)`);
  const { faults, kills, uncertain, mails } = await killedRun(seed, size, undisturbed, say);
  total.kills += kills;
  total.uncertain += uncertain;
  total.mails += mails;
  say(
    `  ${kills} kills, ${mails} mails, ${uncertain} of them or beside them uncertain: ${faults.length === 0 ? 'as undisturbed' : 'FAILED'}`,
  );
  if (faults.length === 0) continue;
  failed.push(seed);
  for (const fault of faults) console.log(`    ${fault}`);
  console.log(
    `    Again: npm run test:kills -- --users ${size.users} --mails ${size.mails} --told ${size.told} --seed ${seed} --runs 1`,
  );
}
say(
  `${asked.runs} runs, ${total.kills} kills, ${total.mails} mails, ${total.uncertain} uncertain. Failed seeds: ${failed.join(', ') || 'none'}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
