/** All routes, users', administrators' and operators', through the functions' own handlers. */
import { asKnown, drawnRequest, type Request } from '../drawn/requests.ts';
import { must, repeatsSecret } from '../finding.ts';
import { acted, type Target } from '../target.ts';
import type { Answer, newWorld } from '../world.ts';

/** Loaded with the first request: it takes a second, and turns standard output off. */
const loaded = () => import('../world.ts');
let world: Awaited<ReturnType<typeof newWorld>> | undefined;

const short = (text: string): string => text.slice(0, 600);

function check(request: Request, answer: Answer, faults: readonly string[], log: readonly string[]): void {
  const { key } = request;
  const told = () => `${JSON.stringify(request).slice(0, 2000)}\n${answer.status} ${short(answer.text)}`;
  must(
    answer.status < 500,
    `an answer ${answer.status} of ${key}`,
    () => `${told()}\n${short(log.slice(-3).join('').slice(-1500))}`,
  );
  must(
    faults.length === 0,
    `an answer otherwise than described: ${faults[0]}`.slice(0, 150),
    () => `${told()}\n${faults.join('\n')}`,
  );
  must(!repeatsSecret(answer.text + JSON.stringify(answer.headers)), 'an answer repeats a secret', told);
  must(answer.text.length < 6_000_000, 'an answer that no gateway passes on', () => key);
}

/** @param requests one after another, in a world that no request before has changed */
async function run(requests: readonly Request[]): Promise<void> {
  const { callRoute, eventOf, logLines, newWorld, wrongWith } = await loaded();
  for (const drawn of requests) {
    world ??= await newWorld();
    const request = JSON.parse(asKnown(JSON.stringify(drawn), world.known)) as Request;
    const { key, caller, params, query, headers, cookies: given, body, isBase64Encoded } = request;
    const event = eventOf(key, caller, world.cookies[caller]);
    logLines.splice(0);
    const answer = await callRoute({
      ...event,
      headers: { ...event.headers, ...headers },
      ...(given ? { cookies: given } : {}),
      pathParameters: params,
      ...(query ? { queryStringParameters: query } : {}),
      ...(body === undefined ? {} : { body }),
      ...(isBase64Encoded ? { isBase64Encoded } : {}),
    });
    // What has changed something begins another world, so that an input shows the same again.
    if (!key.startsWith('GET ') && answer.status < 400) world = undefined;
    check(request, answer, wrongWith(key, answer), logLines);
  }
}

export const ROUTE_TARGETS: readonly Target[] = [
  acted('routes', 4, {
    draw: (random): readonly Request[] => random.list(random.between(4, 10), () => drawnRequest(random)),
    run,
  }),
];
