/**
 * Thirty exports of a living source, one after another, beside an independent model of the rules: the preview is the import, the directory
 * is the model's, and nothing is half done. LANDFALL_SEED and LANDFALL_PATH repeat a counterexample; LANDFALL_RUNS draws more.
 */
import fc from 'fast-check';
import { userSealer } from '#core/passwords/hash.ts';
import { sealSeed } from '#core/tokens/seal.ts';
import { importOf, type Package, previewOf, takeBack } from '#test/support/campaign-memory.ts';
import { expected } from '#test/support/campaign-model.ts';
import { comparable, halfOwned, linesOf, phcOf, recordOf, tableOf } from '#test/support/campaign-view.ts';
import type { Sent } from '#test/support/campaign-words.ts';
import { type DirectoryMemory, directoryMemory } from '#test/support/directory-memory.ts';
import {
  type Act,
  campaigns,
  FIRST_DAY,
  FOREIGN_TOKEN,
  type Increment,
  LivingDirectory,
  TAKEN,
  textOf,
} from '#test/support/living-directory.ts';
import { RING, storedToken, storedUser } from '#test/support/staging.ts';
import type { ReportLine } from './outcome.ts';
import { addsUp } from './sums.ts';

const NOW = FIRST_DAY + 86_400_000 * 100;
const sealer = userSealer(RING);

/** What a person does here. */
function act(store: DirectoryMemory, { kind, a, b }: Act): void {
  const keys = [...store.users.keys()].toSorted();
  const key = keys[a % Math.max(1, keys.length)];
  const user = key === undefined ? undefined : store.users.get(key);
  if (key === undefined || !user) return;
  const version = user.version + 1;
  const touched = { touchedAt: NOW, version };
  const serial = user.tokens[b % Math.max(1, user.tokens.length)];
  const useToken = () => {
    const token = serial === undefined ? undefined : store.tokens.get(serial);
    if (token) store.tokens.set(token.serial, { ...token, touchedAt: NOW, lastInterval: 99 });
  };
  if (kind === 'tell') store.told.add(key);
  else if (kind === 'token-only') useToken();
  else if (kind === 'logon') {
    useToken();
    store.users.set(key, { ...user, ...touched, firstTokenLogonAt: NOW });
  } else if (kind === 'answers') {
    const hash = sealer.phc(phcOf('E'), 'answer', { key, sealId: user.sealId });
    const answers = [{ language: 'en_US', question: 'In what city were you born?', hash }];
    store.users.set(key, { ...user, ...touched, answers });
  } else if (kind === 'edit') store.users.set(key, { ...user, ...touched, email: `here.${b}@corp.example` });
  else if (kind === 'role') {
    if (b < 4) store.users.set(key, { ...user, ...touched, role: 'help-desk' });
  } else {
    const { disabledBy: _run, ...rest } = user;
    store.users.set(key, { ...rest, ...touched, enabled: kind === 'enable' });
  }
}

function withStrangers(store: DirectoryMemory): DirectoryMemory {
  store.users.set(TAKEN[0], storedUser(TAKEN[0], { sealId: sealer.sealId(TAKEN[0]) }));
  const foreign = { source: 'elsewhere', externalId: 'x1', tokens: [FOREIGN_TOKEN], imported: true, packedAt: 1 };
  store.users.set(TAKEN[1], storedUser(TAKEN[1], { ...foreign, sealId: sealer.sealId(TAKEN[1]) }));
  const box = { wrappedKey: Buffer.alloc(32, 1), context: {}, box: sealOf(FOREIGN_TOKEN) };
  store.tokens.set(FOREIGN_TOKEN, { ...storedToken(FOREIGN_TOKEN, TAKEN[1]), source: 'elsewhere', seed: box });
  return store;
}
const sealOf = (serial: string) => sealSeed(Buffer.alloc(32, 1), serial, Buffer.from('stranger........'));

