import { describeError } from '../text/output.ts';
import { createClient } from './client.ts';
import type { Target } from './target.ts';

const target: Target = {
  apiUrl: 'http://127.0.0.1:4380',
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
  exportBucket: 'bucket',
};
type Sent = { url: URL; method: string; headers: Record<string, string>; body?: string };

/** A fetch that gives these answers one after another and records what was sent. */
function server(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const send = (async (url: URL, init: Omit<Sent, 'url'>) => {
    sent.push({ ...init, url });
    const answer = answers.shift()!;
    if (answer instanceof Error) throw answer;
    return answer;
  }) as unknown as typeof fetch;
  return { sent, send };
}
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

test('the client signs each call with SigV4 for execute-api and sends JSON', async () => {
  const { sent, send } = server(json(200, { a: 1 }));
  const client = createClient(target, send);
  const query = { user: 'Ada L', limit: 5, next: undefined };
  expect(await client.call('POST', '/users', { body: { b: 2 }, query })).toEqual({ a: 1 });
  const [{ url, method, headers, body }] = sent as [Sent];
  expect(`${method} ${url}`).toBe('POST http://127.0.0.1:4380/api/operator/users?user=Ada%20L&limit=5');
  expect(body).toBe('{"b":2}');
  expect(headers['authorization']).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/u,
  );
  expect(JSON.stringify(headers)).not.toContain('"secret"');
});

const forbidden = () => json(403, { message: 'Forbidden' });

test('what depends on the rank is asked for as an administrator first, and as what the route asks for where IAM refuses that', async () => {
  const { sent, send } = server(forbidden(), json(200, { done: 1 }), json(200, { done: 2 }), json(200, { done: 3 }));
  const client = createClient(target, send);
  expect(await client.call('PATCH', '/user', { body: { version: 1 }, query: { userId: 'ana' } })).toEqual({ done: 1 });
  expect(await client.call('POST', '/user/act', { body: {} })).toEqual({ done: 2 });
  expect(await client.call('GET', '/settings')).toEqual({ done: 3 });
  expect(sent.map(({ method, url, body }) => [method, `${url.pathname}${url.search}`, body])).toEqual([
    ['PATCH', '/api/operator/administer/user?userId=ana', '{"version":1}'],
    ['PATCH', '/api/operator/user?userId=ana', '{"version":1}'],
    ['POST', '/api/operator/user/act', '{}'],
    ['GET', '/api/operator/settings', undefined],
  ]);
});

test('a refusal of the deployment itself is one: it is not asked for again with less', async () => {
  const refused = json(403, { code: 'user.second_way', title: 'Another administrator must do this.' });
  const { sent, send } = server(refused);
  await expect(createClient(target, send).call('PATCH', '/user', { body: {} })).rejects.toMatchObject({
    code: 'user.second_way',
  });
  expect(sent).toHaveLength(1);
});

test.each([
  ['PATCH', '/user', 'the deployment’s policy help-desk or administer', ['help-desk', 'administer'], 2],
  ['POST', '/runs/0f/rollback', 'the deployment’s policy administer:', ['administer'], 1],
  ['POST', '/break-glass', 'the deployment’s policy break-glass:', ['break-glass'], 1],
  ['GET', '/nowhere', 'a policy of the deployment:', [], 1],
] as const)(
  'where IAM refuses %s %s the message names what is needed',
  async (method, path, named, policies, asked) => {
    const { sent, send } = server(forbidden(), forbidden());
    await expect(createClient(target, send).call(method, path)).rejects.toMatchObject({
      code: 'operator.forbidden',
      message: expect.stringContaining(named),
      facts: { policies },
    });
    expect(sent).toHaveLength(asked);
  },
);

test("an error answer becomes the API's own error", async () => {
  const problem = {
    type: 'urn:x',
    title: 'Say what to do.',
    status: 422,
    code: 'user.password_required',
    field: 'password',
  };
  const { send } = server(json(422, problem));
  await expect(createClient(target, send).call('PATCH', '/user', { body: {} })).rejects.toMatchObject({
    code: 'user.password_required',
    status: 422,
    message: 'Say what to do.',
    facts: { field: 'password' },
  });
});

test.each([
  [403, { message: 'Forbidden' }, 'operator.forbidden', 403],
  [413, 'no JSON', 'request.refused', 413],
  [500, { message: 'Internal Server Error' }, 'deployment.failed', 500],
])("an answer %i that is not the API's own, %j, becomes the error %s", async (status, body, code, expected) => {
  const { send } = server(json(status, body));
  await expect(createClient(target, send).call('GET', '/x')).rejects.toMatchObject({ code, status: expected });
});

test('without an answer the error says how to start a local deployment, and to check the network for one on AWS', async () => {
  const gone = () => server(new TypeError('fetch failed')).send;
  await expect(createClient(target, gone()).call('GET', '/x')).rejects.toMatchObject({
    code: 'deployment.not_running',
    message: expect.stringContaining('npm start'),
  });
  await expect(createClient({ ...target, stack: 's' }, gone()).call('GET', '/x')).rejects.toMatchObject({
    code: 'deployment.unreachable',
  });
});

test('requests to a busy deployment are repeated where they change nothing, and only there', async () => {
  const busy = () => json(503, { code: 'settings.busy', title: 'Busy.' });
  const read = server(busy(), json(200, 'there'));
  expect(await createClient(target, read.send).call('GET', '/x')).toBe('there');
  expect(read.sent).toHaveLength(2);
  const write = server(busy(), json(200, 'there'));
  await expect(createClient(target, write.send).call('POST', '/x', { body: {} })).rejects.toMatchObject({
    status: 503,
  });
  expect(write.sent).toHaveLength(1);
});

test('an empty answer gives undefined', async () => {
  const { send } = server(new Response(null, { status: 204 }));
  expect(await createClient(target, send).call('DELETE', '/packers/1')).toBeUndefined();
});

test.each([
  ['a page of a proxy', () => new Response('<html>Sign in</html>', { status: 200 })],
  ['JSON that is cut off', () => new Response('{"a":', { status: 200 })],
])('%s in place of an answer is named as such', async (_what, answer) => {
  const client = createClient(target, server(answer()).send);
  await expect(client.call('GET', '/settings')).rejects.toMatchObject({ code: 'deployment.answer_unreadable' });
});

test.each(['null', '[]', '"a"', '{"code":7}', '{"code":""}', '<html></html>'])(
  'an error whose body is %s is one without a code of its own',
  async (body) => {
    const client = createClient(target, server(new Response(body, { status: 409 })).send);
    await expect(client.call('POST', '/settings')).rejects.toMatchObject({ code: 'request.refused', status: 409 });
  },
);

test('an answer that breaks off is a deployment that does not answer', async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) });
  const client = createClient(target, server(new Response(broken, { status: 200 })).send);
  await expect(client.call('GET', '/settings')).rejects.toMatchObject({ code: 'deployment.not_running' });
});

test('what an answer lacks is told as what it is, and not as a fault of the command', async () => {
  const client = createClient(target, server(json(200, {})).send);
  const { users } = await client.call<{ users: { length: number } }>('GET', '/users');
  const reading = () => users.length;
  let thrown: unknown;
  try {
    reading();
  } catch (error) {
    thrown = error;
  }
  expect(describeError(thrown)).toMatchObject({ code: 'deployment.answer_unreadable', exit: 3 });
});
