/** What the audit holds of the acts that are neither on a user nor on a token. */
import type { AuditEntry, AuditPort, Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import type { Source } from '#core/migration/runs/source.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import { newPackerKey } from '#core/packers/key.ts';
import type { ImportPorts } from '#core/questions/import.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { aUser } from '#test/support/memory.ts';
import { runMemory } from '#test/support/run-memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import { endPackerTrust, type Packer, trustPacker } from './packers.ts';
import { dropLostAnswers, previewCatalogue, replaceCatalogue } from './questions.ts';
import { type ApprovePorts, approveSource, decideRun, requestRun } from './runs.ts';
import { type SettingsPorts, saveSettings } from './settings.ts';

const NOW = 1_000;
const asked = {
  actor: { id: 'ada', role: 'super-admin', operator: false, fresh: true, methods: [], source: '192.0.2.1' },
  now: NOW,
} as const;
const entry = (action: string, object: string) => ({ actor: 'ada', action, object, source: '192.0.2.1', now: NOW });
const audit: AuditEntry[] = [];
const writeAudit = async (one: AuditEntry) => void audit.push(one);
const record = (entries: Entries) => void audit.push(...entries);
beforeEach(() => void audit.splice(0));

describe('packers', () => {
  const { id, publicKey, publicPem } = newPackerKey();
  const packer: Packer = { id, publicKey, name: 'old site', addedAt: NOW, addedBy: 'ada' };
  const ports = {
    writeAudit,
    addPacker: async (_packer: Packer, entries: Entries) => record(entries),
    readPacker: async (): Promise<Packer | undefined> => packer,
    removePacker: async (_id: string, entries: Entries) => {
      record(entries);
      return true;
    },
    ...runMemory().ports,
    listSources: async (): Promise<Source[]> => [],
    listRuns: async (): Promise<{ records: RunRecord[]; next?: string }> => ({ records: [] }),
  };

  test('a packer that is trusted from now on is recorded with its name and key', async () => {
    expect(await trustPacker(ports, { name: 'old site', publicKey: publicPem }, asked)).toEqual(packer);
    const after = { name: 'old site', publicKey };
    expect(audit).toEqual([{ ...entry('packers.added', id), outcome: 'success', after }]);
  });

  test('a packer that is trusted no more is recorded as it was', async () => {
    await endPackerTrust(ports, id, asked);
    const before = { name: 'old site', publicKey };
    expect(audit).toEqual([{ ...entry('packers.removed', id), outcome: 'success', before }]);
  });

  test('a packer may be trusted for named sources alone, each once', async () => {
    const given = { name: 'old site', publicKey: publicPem, sources: ['b', 'a', 'b'] };
    expect(await trustPacker(ports, given, asked)).toEqual({ ...packer, sources: ['a', 'b'] });
    expect(audit).toMatchObject([{ action: 'packers.added', after: { sources: ['a', 'b'] } }]);
  });

  test('the end of a trust stops what waits of the packer’s packages, and names what they brought in', async () => {
    const memory = runMemory();
    const run = (run: string, more: Partial<RunRecord>) => memory.records.set(run, runRecord({ id: run, ...more }));
    run('a', { status: 'queued', signedBy: id });
    run('b', { status: 'queued', signedBy: 'another' });
    const states = { IngestParts: { status: 'succeeded', startedAt: 1 } } as const;
    run('c', { status: 'succeeded', signedBy: id, states });
    run('d', { status: 'succeeded', signedBy: id, states, kind: 'preview' });
    run('e', { status: 'failed', signedBy: id });
    run('f', { status: 'succeeded', signedBy: id, states, rollback: { run: 'g', at: 1 } });
    memory.queues.set('old', ['a', 'b', 'lost']);
    const records = [...memory.records.values()];
    const pages = {
      ...ports,
      ...memory.ports,
      readPacker: async () => ({ ...packer, sources: ['old'] }),
      listSources: async () => [{ name: 'old', kind: 'external', firstRun: 'c' } as const],
      listRuns: async (_limit: number, next?: string) =>
        next ? { records: records.slice(3) } : { records: records.slice(0, 3), next: 'more' },
    };
    expect(await endPackerTrust(pages, id, asked)).toEqual({ stopped: ['a'], imported: ['c'] });
    expect(memory.records.get('a')).toMatchObject({ status: 'not-started', error: { code: 'package.untrusted' } });
    expect(memory.queues.get('old')).toEqual(['b', 'lost']);
    expect(audit).toMatchObject([{ action: 'packers.removed', before: { sources: ['old'] } }]);
  });

  test('a packer that is trusted no more can be removed by none, also where another removed it a moment ago', async () => {
    const gone = { code: 'packers.not_found', status: 404 };
    const unknown = { ...ports, readPacker: async () => undefined };
    await expect(endPackerTrust(unknown, id, asked)).rejects.toMatchObject(gone);
    const raced = { ...ports, removePacker: async () => false };
    await expect(endPackerTrust(raced, id, asked)).rejects.toMatchObject(gone);
    expect(audit).toEqual([]);
  });

  test('a packer that is refused is not recorded as added', async () => {
    const refusing = { ...ports, addPacker: () => Promise.reject(invalid('packers.exists', 'x', { id })) };
    const adding = trustPacker(refusing, { name: 'old site', publicKey: publicPem }, asked);
    await expect(adding).rejects.toMatchObject({ code: 'packers.exists' });
    expect(audit).toEqual([]);
  });
});

test('saved settings are recorded with the changed values alone, before and after', async () => {
  const before = defaultSettings();
  const written: unknown[] = [];
  const ports = {
    writeAudit,
    readCatalogue: async () => [{ language: 'en_US', version: 1, questions: ['Which pet?'] }],
    readSettings: async () => ({ settings: before, version: 4 }),
    writeSettings: async (...[next, seen, change, entries]: Parameters<SettingsPorts['writeSettings']>) => {
      record(entries);
      return written.push([next, seen, change]) + 4;
    },
  };
  const toNothing = { securityQuestions: { aliases: [{ language: 'en', from: 'Pet?', to: 'Which cat?' }] } };
  await expect(saveSettings(ports, toNothing, 4, asked)).rejects.toMatchObject({
    code: 'settings.invalid',
    facts: { fields: [{ path: 'securityQuestions.aliases', reason: expect.stringContaining('Which cat?') }] },
  });
  const patch = {
    selfServiceFeatures: { forgotPasswordLink: true },
    securityQuestions: { aliases: [{ language: 'en', from: 'Pet?', to: 'Which pet?' }] },
  };
  const saved = await saveSettings(ports, patch, 4, asked);
  expect(saved).toMatchObject({ version: 5, settings: patch });
  expect(written).toEqual([[saved.settings, 4, { now: NOW, by: 'ada', before }]]);
  const path = 'selfServiceFeatures.forgotPasswordLink';
  expect(audit).toEqual([
    {
      ...entry('settings.changed', 'settings'),
      outcome: 'success',
      before: { [path]: false, 'securityQuestions.aliases': [] },
      after: { [path]: true, 'securityQuestions.aliases': patch.securityQuestions.aliases },
    },
  ]);
});

describe('the method of the Security Console (A7)', () => {
  const before = defaultSettings();
  const written: unknown[] = [];
  const ports = {
    writeAudit,
    readCatalogue: async () => [],
    readSettings: async () => ({ settings: before, version: 4 }),
    writeSettings: async (...call: unknown[]) => written.push(call),
  };
  beforeEach(() => void written.splice(0));
  const save = (
    actor: object,
    patch: Readonly<Record<string, unknown>> = { security: 'RSA_Password+SecurID_Native' },
  ) => saveSettings(ports, { consoleAuthentication: patch }, 4, { ...asked, actor: { ...asked.actor, ...actor } });
  const both = ['SecurID_Native', 'RSA_Password'] as const;

  test('is saved by an administrator who has just satisfied the new one, and by an operator', async () => {
    await save({ methods: both });
    await save({ methods: [], operator: true });
    expect(written).toHaveLength(2);
  });

  test('is not saved after a logon that would not do any more, or one of long ago, and the refusal says what it takes', async () => {
    const expression = 'RSA_Password+SecurID_Native';
    const refused = { code: 'settings.not_proved', status: 403, facts: { expression } };
    await expect(save({ methods: ['SecurID_Native'] })).rejects.toMatchObject(refused);
    await expect(save({ methods: both, fresh: false })).rejects.toMatchObject(refused);
    expect(written).toEqual([]);
    expect(audit).toMatchObject([{ outcome: 'failure' }, { outcome: 'failure' }]);
  });

  test('asks for nothing where it stays as it is', async () => {
    await save({ methods: [], fresh: false }, { security: before.consoleAuthentication.security });
    await save({ methods: [] }, { selfService: 'SecurID_Native' });
    expect(written).toHaveLength(2);
  });

  test('and every other setting is changed after a fresh logon alone, by a super-administrator or an operator', async () => {
    const change = { selfService: 'SecurID_Native' };
    await expect(save({ fresh: false }, change)).rejects.toMatchObject({ code: 'session.not_fresh', status: 403 });
    expect(written).toEqual([]);
    await save({ operator: true }, change);
    expect(written).toHaveLength(1);
  });
});

describe('security questions', () => {
  const answer = (question: string) => ({ language: 'en_US', question, hash: 'h' });
  const XML =
    '<SECURITY_QUESTIONS><LANGUAGE id="en_US"><QUESTION>What was your first job?</QUESTION></LANGUAGE></SECURITY_QUESTIONS>';
  const ports = {
    writeAudit,
    readCatalogue: async () => [{ language: 'en_US', version: 2, questions: ['Which city?'] }],
    writeSets: async (...[, , entries]: Parameters<ImportPorts['writeSets']>) => record(entries),
    usersWithAnswers: async () => ({
      users: [aUser({ userId: 'Bo', answers: [answer('Which city?'), answer('Pet?')] })],
    }),
    keepAnswers: async (...[, , , entries]: Parameters<ImportPorts['keepAnswers']>) => {
      record(entries);
      return true;
    },
    enqueueMail: async () => undefined,
  };

  const dropped = (before: number, after: number) => ({
    ...entry('questions.answers_dropped', 'bo'),
    outcome: 'success',
    before: { answers: before },
    after: { answers: after },
  });

  test('a catalogue that is replaced is recorded with what it replaced', async () => {
    const { sets } = await replaceCatalogue(ports, XML, asked);
    expect(audit).toEqual([
      {
        ...entry('questions.imported', 'questions'),
        outcome: 'success',
        before: [{ language: 'en_US', version: 2 }],
        facts: { sets },
      },
      dropped(2, 1),
    ]);
  });

  test('answers that are dropped are recorded for each user, by how many they are', async () => {
    expect(await dropLostAnswers(ports, undefined, asked)).toEqual({ answers: 1, users: 1 });
    expect(audit).toEqual([dropped(2, 1)]);
  });

  test('A7: answers of users with a role are dropped for a super-administrator who is another one alone', async () => {
    const answers = [answer('Gone?')];
    const users = [
      aUser({ userId: 'ada', role: 'super-admin', answers }),
      aUser({ userId: 'bo', role: 'super-admin', answers }),
      aUser({ userId: 'cy', role: 'help-desk', answers }),
      aUser({ userId: 'dee', answers }),
    ];
    const all = { ...ports, usersWithAnswers: async () => ({ users }) };
    const by = (more: object) => ({ ...asked, actor: { ...asked.actor, ...more } });
    const drop = (more: object) => dropLostAnswers(all, undefined, by(more));
    expect(await drop({ role: 'admin', id: 'eve' })).toEqual({ answers: 1, users: 1, spared: 3 });
    expect(await drop({})).toEqual({ answers: 3, users: 3, spared: 1 });
    expect(await drop({ operator: true })).toEqual({ answers: 4, users: 4 });
    const seen = { ...by({ role: 'admin', id: 'eve', fresh: false }).actor };
    expect((await previewCatalogue(all, XML, undefined, seen)).lost).toEqual({ answers: 1, users: 1, spared: 3 });
  });

  test('N1: who has used the account is told that answers were dropped, where there is an address', async () => {
    const mails: unknown[] = [];
    const answers = [answer('Gone?')];
    const email = 'a@example.com';
    const users = [
      aUser({ userId: 'Used', firstTokenLogonAt: 1, email, answers }),
      aUser({ userId: 'unused', email, answers }),
      aUser({ userId: 'without', firstTokenLogonAt: 1, answers }),
    ];
    const telling = {
      ...ports,
      usersWithAnswers: async () => ({ users }),
      enqueueMail: async (mail: unknown) => void mails.push(mail),
    };
    expect(await dropLostAnswers(telling, undefined, asked)).toEqual({ answers: 3, users: 3 });
    expect(mails).toMatchObject([{ kind: 'way-changed', user: 'used', change: 'answers-dropped' }]);
  });
});

test('a key that names no uploaded package is refused before anything is recorded', () => {
  const start = () =>
    requestRun(
      { writeAudit } as never,
      { key: 'plans/x', etag: '"e"', kind: 'import', again: false, queue: false },
      asked,
    );
  expect(start).toThrow(expect.objectContaining({ code: 'run.key' }));
  expect(audit).toEqual([]);
});

describe('A8: what a run may not change by itself', () => {
  const change = {
    status: 'awaited',
    before: { selfService: 'RSA_Password+SecurID_Native', forgotPasswordLink: false },
    after: { selfService: 'RSA_Password+SecurID_Native/SecurID_Native', forgotPasswordLink: true },
    weakened: true,
    version: 3,
  };
  const { before, after } = change;
  const waiting = {
    id: 'm',
    status: 'waiting',
    attempt: 1,
    states: {},
    settingsChange: change,
    rest: JSON.stringify({ migration: 'm' }),
  } as unknown as RunRecord;
  function setUp(seen: RunRecord | undefined, free = true) {
    const started: unknown[] = [];
    const records: RunRecord[] = [];
    const ports = {
      writeAudit,
      readRun: async () => records.at(-1) ?? seen,
      claim: async (record: RunRecord, _seen: unknown, entries: Entries) => {
        if (!free) return false;
        records.push(record);
        audit.push(...entries);
        return true;
      },
      startExecution: async (name: string, input: string) => void started.push([name, JSON.parse(input)]),
      markStarted: async () => undefined,
    } as unknown as AuditPort & StartPorts;
    return { started, ports };
  }

  test('a decision starts the rest once, is in the audit with both values, and again starts what a crash left', async () => {
    const { started, ports } = setUp(waiting);
    expect(await decideRun(ports, 'm', 'approved', asked)).toEqual({
      id: 'm',
      status: 'starting',
      execution: 'm-run-2',
    });
    expect(audit).toEqual([{ ...entry('migration.approved', 'm'), outcome: 'success', before, after }]);
    expect(await decideRun(ports, 'm', 'approved', asked)).toEqual({
      id: 'm',
      status: 'starting',
      execution: 'm-run-2',
    });
    await expect(decideRun(ports, 'm', 'refused', asked)).rejects.toMatchObject({
      code: 'run.not_waiting',
    });
    const once = ['m-run-2', { migration: 'm', attempt: 2, afterApproval: true, waitSeconds: 0 }];
    expect(started).toEqual([once, once]);
    expect(audit).toHaveLength(1);
  });

  test('of two decisions the second is refused, and so is one about no migration', async () => {
    const late = setUp(waiting, false);
    await expect(decideRun(late.ports, 'm', 'refused', asked)).rejects.toMatchObject({ status: 409 });
    await expect(decideRun(setUp(undefined).ports, 'm', 'refused', asked)).rejects.toMatchObject({ status: 404 });
  });

  test('an approval in advance is of the values as they are, and not given where no run would wait', async () => {
    const given: unknown[] = [];
    const settings = (selfService: string) => ({
      ...defaultSettings(),
      consoleAuthentication: { selfService, security: 'SecurID_Native' },
    });
    const ports = (selfService: string) => ({
      writeAudit,
      readSettings: async () => ({ settings: settings(selfService), version: 2 }),
      putApproval: async (...[source, approval, entries]: Parameters<ApprovePorts['putApproval']>) => {
        given.push([source, approval]);
        audit.push(...entries);
      },
    });
    const approval = { decision: 'approved', by: 'ada', at: NOW, before, after };
    expect(await approveSource(ports(before.selfService), 'am-old', asked)).toEqual(approval);
    expect(given).toEqual([['am-old', approval]]);
    expect(audit).toEqual([{ ...entry('migration.approved', 'am-old'), outcome: 'success', before, after }]);
    for (const expression of ['RSA_Password', 'SecurID_Native'])
      await expect(approveSource(ports(expression), 'am-old', asked)).rejects.toMatchObject({
        code: 'approval.not_needed',
      });
    const fits = { ...settings('SecurID_Native'), selfServiceFeatures: { forgotPasswordLink: true } };
    const none = { ...ports(''), readSettings: async () => ({ settings: fits, version: 2 }) };
    await expect(approveSource(none, 'am-old', asked)).rejects.toMatchObject({ code: 'approval.not_needed' });
  });
});