const copyOf = (store: DirectoryMemory): DirectoryMemory => {
  const copy = withStrangers(directoryMemory());
  for (const name of ['users', 'tokens', 'persons', 'images'] as const) {
    copy[name].clear();
    for (const [key, item] of store[name]) (copy[name] as Map<string, unknown>).set(key, item);
  }
  for (const key of store.told) copy.told.add(key);
  return copy;
};

const packageOf = (sent: Sent, size: number): Package => ({
  ...sent,
  partSize: size,
  records: sent.records.map(recordOf),
});
const countsOf = ({ records }: Sent) => ({
  users: records.filter((record) => 'user' in record).length,
  tokensAssigned: records.flatMap((record) => ('user' in record ? record.user.tokens : [])).length,
  tokensUnassigned: records.filter((record) => 'token' in record).length,
});
const changing = ({ outcome, tokens = [] }: ReportLine) =>
  [outcome, ...tokens.map((token) => token.outcome)].some((one) => one === 'created' || one === 'updated');

/** The name of a person whom a record is in conflict with may follow that person's own record in the same run. */
const unnamed = ({ other, ...line }: ReportLine) => ({ ...line, other: other && { ...other, name: undefined } });

/** @param what compared, for a counterexample */
function same(what: string, found: unknown, wanted: unknown): void {
  try {
    expect(found).toEqual(wanted);
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : ''}`);
  }
}

async function follow(increments: readonly Increment[]): Promise<void> {
  const store = withStrangers(directoryMemory());
  const source = new LivingDirectory();
  let newest = 0;
  for (const [index, increment] of increments.entries()) {
    const at = (what: string) => `${what} of export ${index + 1}`;
    for (const one of increment.acts) act(store, one);
    const packed = source.export(increment);
    if (packed.records.length === 0) continue;
    const { options } = increment;
    const before = tableOf(store);
    const older = packed.packedAt < newest && options.older !== true;
    const sent: Sent = { ...packed, older };
    const given = packageOf(sent, increment.size);
    const model = expected(before, sent, options);
    const preview = await previewOf(store, given, options);
    same(at('directory after the preview'), comparable(tableOf(store)), comparable(before));
    const done = await importOf(store, given, options);
    newest = Math.max(newest, packed.packedAt);
    same(at('preview'), preview.lines.map(unnamed), done.lines.map(unnamed));
    same(at('report'), linesOf(done.lines), model.lines);
    same(at('directory'), comparable(tableOf(store)), comparable(model.table));
    same(at('half owned'), halfOwned(store), []);
    same(at('sums'), addsUp(done.totals, countsOf(sent)), true);
    expect(done.totals).toEqual(preview.totals);
    const end = tableOf(store);
    if (index % 5 === 4) {
      const other = copyOf(store);
      await takeBack(other, done, NOW);
      same(at('rollback'), comparable(tableOf(other)), comparable(before));
      await importOf(other, given, options);
      same(at('import after the rollback'), comparable(tableOf(other)), comparable(end));
    }
    if (index % 5 === 2) {
      const again = await importOf(store, given, options);
      same(at('second import'), again.lines.filter(changing), []);
      same(at('directory after a second import'), tableOf(store), end);
    }
  }
}

const EXPORTS = 30;
const { LANDFALL_SEED: seed, LANDFALL_PATH: path, LANDFALL_RUNS: runs = '4' } = process.env;
test('thirty exports of a living source: the preview is the import, and both are the independent model', async () => {
  await fc.assert(fc.asyncProperty(campaigns(EXPORTS), follow), {
    // Of a counterexample: how long it is made smaller.
    interruptAfterTimeLimit: 60_000,
    numRuns: Number(runs),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path, endOnFailure: true }),
    reporter: (found) => {
      if (!found.failed) return;
      const [increments = []] = found.counterexample ?? [];
      const error = found.errorInstance instanceof Error ? found.errorInstance.message : '';
      const happened = increments.map((one, index) => `${index + 1}. ${textOf(one)}`);
      throw new Error(
        [`LANDFALL_SEED=${found.seed} LANDFALL_PATH=${found.counterexamplePath}`, ...happened, error].join('\n'),
      );
    },
  });
});
