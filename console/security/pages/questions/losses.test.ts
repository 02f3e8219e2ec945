import type { QuestionImport, QuestionsImported } from '../../../shared/http/api-types.ts';
import { drop, importAll, type Losses, NOTHING, type Preview, preview } from './losses.ts';

const SETS = [{ language: 'en_US', kept: 1, added: ['b'], removed: ['a'] }];
/** An API with three pages of users; an import answers with the first page. */
function server() {
  const asked: QuestionImport[] = [];
  const send = async (body: QuestionImport): Promise<QuestionsImported> => {
    asked.push(body);
    const page = 'next' in body && body.next !== undefined ? Number(body.next) : 0;
    const lost = { answers: 2, users: 1, ...(page < 2 ? { next: String(page + 1) } : {}) };
    return 'drop' in body ? { lost } : { sets: SETS, lost };
  };
  return { asked, send };
}
const all = () => true;

test('a preview goes through all users, adds up their losses and writes nothing', async () => {
  const { asked, send } = server();
  const seen: Preview[] = [];
  await preview(send, '<x/>', (counts) => seen.push(counts) > 0);
  expect(seen.map(({ lost }) => lost.answers)).toEqual([2, 4, 6]);
  expect(seen.at(-1)).toEqual({ sets: SETS, lost: { answers: 6, users: 3, spared: 0, pages: 3, next: undefined } });
  expect(asked).toEqual([
    { xml: '<x/>', dryRun: true },
    { xml: '<x/>', dryRun: true, next: '1' },
    { xml: '<x/>', dryRun: true, next: '2' },
  ]);
});

test('each of them stops after the page where the administrator stops it', async () => {
  const { asked, send } = server();
  await preview(send, '<x/>', () => false);
  await importAll(send, '<x/>', () => false);
  await drop(send, NOTHING, () => false);
  expect(asked).toHaveLength(3);
});

test('an import writes the sets once and then removes answers page by page', async () => {
  const { asked, send } = server();
  let last: Losses = NOTHING;
  await importAll(send, '<x/>', (counts) => {
    last = counts;
    return true;
  });
  expect(asked).toEqual([{ xml: '<x/>' }, { drop: true, next: '1' }, { drop: true, next: '2' }]);
  expect(last).toEqual({ answers: 6, users: 3, spared: 0, pages: 3, next: undefined });
});

test('the removal of answers continues where it stopped', async () => {
  const { asked, send } = server();
  await drop(send, { answers: 2, users: 1, spared: 0, pages: 1, next: '1' }, all);
  expect(asked).toEqual([
    { drop: true, next: '1' },
    { drop: true, next: '2' },
  ]);
});

test('an import without losses sends one request', async () => {
  const asked: QuestionImport[] = [];
  const send = async (body: QuestionImport) => {
    asked.push(body);
    return { sets: SETS, lost: { answers: 0, users: 0 } };
  };
  await importAll(send, '<x/>', all);
  expect(asked).toHaveLength(1);
});
