import type { StoredAnswer, User } from '#core/directory/model.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { aUser } from '#test/support/memory.ts';
import type { Catalogue, QuestionSet } from './catalogue.ts';
import { dropAnswers, importCatalogue, previewImport } from './import.ts';

const NOW = 1_000;
const [PET, CAR, CITY] = ['Your pet?', 'Your car?', 'Your city?'] as const;
const xml = (...questions: string[]) =>
  `<SECURITY_QUESTIONS><LANGUAGE id="en_US">${questions.map((text) => `<QUESTION>${text}</QUESTION>`).join('')}</LANGUAGE></SECURITY_QUESTIONS>`;
const answersTo = (...questions: string[]): StoredAnswer[] =>
  questions.map((question) => ({ language: 'en_US', question, hash: `hash of ${question}` }));

/** A catalogue of three questions, and users in pages. */
function setUp(...pages: User[][]) {
  const asked: (string | undefined)[] = [];
  const written: unknown[] = [];
  const told: string[] = [];
  const kept: { user: string; questions: string[]; now: number }[] = [];
  const state = { catalogue: [{ language: 'en_US', version: 3, questions: [PET, CAR, CITY] }] as Catalogue };
  const ports = {
    readCatalogue: async () => state.catalogue,
    writeSets: async (sets: readonly QuestionSet[], seen: Catalogue) => {
      written.push({ sets, seen });
      state.catalogue = sets.map((set) => ({ ...set, version: 4 }));
    },
    usersWithAnswers: async (next?: string) => {
      asked.push(next);
      const page = Number(next ?? 0);
      return { users: pages[page] ?? [], ...(page + 1 < pages.length ? { next: String(page + 1) } : {}) };
    },
    keepAnswers: async (seen: User, answers: readonly StoredAnswer[], now: number) => {
      kept.push({ user: seen.userId, questions: answers.map(({ question }) => question), now });
      return true;
    },
    mayDrop: ({ role }: User) => role === undefined,
    tellOfDropped: async ({ userId }: User) => void told.push(userId),
  };
  return { asked, written, kept, told, state, ports };
}
const RECORD = { imported: () => ENTRIES, dropped: () => ENTRIES };
const user = (userId: string, ...questions: string[]) => aUser({ userId, answers: answersTo(...questions) });

test('a preview counts the answers that would go, page by page, and writes nothing', async () => {
  const { asked, written, kept, ports } = setUp(
    [user('a', PET, CAR), user('b', PET), user('c', CAR, CITY)],
    [user('d', CAR)],
  );
  const first = await previewImport(ports, xml(PET));
  expect(first).toStrictEqual({
    sets: [{ language: 'en_US', kept: 1, added: [], removed: [CAR, CITY] }],
    lost: { answers: 3, users: 2, next: '1' },
  });
  expect((await previewImport(ports, xml(PET), first.lost.next)).lost).toStrictEqual({ answers: 1, users: 1 });
  expect({ asked, written, kept }).toEqual({ asked: [undefined, '1'], written: [], kept: [] });
});

test('an import replaces the set that was seen, then drops only answers to questions that are gone', async () => {
  const { written, kept, told, ports } = setUp([user('a', PET, CAR), user('b', PET)], [user('c', CITY)]);
  expect(await importCatalogue(ports, xml(PET, CITY), NOW, RECORD)).toStrictEqual({
    sets: [{ language: 'en_US', kept: 2, added: [], removed: [CAR] }],
    lost: { answers: 1, users: 1, next: '1' },
  });
  expect(written).toMatchObject([{ sets: [{ questions: [PET, CITY] }], seen: [{ version: 3 }] }]);
  expect(kept).toEqual([{ user: 'a', questions: [PET], now: NOW }]);
  expect(told).toEqual(['a']);
  expect(await dropAnswers(ports, RECORD.dropped, NOW, '1')).toStrictEqual({ answers: 0, users: 0 });
});

test('where no question goes, no user is read', async () => {
  const { asked, written, ports } = setUp([user('a', PET)]);
  const nothing = { answers: 0, users: 0 };
  expect((await previewImport(ports, xml(PET, CAR, CITY, 'Your school?'))).lost).toStrictEqual(nothing);
  expect((await importCatalogue(ports, xml(PET, CAR, CITY, 'Your school?'), NOW, RECORD)).lost).toStrictEqual(nothing);
  expect(asked).toHaveLength(0);
  expect(written).toHaveLength(1);
});

test('answers are dropped where one of several sets loses a question', async () => {
  const { state, ports } = setUp([user('a', CAR)]);
  state.catalogue = [...state.catalogue, { language: 'de_DE', version: 1, questions: ['Auto?'] }];
  const german = '<LANGUAGE id="de_DE"><QUESTION>Auto?</QUESTION></LANGUAGE></SECURITY_QUESTIONS>';
  const file = xml(PET).replace('</SECURITY_QUESTIONS>', german);
  expect((await previewImport(ports, file)).lost).toStrictEqual({ answers: 1, users: 1 });
});

test('answers that changed meanwhile stay, and are not counted as lost', async () => {
  const { state, ports } = setUp([user('a', CAR), user('b', CAR, CITY)]);
  state.catalogue = [{ language: 'en_US', version: 4, questions: [PET] }];
  ports.keepAnswers = async ({ userId }) => userId === 'b';
  expect(await dropAnswers(ports, RECORD.dropped, NOW)).toStrictEqual({ answers: 2, users: 1 });
});

test('answers that this administrator may not drop stay and are counted, in the preview as well (A7)', async () => {
  const peer = aUser({ userId: 'peer', role: 'admin', answers: answersTo(CAR) });
  const current = aUser({ userId: 'current', role: 'admin', answers: answersTo(PET) });
  const { state, kept, told, ports } = setUp([peer, current, user('a', PET, CAR)]);
  expect((await previewImport(ports, xml(PET))).lost).toStrictEqual({ answers: 1, users: 1, spared: 1 });
  state.catalogue = [{ language: 'en_US', version: 4, questions: [PET] }];
  expect(await dropAnswers(ports, RECORD.dropped, NOW)).toStrictEqual({ answers: 1, users: 1, spared: 1 });
  expect(kept).toEqual([{ user: 'a', questions: [PET], now: NOW }]);
  expect(told).toEqual(['a']);
});

test('the users of a page are changed some at a time, each once', async () => {
  const users = Array.from({ length: 45 }, (_, index) => user(`u${index}`, CAR));
  const { state, ports } = setUp(users);
  state.catalogue = [{ language: 'en_US', version: 4, questions: [PET] }];
  const seen: string[] = [];
  let [now, most] = [0, 0];
  ports.keepAnswers = async ({ userId }) => {
    seen.push(userId);
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    return true;
  };
  expect(await dropAnswers(ports, RECORD.dropped, NOW)).toStrictEqual({ answers: 45, users: 45 });
  expect(new Set(seen)).toEqual(new Set(users.map(({ userId }) => userId)));
  expect(seen).toHaveLength(45);
  expect(most).toBe(20);
});

test('an unreadable file is refused before anything is read', async () => {
  const { written, ports } = setUp();
  for (const run of [previewImport(ports, 'no XML'), importCatalogue(ports, 'no XML', NOW, RECORD)])
    await expect(run).rejects.toMatchObject({ code: 'questions.unreadable' });
  expect(written).toEqual([]);
});
