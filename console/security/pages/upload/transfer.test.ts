import { ChunkRefused } from './chunks.ts';
import { createTransfer, type TransferPorts, type TransferState } from './transfer.ts';

const MEBIBYTE = 1024 * 1024;
const CHUNK = 8 * MEBIBYTE;
const SIZE = 5 * CHUNK + 7;

/** A storage that keeps chunks. @param answer its status for the nth attempt at a chunk */
function fakeStorage(answer: (number: number, nth: number) => number | 'hang' = () => 200) {
  const kept = new Map<number, string>();
  const sends = new Map<number, number>();
  const states: TransferState[] = [];
  const log: string[] = [];
  let atOnce = 0;
  let most = 0;
  let urls = 0;
  let completed: string | undefined;
  const targets = () => {
    urls += 1;
    return Array.from({ length: 6 }, (_, index) => {
      const number = index + 1;
      const etag = kept.get(number);
      return etag ? { number, etag, size: CHUNK } : { number, url: `u${urls}/${number}` };
    });
  };
  const ports: TransferPorts = {
    begin: async () => {
      log.push('begin');
      return { key: 'k', uploadId: 'u', partSize: CHUNK, parts: targets() as { number: number; url: string }[] };
    },
    resume: async () => {
      log.push('resume');
      return completed ? { key: 'k', etag: completed } : { key: 'k', uploadId: 'u', partSize: CHUNK, parts: targets() };
    },
    put: async ({ number, url }, from, to, tell, signal) => {
      const nth = (sends.get(number) ?? 0) + 1;
      sends.set(number, nth);
      most = Math.max(most, ++atOnce);
      try {
        tell(1);
        await Promise.resolve();
        const status = answer(number, nth);
        if (status === 'hang')
          await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
        if (status !== 200) throw new ChunkRefused(status as number);
        tell(to - from);
        log.push(`${url} ${from}-${to}`);
        kept.set(number, `e${number}`);
        return `e${number}`;
      } finally {
        atOnce -= 1;
      }
    },
    complete: async (_begun, chunks) => {
      log.push(`complete ${chunks.map(({ number, etag }) => `${number}:${etag}`).join(' ')}`);
      completed = 'whole';
      return { key: 'k', etag: 'whole' };
    },
    begun: ({ key }) => void log.push(`begun ${key}`),
    pause: async (milliseconds) => void log.push(`pause ${milliseconds}`),
    tell: (state) => void states.push(state),
  };
  const last = () => states.at(-1)!;
  return { ports, states, log, kept, sends, last, most: () => most };
}
const until = async (holds: () => boolean) => {
  for (let tries = 0; !holds() && tries < 1000; tries++) await new Promise((resolve) => setImmediate(resolve));
};

test('a package is uploaded in chunks, three at once, and completed in their order', async () => {
  const { ports, log, last, most, states } = fakeStorage();
  await createTransfer(SIZE, undefined, ports).go();
  expect(last()).toEqual({ phase: 'done', sent: SIZE, trouble: false, uploaded: { key: 'k', etag: 'whole' } });
  expect(most()).toBe(3);
  expect(log.slice(0, 2)).toEqual(['begin', 'begun k']);
  expect(log).toContain(`u1/6 ${5 * CHUNK}-${SIZE}`);
  expect(log.at(-1)).toBe('complete 1:e1 2:e2 3:e3 4:e4 5:e5 6:e6');
  const sent = states.map((state) => state.sent);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
});

test('a chunk that fails for a while is sent again with growing pauses, and the other chunks are sent once', async () => {
  const { ports, log, sends, states, last } = fakeStorage((number, nth) =>
    number === 2 && nth < 4 ? (nth === 2 ? 0 : 503) : 200,
  );
  await createTransfer(SIZE, undefined, ports).go();
  expect(last().phase).toBe('done');
  expect([...sends].sort(([a], [b]) => a - b)).toEqual([
    [1, 1],
    [2, 4],
    [3, 1],
    [4, 1],
    [5, 1],
    [6, 1],
  ]);
  expect(log.filter((line) => line.startsWith('pause'))).toEqual(['pause 1000', 'pause 2000', 'pause 4000']);
  expect(states.some(({ trouble }) => trouble)).toBe(true);
  expect(last().trouble).toBe(false);
});

