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
