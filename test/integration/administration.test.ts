import { addPacker, readPacker, removePacker, trustedPackers } from '#adapters/directory/packers.ts';
import { readCatalogue, writeSets } from '#adapters/directory/questions.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { directoryTable, readItem, updateItem } from '#adapters/dynamodb/items.ts';
import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '#test/support/dynamodb.ts';

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
}, 30_000);
afterAll(() => engine?.stop());

const SETTINGS_KEY = { pk: 'SETTINGS', sk: 'SETTINGS' };
const named = (name: string): Settings => {
  const settings = defaultSettings();
  return { ...settings, organisation: { ...settings.organisation, name } };
};

test('as long as none are saved, settings are what the configuration of the deployment says, and their defaults otherwise', async () => {
  try {
    process.env['FIRST_SETTINGS'] = JSON.stringify({
      organisation: { name: 'Acme' },
      mail: { from: 'it@acme.example' },
    });
    const { settings, version } = await readSettings();
    const { organisation, mail, ...others } = defaultSettings();
    expect(version).toBe(0);
    expect(settings).toEqual({
      ...others,
      organisation: { ...organisation, name: 'Acme' },
      mail: { ...mail, from: 'it@acme.example' },
    });
  } finally {
    delete process.env['FIRST_SETTINGS'];
  }
});

test('settings have their defaults at first, and each save needs the version that it read and keeps the earlier values', async () => {
  expect(await readSettings()).toEqual({ settings: defaultSettings(), version: 0 });
  expect(await readItem(directoryTable(), SETTINGS_KEY)).toBeUndefined();
  const change = { now: 1, by: 'ada', before: defaultSettings() };
  expect(await writeSettings(named('Acme'), 0, change, ENTRIES)).toBe(1);
  await expect(writeSettings(named('Other'), 0, change, ENTRIES)).rejects.toMatchObject({
    code: 'settings.conflict',
    status: 409,
  });
  expect(await writeSettings(named('Beta'), 1, { now: 2, by: 'bob', before: named('Acme') }, ENTRIES)).toBe(2);
  expect((await readSettings()).settings.organisation.name).toBe('Beta');
  expect(await readItem(directoryTable(), SETTINGS_KEY)).toMatchObject({
    before: { 'organisation.name': 'Acme' },
    version: 2,
    changedBy: 'bob',
  });
});

test('settings that another version of the product stored are read: a missing one has its default, an unknown one is left out', async () => {
  const { settings, version } = await readSettings();
  const { sessions: _missing, ...older } = settings;
  const stored = { ...older, lockout: { failures: 7, colour: 'red' }, weather: { sun: true } };
  await updateItem(directoryTable(), SETTINGS_KEY, {
    expression: 'SET #settings = :stored',
    values: { ':stored': stored },
  });
  expect(await readSettings()).toEqual({
    settings: {
      ...settings,
      sessions: defaultSettings().sessions,
      lockout: { ...defaultSettings().lockout, failures: 7 },
    },
    version,
  });
});

test('exactly one of ten simultaneous saves of the settings wins', async () => {
  const { version, settings } = await readSettings();
  const saves = Array.from({ length: 10 }, (_, index) =>
    writeSettings(named(`Racer ${index}`), version, { now: 3, by: `racer ${index}`, before: settings }, ENTRIES),
  );
  const won = (await Promise.allSettled(saves)).filter(({ status }) => status === 'fulfilled');
  expect(won).toHaveLength(1);
});

test('the sets of questions keep the order in which their languages were added, and a stale replacement changes nothing', async () => {
  expect(await readCatalogue()).toEqual([]);
  await writeSets(
    [
      { language: 'en_US', questions: ['A?'] },
      { language: 'de_DE', questions: ['B?'] },
    ],
    [],
    ENTRIES,
  );
  const first = await readCatalogue();
  await writeSets(
    [
      { language: 'de_DE', questions: ['C?'] },
      { language: 'en_GB', questions: ['D?'] },
    ],
    first,
    ENTRIES,
  );
  const second = await readCatalogue();
  expect(second).toEqual([
    { language: 'en_US', questions: ['A?'], version: 1 },
    { language: 'de_DE', questions: ['C?'], version: 2 },
    { language: 'en_GB', questions: ['D?'], version: 1 },
  ]);
  const stale = writeSets(
    [
      { language: 'en_US', questions: ['X?'] },
      { language: 'de_DE', questions: ['X?'] },
    ],
    first,
    ENTRIES,
  );
  await expect(stale).rejects.toMatchObject({ code: 'questions.conflict', status: 409 });
  expect(await readCatalogue()).toEqual(second);
});

test('a trusted packer is added once, listed, and removed once', async () => {
  const packer = { id: 'f00d', name: 'build host', publicKey: 'MCowBQ==', addedAt: 5, addedBy: 'ada' };
  await addPacker(packer, ENTRIES);
  await expect(addPacker(packer, ENTRIES)).rejects.toMatchObject({ code: 'packers.exists' });
  expect(await trustedPackers()).toEqual([packer]);
  expect(await readPacker('f00d')).toEqual(packer);
  expect(await removePacker('f00d', ENTRIES)).toBe(true);
  expect(await trustedPackers()).toEqual([]);
  expect(await removePacker('f00d', ENTRIES)).toBe(false);
  expect(await readPacker('f00d')).toBeUndefined();
});
