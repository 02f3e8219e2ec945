import type { ExportRecord, PresentRecord } from '#core/export/record.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { mappingFor } from '#core/sources/mapping.ts';
import type { FileToken } from '#core/token-files/files.ts';
import { stateRules } from '#test/support/state-rules.ts';
import { joinHoldings } from './joiner.ts';
import { packUsers } from './pack-users.ts';
import { Refusals } from './refusals.ts';
import { Selection } from './selection.ts';
import { SharedIds } from './shared-ids.ts';

const TOKEN: FileToken = {
  serial: '000000000001',
  algorithm: 'securid-aes128',
  seed: Buffer.alloc(16, 1).toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  enabled: true,
};
const user = (uid: string, line: number): DirectoryEntry => ({
  line,
  values: new Map(Object.entries({ objectclass: ['inetOrgPerson'], uid: [uid] })),
});
const answer = (line: number, question: string, text: string) => ({ line, language: 'en_US', question, answer: text });

test('answers of a user refused for the spelling are not packed, and a user with answers alone waits', async () => {
  const refusals = new Refusals();
  const holdings = joinHoldings(
    [{ tokens: [TOKEN], refused: [] }],
    [{ line: 2, serial: TOKEN.serial, userId: 'straße', pin: '' }],
    refusals,
  );
  holdings.giveAnswer('straße', answer(2, 'First pet?', 'Rex'));
  holdings.giveAnswer('STRASSE', answer(3, 'First car?', 'Beetle'));
  holdings.giveAnswer('ADA', answer(4, 'First job?', 'Baker'));
  const records: ExportRecord[] = [];
  const present: PresentRecord[] = [];
  async function* entries() {
    yield* [user('straße', 1), user('STRASSE', 20), user('ada', 30)];
  }
  const mapping = mappingFor('ldif', 'external', []);
  const packed = await packUsers({
    entries: entries(),
    mapping,
    rules: stateRules(),
    holdings,
    refusals,
    sharedIds: new SharedIds(mapping, () => true),
    selection: new Selection(),
    alone: { assigned: true, unassigned: true },
    includeTokenless: false,
    inFlight: 8,
    hash: async (text) => `hash of ${text}`,
    add: async (record) => void records.push(record),
    addPresent: async (record) => void present.push(record),
  });
  expect(records).toMatchObject([{ userId: 'straße', answers: [{ question: 0, hash: 'hash of rex' }] }]);
  expect(refusals.list()).toEqual([
    { code: 'user.duplicate', count: 1, details: ['line 20'] },
    { code: 'answer.user_missing', count: 1, details: ['answers line 3'] },
  ]);
  expect(packed.counts).toMatchObject({ users: 1, answers: 1, usersWithoutToken: 1 });
});
