import type { StoredAnswer, User } from '#core/directory/model.ts';
import { aUser, NOW } from '#test/support/memory.ts';
import type { Catalogue } from './catalogue.ts';
import { dropAnswers, type ImportPorts, importCatalogue, previewImport } from './import.ts';

const xml = (...questions: string[]) =>
  `<SECURITY_QUESTIONS><LANGUAGE id="en_US">${questions.map((text) => `<QUESTION>${text}</QUESTION>`).join('')}</LANGUAGE></SECURITY_QUESTIONS>`;
const answers = (...questions: string[]): StoredAnswer[] =>
  questions.map((question) => ({ language: 'en_US', question, hash: 'h' }));

let catalogue: Catalogue;
let users: User[];
let writes: number;
let changedMeanwhile: string | undefined;
const PAGE = 30;
const ports: ImportPorts = {
  readCatalogue: async () => catalogue,
  writeSets: async (sets, seen) => {
    expect(seen).toBe(catalogue);
    catalogue = sets.map((set) => ({ ...set, version: 2 }));
  },
  usersWithAnswers: async (next = '0') => {
    const from = Number(next);
    const more = from + PAGE < users.length ? { next: String(from + PAGE) } : {};
    return { users: users.slice(from, from + PAGE), ...more };
  },
  keepAnswers: async (seen, kept, now) => {
    expect(now).toBe(NOW);
    if (seen.userId === changedMeanwhile) return false;
    writes++;
    users = users.map((user) => (user.userId === seen.userId ? { ...user, answers: kept } : user));
    return true;
  },
};

beforeEach(() => {
  catalogue = [{ language: 'en_US', version: 1, questions: ['Pet?', 'Car?', 'School?'] }];
  users = Array.from({ length: 45 }, (_user, index) =>
    aUser({ userId: `user${index}`, answers: index % 3 === 0 ? answers('Pet?', 'School?') : answers('Pet?', 'Car?') }),
  );
  writes = 0;
  changedMeanwhile = undefined;
});

test('a preview counts what would be lost, page by page, and writes nothing', async () => {
  const first = await previewImport(ports, xml('Pet?', 'School?'));
  expect(first.sets).toMatchObject([{ language: 'en_US', removed: ['Car?'] }]);
  expect(first.lost).toEqual({ answers: 20, users: 20, next: '30' });
  expect((await previewImport(ports, xml('Pet?', 'School?'), '30')).lost).toEqual({ answers: 10, users: 10 });
  expect((await previewImport(ports, xml('Car?'))).lost).toEqual({ answers: 40, users: 30, next: '30' });
  expect(writes).toBe(0);
  expect(catalogue[0]?.version).toBe(1);
});

test('where no question goes away no user is looked at', async () => {
  const blind = { ...ports, usersWithAnswers: () => Promise.reject(new Error('looked')) };
  const more = xml('PET?', 'Car?', 'School?', 'Job?');
  expect((await previewImport(blind, more)).lost).toEqual({ answers: 0, users: 0 });
  expect((await importCatalogue(blind, more, NOW)).lost).toEqual({ answers: 0, users: 0 });
  expect(catalogue[0]?.questions).toContain('Job?');
});

test('an import drops the answers to what is gone, and what it did before it finds done', async () => {
  const done = await importCatalogue(ports, xml('Pet?', 'School?'), NOW);
  expect(done.lost).toEqual({ answers: 20, users: 20, next: '30' });
  expect(await dropAnswers(ports, NOW, done.lost.next)).toEqual({ answers: 10, users: 10 });
  expect(users.flatMap((user) => user.answers).filter(({ question }) => question === 'Car?')).toEqual([]);
  expect(users.filter((user) => user.answers.length === 2)).toHaveLength(15);
  expect(writes).toBe(30);
  expect(await dropAnswers(ports, NOW)).toEqual({ answers: 0, users: 0, next: '30' });
  expect(writes).toBe(30);
});

test('answers that changed meanwhile are not counted as lost', async () => {
  changedMeanwhile = 'user1';
  expect((await importCatalogue(ports, xml('Pet?', 'School?'), NOW)).lost).toMatchObject({ answers: 19, users: 19 });
  expect(users[1]?.answers).toHaveLength(2);
});

test('an unreadable catalogue changes nothing', async () => {
  await expect(importCatalogue(ports, '<NO/>', NOW)).rejects.toMatchObject({ code: 'questions.unreadable' });
  await expect(previewImport(ports, '<NO/>')).rejects.toMatchObject({ code: 'questions.unreadable' });
  expect(catalogue[0]?.version).toBe(1);
});
