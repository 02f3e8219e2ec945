import type { AuditEntry, Entries } from '#core/audit.ts';
import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { answerOf, eventFor, guardPorts, OPERATOR } from '#test/support/edge.ts';
import { memory } from '#test/support/memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

function setUp() {
  const audit: AuditEntry[] = [];
  const written: unknown[] = [];
  const deps = {
    readCatalogue: async () => [],
    readSettings: async () => ({ settings: defaultSettings(), version: 3 }),
    writeSettings: async (settings: Settings, seen: number, { by }: { by: string }, entries: Entries) => {
      audit.push(...entries);
      written.push([settings.securityQuestions.enrolment, seen, by]);
      return seen + 1;
    },
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  const handler = serve(routes, deps, guardPorts(memory().ports));
  const change = (settings: object) =>
    answerOf(handler, eventFor('PATCH /api/operator/settings', { body: { version: 3, settings } }));
  return { audit, written, change };
}

test('a change of settings is saved over the version that was seen, and stands in the audit with both values', async () => {
  const { audit, written, change } = setUp();
  const { status, body } = await change({ securityQuestions: { enrolment: 4 } });
  const before = defaultSettings().securityQuestions.enrolment;
  expect({ status, version: body.version, changed: body.changed }).toEqual({
    status: 200,
    version: 4,
    changed: { 'securityQuestions.enrolment': { before, after: 4 } },
  });
  expect(written).toEqual([[4, 3, OPERATOR]]);
  expect(audit).toEqual([
    {
      actor: OPERATOR,
      action: 'settings.changed',
      object: 'settings',
      outcome: 'success',
      source: '198.51.100.1',
      now: expect.any(Number),
      before: { 'securityQuestions.enrolment': before },
      after: { 'securityQuestions.enrolment': 4 },
    },
  ]);
});

test('a change that is refused is not saved', async () => {
  const { audit, written, change } = setUp();
  expect((await change({ securityQuestions: { enrolment: -1 } })).status).toBe(422);
  expect([audit, written]).toEqual([[], []]);
});
