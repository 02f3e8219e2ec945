import type { AuditEntry } from '#core/audit.ts';
import { NOW } from '#test/support/memory.ts';
import { type CutOverPorts, cutOver, type KnownUse, markDisabled } from './cut-over.ts';
import type { Asked } from './users/administer.ts';

const asked: Asked = {
  actor: { id: 'ada', role: 'admin', operator: false, fresh: true, methods: [], source: '192.0.2.9' },
  now: NOW,
};
const use = (at: number, more: Partial<KnownUse> = {}): KnownUse => ({
  serial: String(at).padStart(12, '0'),
  firstUsedAt: at,
  ...more,
});

function given(uses: readonly KnownUse[]) {
  const disabled = new Map(uses.map((one) => [one.serial, one.disabledThereAt]));
  const audit: AuditEntry[] = [];
  let reads = 0;
  const ports: CutOverPorts & { isUsed(source: string, serial: string): Promise<boolean> } = {
    peopleSources: async () => ['', 'old'],
    readTotals: async () => new Map([['tokens.used', uses.length]]),
    listUses: async (_source, after, limit) => {
      reads += 1;
      return uses.filter(({ serial }) => serial > after).slice(0, limit);
    },
    markDisabledThere: async (_source, serial, now) => {
      if (!disabled.has(serial) || disabled.get(serial) !== undefined) return false;
      disabled.set(serial, now);
      return true;
    },
    isUsed: async (_source, serial) => disabled.has(serial),
    writeAudit: async (entry) => void audit.push(entry),
  };
  return { ports, audit, disabled, reads: () => reads };
}
const query = { source: 'old', open: false, limit: 2 };

test('tokens come by serial, page by page, with how many there are', async () => {
  const { ports } = given([use(1), use(2), use(3)]);
  const first = await cutOver(ports, query);
  expect(first).toEqual({ used: 3, disabledThere: 0, tokens: [use(1), use(2)], next: use(2).serial });
  expect(await cutOver(ports, { ...query, next: first.next })).toEqual({ used: 3, disabledThere: 0, tokens: [use(3)] });
});

test('a source without a token that is in use has an empty list', async () => {
  const { ports } = given([]);
  ports.readTotals = async () => new Map();
  expect(await cutOver(ports, query)).toEqual({ used: 0, disabledThere: 0, tokens: [] });
});

test('open ones alone: each once, over all pages, whatever lies between', async () => {
  const uses = Array.from({ length: 4_500 }, (_, at) => use(at + 1, at % 3 === 0 ? {} : { disabledThereAt: 9 }));
  const { ports } = given(uses);
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page = await cutOver(ports, { source: 'old', open: true, limit: 7, next });
    expect(page.tokens.length).toBeLessThanOrEqual(7);
    found.push(...page.tokens.map(({ serial }) => serial));
    next = page.next;
  } while (next !== undefined);
  expect(found).toEqual(uses.filter((one) => one.disabledThereAt === undefined).map(({ serial }) => serial));
});

test('a page that finds none looks at so many and no more, and says where to go on', async () => {
  const { ports, reads } = given(Array.from({ length: 20_000 }, (_, at) => use(at + 1, { disabledThereAt: 9 })));
  const page = await cutOver(ports, { ...query, open: true });
  expect(page.tokens).toEqual([]);
  expect(page.next).toBe(use(5_000).serial);
  expect(reads()).toBe(5);
});

test('what the source deployment has disabled is marked once, and what is not known is said', async () => {
  const { ports, disabled, audit } = given([use(1), use(2, { disabledThereAt: 5 })]);
  const serials = [use(1).serial, use(1).serial, use(2).serial, '999'];
  expect(await markDisabled(ports, { source: 'old', serials }, asked)).toEqual({
    marked: 1,
    known: 1,
    unknown: ['999'],
  });
  expect(disabled.get(use(1).serial)).toBe(NOW);
  expect(audit).toMatchObject([{ action: 'cut-over.disabled', object: 'old', actor: 'ada', facts: { serials: 4 } }]);
});

test('a source that there is not is refused', async () => {
  const { ports } = given([]);
  await expect(cutOver(ports, { ...query, source: 'new' })).rejects.toMatchObject({ code: 'source.not_found' });
  await expect(markDisabled(ports, { source: 'new', serials: ['1'] }, asked)).rejects.toMatchObject({
    code: 'source.not_found',
  });
});
