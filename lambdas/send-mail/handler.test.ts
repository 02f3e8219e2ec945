import { createHandler, type Deps } from './handler.ts';

/** A queue's messages as the poller gives them. */
const event = (...bodies: readonly object[]) => ({
  Records: bodies.map((body, at) => ({ messageId: `message ${at}`, body: JSON.stringify(body) })),
});
const RESET = { kind: 'administrator-reset', user: 'anna' } as const;

/** Claims as they are kept: each by a process, which gives its own back. */
function world(over: Partial<Deps<{ readonly by: string }>> = {}) {
  const claims = new Map<string, string>();
  const sent: string[] = [];
  const released: string[] = [];
  const handler = createHandler<{ readonly by: string }>({
    checkSender: async () => undefined,
    compose: async ({ user }) => ({ to: `${user}@corp.example`, subject: '', text: '', html: '' }) as never,
    sendMail: async ({ to }) => void sent.push(to),
    claimMail: async (id) => {
      if (claims.has(id)) return 'sent';
      claims.set(id, id);
      return { by: `process of ${id}` };
    },
    markMailSent: async () => undefined,
    releaseMail: async (id, { by }) => void released.push(`${id} ${by}`),
    now: () => 0,
    ...over,
  });
  return { handler, claims, sent, released };
}

test('a mail that is queued twice under one name is sent once', async () => {
  const { handler, sent } = world();
  await handler(event({ ...RESET, id: 'mail' }, { ...RESET, id: 'mail' }, { ...RESET, id: 'other' }), {} as never);
  expect(sent).toHaveLength(2);
});

test('what the mail service is given names the kind of the mail and the mail itself, and no person', async () => {
  const seen: unknown[] = [];
  const { handler } = world({ sendMail: async ({ tags }) => void seen.push(tags) });
  await handler(event({ ...RESET, id: 'mail_-1' }), {} as never);
  expect(seen).toEqual([{ kind: 'administrator-reset', mail: 'mail_-1' }]);
});

test('a message of a release before is known by its own id', async () => {
  const { handler, claims } = world();
  await handler(event(RESET), {} as never);
  expect([...claims.keys()]).toEqual(['message 0']);
});

test('a claim is given back by the process that has it, and the message comes again', async () => {
  const { handler, released } = world({
    sendMail: async () => {
      throw new Error('busy');
    },
  });
  const answer = await handler(event({ ...RESET, id: 'mail' }), {} as never);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message 0' }] });
  expect(released).toEqual(['mail process of mail']);
});
