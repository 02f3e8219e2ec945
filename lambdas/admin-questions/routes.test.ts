import type { AuditEntry, Entries } from '#core/audit.ts';
import { answerOf, eventFor, guardPorts, OPERATOR } from '#test/support/edge.ts';
import { aUser, memory } from '#test/support/memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

const answer = (question: string) => ({ language: 'en_US', question, hash: 'h' });
const XML =
  '<SECURITY_QUESTIONS><LANGUAGE id="en_US"><QUESTION>Pet?</QUESTION><QUESTION>Boat?</QUESTION></LANGUAGE></SECURITY_QUESTIONS>';

function setUp() {
  const audit: AuditEntry[] = [];
  const written: unknown[] = [];
  const deps = {
    readCatalogue: async () => [{ language: 'en_US', version: 2, questions: ['Pet?'] }],
    writeSets: async (sets: unknown, _seen: unknown, entries: Entries) => {
      written.push(sets);
      audit.push(...entries);
    },
    usersWithAnswers: async () => ({ users: [aUser({ userId: 'bo', answers: [answer('Car?')] })] }),
    keepAnswers: async (_seen: unknown, _kept: unknown, _now: number, entries: Entries) => audit.push(...entries) > 0,
    enqueueMail: async () => undefined,
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  const handler = serve(routes, deps, guardPorts(memory().ports));
  const send = (body: object) => answerOf(handler, eventFor('POST /api/operator/questions', { body }));
  return { audit, written, send };
}
const by = { actor: OPERATOR, object: 'questions', outcome: 'success', source: '198.51.100.1' };

test('an import stands in the audit with the versions that it replaced', async () => {
  const { audit, written, send } = setUp();
  expect(await send({ xml: XML })).toMatchObject({ status: 200, body: { lost: { answers: 0, users: 0 } } });
  expect(written).toHaveLength(1);
  expect(audit).toMatchObject([
    {
      ...by,
      action: 'questions.imported',
      before: [{ language: 'en_US', version: 2 }],
      facts: { sets: [{ language: 'en_US', added: ['Boat?'] }] },
    },
  ]);
});

test('answers that are dropped stand in the audit', async () => {
  const { audit, send } = setUp();
  expect(await send({ drop: true })).toMatchObject({ status: 200, body: { lost: { answers: 1, users: 1 } } });
  const dropped = { action: 'questions.answers_dropped', object: 'bo', before: { answers: 1 }, after: { answers: 0 } };
  expect(audit).toMatchObject([{ ...by, ...dropped }]);
});

test('a dry run writes nothing', async () => {
  const { audit, written, send } = setUp();
  expect((await send({ xml: XML, dryRun: true })).body.sets).toMatchObject([{ language: 'en_US', added: ['Boat?'] }]);
  expect([audit, written]).toEqual([[], []]);
});
