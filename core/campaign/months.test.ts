/**
 * A campaign of half a year, execution by execution as the machine `campaign` runs them: each has its own tries, ends for good where they are used up, and
 * goes on with what its campaign's record says.
 */
import { readFileSync } from 'node:fs';
import { type mailWorld as MailWorld, mailsTo, mailWorld, person, settle, statusOf } from '#test/support/mail-world.ts';
import type { CampaignInput } from './campaign.ts';
import { repeatLostStarts } from './lost-starts.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * DAY_MS;
/** AWS Step Functions: Quotas, "Maximum execution history size". */
const MAX_EVENTS = 25_000;
/** Of a try: scheduled, started, and how it ended. Of a state: entered and exited. */
const EVENTS = { try: 3, state: 2 };

type Retry = { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number };
const { States } = JSON.parse(readFileSync('statemachines/campaign.asl.json', 'utf8')) as {
  States: { SendRound: { Retry: readonly Retry[] } };
};
/** The most tries that one visit of the state has, whatever fails in between. */
const TRIES = 1 + States.SendRound.Retry.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 0);

type World = ReturnType<typeof MailWorld>;
type Execution = { readonly name: string; readonly rounds: number; readonly ms: number; readonly failed: boolean };

/** Until the campaign is over. Each hour is the look of `remind-users`. @param isLost whether a start does not get through */
async function play(world: World, first: CampaignInput, isLost: () => boolean, each: () => void): Promise<Execution[]> {
  const executions: Execution[] = [];
  const id = first.migration;
  const look = () =>
    repeatLostStarts(
      {
        listCampaigns: async () => ({ campaigns: [world.runs.get(id)!] }),
        startExecution: async (name) => {
          if (!isLost()) world.started.push(name);
        },
      },
      world.clock,
    );
  let at: CampaignInput | undefined = first;
  while (at) {
    const began = world.clock;
    let [rounds, tries, goesOn] = [0, 0, true];
    while (goesOn && tries < TRIES) {
      each();
      const round = await world.round(at).catch(() => undefined);
      tries = round ? 0 : tries + 1;
      rounds += 1;
      goesOn = round?.goesOn ?? true;
      world.clock += (round?.waitSeconds ?? 5) * 1000;
    }
    executions.push({ name: `c-mail-${at.attempt}`, rounds, ms: world.clock - began, failed: goesOn });
    const record = world.runs.get(id)!;
    const next: string = record.execution;
    for (let hours = 0; record.status === 'starting' && !world.started.includes(next) && hours < 48; hours++) {
      world.clock += HOUR_MS;
      await look();
    }
    at =
      world.started.includes(next) && record.attempt > at.attempt
        ? { migration: id, attempt: record.attempt }
        : undefined;
  }
  return executions;
}

test('a campaign of half a year hands itself on, also where a start was lost for hours, and no execution comes near a limit of its machine', async () => {
  let lost = 0;
  const isLost = (): boolean => world.started.length === 3 && lost++ < 30;
  const world: World = mailWorld((port) => (port === 'start' && isLost() ? 'killed before' : undefined));
  settle(
    world,
    Array.from({ length: 360 }, (_, index) => person(`u${index}`)),
  );
  world.quota = { maxSendRate: 14, max24HourSend: 3 };
  const begun = world.clock;
  const executions = await play(world, world.begin('c'), isLost, () => {
    // In the third month a person comes, and one becomes able to log on.
    if (world.clock > begun + 70 * DAY_MS && !world.users.has('late')) settle(world, [person('late')]);
  });
  expect(world.runs.get('c')).toMatchObject({ status: 'succeeded', notices: { sent: 361 } });
  expect(world.clock - begun).toBeGreaterThan(170 * DAY_MS);
  expect([statusOf(world, 'late'), mailsTo(world, 'u359@corp.example'), world.inboxes.size]).toEqual(['sent', 1, 361]);
  expect(lost).toBe(31);
  expect(executions.filter(({ failed }) => failed)).toHaveLength(1);
  expect(executions.length).toBeGreaterThan(7);
  for (const { rounds, ms } of executions) {
    // The state, the choice behind it and the wait, and the tries if each round used up all but one of them.
    const most = rounds * (TRIES * EVENTS.try + 3 * EVENTS.state);
    expect([most < MAX_EVENTS, ms < YEAR_MS / 10]).toEqual([true, true]);
  }
}, 60_000);
