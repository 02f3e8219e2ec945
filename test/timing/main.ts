/**
 * `npm run test:timing`: can an attacker tell by the time of an answer whether a user exists, or the state of the account
 * (F1, T2)? Every kind of user is asked about as often as an unknown user ID, in random order, one request at a time;
 * a rank test compares the times. It is no part of `npm test`, since it needs a quiet machine.
 */
import { randomInt } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { parseArgs } from 'node:util';
import { startLandfall } from '../support/deployment.ts';
import { openImporter } from '../support/imported.ts';
import { idOf, importUsersOfEachKind, KINDS, type Kind, PROBES } from '../support/user-kinds.ts';
import { areaUnderCurve, median } from './rank.ts';

const BOUNDS = [0.45, 0.55] as const;
/** Requests for each user: fewer than the failures that lock an account here. */
const REQUESTS_A_USER = 80;
const HELP = `npm run test:timing -- [--requests N] [--ask TEXT]

  --requests N   how often each kind of user is asked about (2000)
  --ask TEXT     only the requests whose name holds TEXT: ${Object.keys(PROBES).join(', ')}

Prints for each kind the median time and the area under the curve against an unknown user ID; ends with 1 where one
is outside ${BOUNDS.join(' to ')}, or an answer differs.
`;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '2000' },
    ask: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const requests = Number(values.requests);
const asks = Object.entries(PROBES).filter(([name]) => name.includes(values.ask));
if (!Number.isInteger(requests) || requests < 1 || asks.length === 0) {
  console.error(HELP);
  process.exit(2);
}

const running = await startLandfall();
const agent = new Agent({ keepAlive: true, maxSockets: 10 });
type Timed = { readonly milliseconds: number; readonly answer: string; readonly status: number };

/** Sends one request and takes the time from its first byte to the answer's last. */
function send(path: string, body: object): Promise<Timed> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'x-landfall': '1' };
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const sent = httpRequest(`${running.apiUrl}${path}`, { method: 'POST', headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const milliseconds = performance.now() - start;
        const { date: _date, ...rest } = response.headers;
        const status = response.statusCode ?? 0;
        const answer = JSON.stringify([status, rest, Buffer.concat(chunks).toString('utf8')]);
        resolve({ milliseconds, answer, status });
      });
    });
    sent.on('error', reject).end(text);
  });
}

function shuffled<T>(items: readonly T[]): T[] {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}

async function measure(name: string, users: number): Promise<boolean> {
  const times = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
  const answers = new Set<string>();
  const ask = PROBES[name]!;
  for (let round = 0; round < requests; round++)
    for (const kind of shuffled(KINDS)) {
      const { path, body, differs } = ask(idOf(kind, round % users));
      const { milliseconds, answer, status } = await send(path, body);
      times.get(kind)!.push(milliseconds);
      answers.add(differs ? String(status) : answer);
    }
  console.log(`\n${name}: ${requests} requests each`);
  if (answers.size > 1) console.log(`  ANSWERS DIFFER:\n  ${[...answers].join('\n  ')}`);
  const unknown = times.get('unknown')!;
  let good = answers.size === 1;
  for (const kind of KINDS) {
    const own = times.get(kind)!;
    const area = areaUnderCurve(own, unknown);
    const within = area >= BOUNDS[0] && area <= BOUNDS[1];
    if (!within) good = false;
    console.log(
      `  ${kind.padEnd(20)} median ${median(own).toFixed(2).padStart(6)} ms   AUC ${area.toFixed(3)}${within ? '' : '   DISTINGUISHED'}`,
    );
  }
  return good;
}

let good = true;
try {
  const users = Math.ceil((requests * asks.length) / REQUESTS_A_USER);
  console.log(`${users} users of each of ${KINDS.length} kinds are imported ...`);
  const importer = await openImporter(running);
  const imported = await importUsersOfEachKind(importer, users);
  await imported.prepareLogons((userId, secret) => send('/api/logon', { userId, method: 'SecurID_Native', secret }));
  // A warm-up: loads the functions' code, their connections and the key of the seeds.
  for (const [, ask] of asks)
    for (const kind of KINDS) {
      const { path, body } = ask(idOf(kind, 0));
      await send(path, body);
    }
  for (const [name, ask] of asks) {
    const { mode = 'email-link+questions' } = ask('unknown');
    await importer.configure({ recovery: { mode } });
    good = (await measure(name, users)) && good;
  }
} finally {
  agent.destroy();
  await running.stop();
}
process.exitCode = good ? 0 : 1;