test('an upload stops when no chunk gets through, keeps the stored chunks, and resumes after them', async () => {
  let down = true;
  const { ports, log, last, kept, sends } = fakeStorage((number) => (down && number > 2 ? 0 : 200));
  const transfer = createTransfer(SIZE, undefined, ports);
  await transfer.go();
  expect(last()).toMatchObject({ phase: 'failed', error: { status: 0 }, sent: 2 * CHUNK });
  expect([...kept.keys()]).toEqual([1, 2]);
  down = false;
  await transfer.go();
  expect(last().phase).toBe('done');
  expect(last()).not.toHaveProperty('error');
  expect([sends.get(1), sends.get(2)]).toEqual([1, 1]);
  expect(log.filter((line) => line === 'begin')).toHaveLength(1);
  expect(log.at(-1)).toBe('complete 1:e1 2:e2 3:e3 4:e4 5:e5 6:e6');
});

test('expired URLs are renewed, at once for all chunks that need it', async () => {
  const { ports, log, last } = fakeStorage((_number, nth) => (nth === 1 ? 403 : 200));
  await createTransfer(SIZE, undefined, ports).go();
  expect(last().phase).toBe('done');
  expect(log.filter((line) => line === 'resume').length).toBeLessThanOrEqual(4);
  expect(log.some((line) => line.startsWith('u1/'))).toBe(false);
  expect(log.some((line) => line.startsWith('pause'))).toBe(false);
});

test.each([
  ['a chunk that is still forbidden with a new URL', 403],
  ['a chunk that the storage refuses for good', 400],
])('%s ends the upload and the sending of the other chunks', async (_what, status) => {
  const { ports, last } = fakeStorage((number) => (number === 1 ? status : number === 3 ? 'hang' : 200));
  await createTransfer(SIZE, undefined, ports).go();
  expect(last()).toMatchObject({ phase: 'failed', error: { status } });
});

test('a pause aborts the chunks that are being sent, and resuming asks which chunks are stored', async () => {
  let held = true;
  const { ports, log, last, sends } = fakeStorage((number) => (held && number === 3 ? 'hang' : 200));
  const transfer = createTransfer(SIZE, undefined, ports);
  const first = transfer.go();
  await until(() => log.some((line) => line.startsWith('u1/6')));
  transfer.pause();
  await first;
  expect(last()).toEqual({ phase: 'paused', sent: SIZE - CHUNK, trouble: false });
  held = false;
  await transfer.go();
  expect(last().phase).toBe('done');
  expect(log.filter((line) => line === 'resume')).toHaveLength(1);
  expect([sends.get(1), sends.get(3), sends.get(6)]).toEqual([1, 2, 1]);
});

test('an upload that was started before a reload sends the missing chunks only', async () => {
  const { ports, log, last, kept } = fakeStorage();
  for (const number of [1, 4]) kept.set(number, `e${number}`);
  await createTransfer(SIZE, { key: 'k', uploadId: 'u' }, ports).go();
  expect(log).not.toContain('begin');
  expect(log.filter((line) => line.startsWith('u1/'))).toHaveLength(4);
  expect(log.at(-1)).toBe('complete 1:e1 2:e2 3:e3 4:e4 5:e5 6:e6');
  expect(last().phase).toBe('done');
});

test('an upload that was complete already is reported as done', async () => {
  const { ports, last } = fakeStorage();
  await createTransfer(SIZE, undefined, ports).go();
  await createTransfer(SIZE, { key: 'k', uploadId: 'u' }, ports).go();
  expect(last()).toMatchObject({ phase: 'done', sent: SIZE, uploaded: { etag: 'whole' } });
});

test('a refusal by the API is reported, and a second start while an upload runs does nothing', async () => {
  const { ports, last, log } = fakeStorage();
  const refused = new Error('role');
  const failing = createTransfer(SIZE, undefined, { ...ports, begin: async () => Promise.reject(refused) });
  await failing.go();
  expect(last()).toMatchObject({ phase: 'failed', error: refused, sent: 0 });
  const transfer = createTransfer(SIZE, undefined, ports);
  await Promise.all([transfer.go(), transfer.go()]);
  expect(log.filter((line) => line === 'begin')).toHaveLength(1);
  transfer.pause();
  expect(last().phase).toBe('done');
});
