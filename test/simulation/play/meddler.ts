/** Everything else that administrators do while packages come in: settings, campaigns, users, tokens, runs; in any order, at any moment. */
import type { RunView } from '#core/migration/record.ts';
import { etagOf } from './administrator.ts';
import { PACKER } from './packages.ts';
import { asked, get, isDone, type Stage } from './stage.ts';

type Item = Readonly<Record<string, unknown>>;
type Act = (stage: Stage, who: string) => Promise<unknown>;

const people = ({ world }: Stage): Item[] => world.items('directory').filter(({ sk }) => sk === 'USER');
const tokens = ({ world }: Stage): Item[] => world.items('directory').filter(({ sk }) => sk === 'TOKEN');
const drawnOf = <T>(stage: Stage, some: readonly T[]): T | undefined =>
  some.length === 0 ? undefined : stage.world.scheduler.pick(some);

const SETTINGS: readonly Record<string, Record<string, unknown>>[] = [
  { consoleAuthentication: { selfService: 'RSA_Password' } },
  { consoleAuthentication: { selfService: 'RSA_Password+SecurID_Native' } },
  { consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' } },
  { selfServiceFeatures: { forgotPasswordLink: true } },
  { selfServiceFeatures: { forgotPasswordLink: false } },
  { corrections: { told: 'apply' } },
  { corrections: { told: 'confirm' } },
  { migration: { policy: 'update' } },
  { migration: { policy: 'correct' } },
  { reminders: { everyDays: 1 } },
  { internalDatabase: { passwordRequired: false } },
  { recovery: { mode: 'email-link+token' } },
  { recovery: { mode: 'questions' } },
];

const changeSettings: Act = async (stage, who) => {
  const seen = await get<{ version: number }>(stage, who, '/settings');
  if (seen)
    await asked(stage, who, 'PATCH', '/settings', {
      body: { version: seen.version, settings: drawnOf(stage, SETTINGS) },
    });
};

const startCampaign: Act = (stage, who) => {
  const { scheduler } = stage.world;
  const { random } = scheduler;
  const users = people(stage)
    .map(({ userId }) => String(userId))
    .filter(() => random(2) === 0);
  const audience =
    random(3) === 0 && users.length > 0
      ? { users }
      : random(2) === 0
        ? { source: drawnOf(stage, ['old', 'west']) }
        : {};
  const body = {
    mail: random(4) === 0 ? 'reminder' : 'migration',
    ...audience,
    ...(random(5) === 0 ? { again: true } : {}),
    ...(random(6) === 0 ? { at: scheduler.now() + random(30 * 60_000) } : {}),
  };
  return asked(stage, who, 'POST', '/campaigns', { body });
};
const tellOne: Act = async (stage, who) => {
  const user = drawnOf(stage, people(stage));
  if (user) await asked(stage, who, 'POST', '/users/tell', { body: { userId: user['userId'], mail: 'migration' } });
};
const actOnCampaign: Act = async (stage, who) => {
  const { campaigns = [] } = (await get<{ campaigns: { id: string }[] }>(stage, who, '/campaigns')) ?? {};
  const campaign = drawnOf(stage, campaigns);
  if (campaign)
    await asked(
      stage,
      who,
      'POST',
      `/campaigns/${campaign.id}/${stage.world.scheduler.pick(['hold', 'resume', 'resume', 'end'])}`,
    );
};

const actOnUser: Act = async (stage, who) => {
  const user = drawnOf(stage, people(stage));
  if (!user) return;
  const query = { userId: String(user['userId']) };
  const { pick, random } = stage.world.scheduler;
  const act = pick(['disable', 'enable', 'enable', 'lock', 'unlock', 'clear-answers', 'end-sessions']);
  const drawn = random(4);
  if (drawn < 2) await asked(stage, who, 'POST', '/user/act', { query, body: { act } });
  else if (drawn === 2)
    await asked(stage, who, 'POST', '/user/reset-password', { query, body: { method: pick(['link', 'one-time']) } });
  else {
    const body = { version: user['version'], email: `here.${random(100)}@corp.example` };
    await asked(stage, who, 'PATCH', '/user', { query, body });
  }
};
const eraseUser: Act = async (stage, who) => {
  const user = drawnOf(
    stage,
    people(stage).filter(({ role }) => role === undefined),
  );
  if (!user) return;
  const userId = String(user['userId']);
  let next: string | undefined;
  for (let left = 10; left > 0; left--) {
    const body = {
      confirm: userId,
      deleteTokens: stage.world.scheduler.random(2) === 0,
      ...(next === undefined ? {} : { next }),
    };
    const answer = await asked(stage, who, 'POST', '/user/erase', { query: { userId }, body });
    next = isDone(answer) ? (answer.body as { next?: string }).next : undefined;
    if (next === undefined) return;
  }
};

const actOnToken: Act = async (stage, who) => {
  const token = drawnOf(stage, tokens(stage));
  if (!token) return;
  const query = { serial: String(token['serial']) };
  const { version } = token;
  const { random } = stage.world.scheduler;
  const user = drawnOf(stage, people(stage));
  if (token['assignee'] === undefined && random(4) === 0)
    await asked(stage, who, 'POST', '/token/delete', { query, body: { version } });
  else if (token['assignee'] === undefined && user)
    await asked(stage, who, 'POST', '/token/assign', { query, body: { version, userId: user['userId'] } });
  else if (random(2) === 0) await asked(stage, who, 'POST', '/token/unassign', { query, body: { version } });
  else await asked(stage, who, 'PATCH', '/token', { query, body: { version, enabled: random(2) === 0 } });
};

const actOnRun: Act = async (stage, who) => {
  const { runs = [] } = (await get<{ runs: RunView[] }>(stage, who, '/runs')) ?? {};
  const run = drawnOf(
    stage,
    runs.filter(({ kind }) => kind !== 'campaign'),
  );
  if (!run) return;
  const drawn = stage.world.scheduler.random(4);
  if (drawn === 0) await asked(stage, who, 'POST', `/runs/${run.id}/rollback`, { body: { preview: false } });
  else if (drawn === 1) await asked(stage, who, 'POST', `/runs/${run.id}/confirmation`);
  else await asked(stage, who, 'POST', `/runs/${run.id}/resume`);
};
/** The execution is stopped in the console of AWS. */
const abortRun: Act = async ({ world }) => {
  const running = world.machines.running();
  if (running.length > 0) world.machines.stop(world.scheduler.pick(running).executionArn);
};
const uploadAgain: Act = async (stage) => {
  const packed = drawnOf(stage, stage.sources.flat());
  if (!packed) return;
  const key = `uploads/again-${etagOf(packed.bytes).slice(0, 6)}-${stage.uploads.size}.zip`;
  stage.uploads.set(key, packed);
  stage.world.upload(key, packed.bytes);
};
const closeSource: Act = async (stage, who) => {
  const { scheduler } = stage.world;
  const name = scheduler.pick(['old', 'west']);
  const closed = await asked(stage, who, 'PATCH', '/source', { body: { name, closed: true } });
  await scheduler.sleep(scheduler.random(10 * 60_000));
  if (isDone(closed)) await asked(stage, who, 'PATCH', '/source', { body: { name, closed: false } });
};
const untrust: Act = async (stage, who) => {
  const { packers = [] } = (await get<{ packers: { id: string }[] }>(stage, who, '/packers')) ?? {};
  for (const { id } of packers) await asked(stage, who, 'DELETE', `/packers/${id}`);
  await stage.world.scheduler.sleep(stage.world.scheduler.random(10 * 60_000));
  await asked(stage, who, 'POST', '/packers', { body: PACKER });
};
const signOff: Act = async (stage, who) => {
  const user = drawnOf(stage, people(stage));
  if (user)
    await asked(stage, who, 'POST', '/close-down/sign-off', {
      body: { userIds: [user['userId']], off: stage.world.scheduler.random(3) > 0 },
    });
};

const ACTS: readonly (readonly [Act, number])[] = [
  [changeSettings, 4],
  [startCampaign, 5],
  [tellOne, 3],
  [actOnCampaign, 5],
  [actOnUser, 6],
  [eraseUser, 1],
  [actOnToken, 4],
  [actOnRun, 3],
  [abortRun, 1],
  [uploadAgain, 1],
  [closeSource, 1],
  [untrust, 1],
  [signOff, 1],
];
const DRAWN = ACTS.flatMap(([act, weight]) => Array.from({ length: weight }, () => act));

export async function meddler(stage: Stage, who: string, acts: number): Promise<void> {
  const { scheduler } = stage.world;
  for (let left = acts; left > 0; left--) {
    await scheduler.sleep(scheduler.random(15 * 60_000));
    await scheduler.pick(DRAWN)(stage, who);
  }
}
