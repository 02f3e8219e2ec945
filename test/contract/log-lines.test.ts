/**
 * Every function of the deployment, as it is deployed, called with an event of its kind where none of its services is to be had: whatever it writes to
 * its log names the request, and the run, part, queue message or mail that the event is about, so that one upload can be followed to its mails.
 */
import { FUNCTIONS } from '#infra/functions.ts';
import { type Described, keysOf } from '#lambdas/route/route.ts';
import { ROUTES } from '#lambdas/routes.ts';
import { eventFor } from '#test/support/edge.ts';
import { logLinesOf } from '#test/support/log-lines.ts';

const run = 'a'.repeat(32);
const ETAG = '0'.repeat(32);
const queued = (body: object) => ({ Records: [{ messageId: 'queue-1', body: JSON.stringify(body) }] });
const stream = (pk: string) => {
  const Keys = { pk: { S: pk }, sk: { S: 'USER' } };
  const images = { NewImage: { ...Keys, time: { S: '2026-12-01T00:00:00.000Z' }, action: { S: 'logon' } } };
  return {
    Records: [{ eventID: '1', eventName: 'INSERT', dynamodb: { Keys, ApproximateCreationDateTime: 1, ...images } }],
  };
};

/** By what calls a function: its event, and what each of its lines says. */
const SOURCES: Readonly<Record<string, readonly [event: object, says: object]>> = {
  'upload-queue': [
    queued({
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          eventTime: '2026-12-01T00:00:00.000Z',
          s3: { object: { key: 'uploads/a.zip', eTag: ETAG } },
        },
      ],
    }),
    { queueMessage: 'queue-1', run: expect.stringMatching(/^[0-9a-f]{32}$/u) },
  ],
  'mail-queue': [
    queued({ kind: 'password-changed', user: 'ana', id: 'mail-1' }),
    { queueMessage: 'queue-1', mail: 'mail-1' },
  ],
  'mail-events': [
    queued({
      eventType: 'Complaint',
      mail: { tags: { migration: [run], notice: ['b'.repeat(32)] } },
    }),
    { queueMessage: 'queue-1', run },
  ],
  'execution-failed': [{ detail: { name: `${run}-run-2`, status: 'TIMED_OUT' } }, { run, attempt: 2 }],
  'audit-outbox': [stream('2026-12-01'), {}],
  directory: [stream('USER#ana'), {}],
  schedule: [{}, {}],
};

/** Of each route what its document has as an example, so that it gets past its schema. */
const EXAMPLES = new Map(
  Object.values<readonly Described[]>(ROUTES).flatMap((of) =>
    of.flatMap((one) => keysOf(one).map((key) => [key, one.body?.example] as const)),
  ),
);

function stateEvent(state: string): readonly [event: object, says: object] {
  const at = { migration: run, attempt: 3 };
  if (state.endsWith('Part'))
    return [
      { run: at, part: { index: 7, part: 7 } },
      { run, attempt: 3, part: 7 },
    ];
  if (state.endsWith('Range'))
    return [
      { run: at, range: { number: 1, of: 2 } },
      { run, attempt: 3, range: 1 },
    ];
  return [
    { ...at, error: { Error: 'x' } },
    { run, attempt: 3 },
  ];
}

const cases = Object.entries(FUNCTIONS).flatMap(([name, { routes = [], state, source }]) => {
  const [route] = routes;
  return [
    ...(route === undefined
      ? []
      : [[name, route, eventFor(route, { body: EXAMPLES.get(route) }), { apiRequestId: 'r1', route }] as const]),
    ...(state === undefined ? [] : [[name, state, ...stateEvent(state)] as const]),
    ...(source === undefined ? [] : [[name, source, ...SOURCES[source]!] as const]),
  ];
});

test('every function is called', () => {
  expect(new Set(cases.map(([name]) => name))).toEqual(new Set(Object.keys(FUNCTIONS)));
});

test.each(cases)(
  '%s, called by %s: each line says which request it is of, and what it is about',
  async (name, _by, event, says) => {
    const { handler } = (await import(`#lambdas/${name}/index.ts`)) as {
      handler: (given: object, context: object) => Promise<unknown>;
    };
    const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 1000 };
    const lines = await logLinesOf(() => handler(event, context).catch(() => undefined));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toMatchObject({ event: expect.any(String), requestId: 'request-1', ...says });
      // Nothing of the event but its ids.
      expect(JSON.stringify(line)).not.toMatch(/uploads\/a\.zip|"ana"|192\.0\.2\.1/u);
    }
  },
);
