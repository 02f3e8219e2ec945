import { PartRefused } from './parts.ts';
import { createTransfer, type TransferPorts, type TransferState } from './transfer.ts';

const MEBIBYTE = 1024 * 1024;
const PART = 8 * MEBIBYTE;
const SIZE = 5 * PART + 7;

/** A storage that keeps parts, and says what it is told to say of the nth sending of a part. */
function world(answer: (number: number, nth: number) => number | 'hang' = () => 200) {
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
      return etag ? { number, etag, size: PART } : { number, url: `u${urls}/${number}` };
    });
  };
  const ports: TransferPorts = {
    begin: async () => {
      log.push('begin');
      return { key: 'k', uploadId: 'u', partSize: PART, parts: targets() as { number: number; url: string }[] };
    },
    resume: async () => {
      log.push('resume');
      return completed ? { key: 'k', etag: completed } : { key: 'k', uploadId: 'u', partSize: PART, parts: targets() };
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
        if (status !== 200) throw new PartRefused(status as number);
        tell(to - from);
        log.push(`${url} ${from}-${to}`);
        kept.set(number, `e${number}`);
        return `e${number}`;
      } finally {
        atOnce -= 1;
      }
    },
    complete: async (_begun, parts) => {
      log.push(`complete ${parts.map(({ number, etag }) => `${number}:${etag}`).join(' ')}`);
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

test('a package goes up in parts, three at once, and is put together in order', async () => {
  const { ports, log, last, most, states } = world();
  await createTransfer(SIZE, undefined, ports).go();
  expect(last()).toEqual({ phase: 'done', sent: SIZE, trouble: false, uploaded: { key: 'k', etag: 'whole' } });
  expect(most()).toBe(3);
  expect(log.slice(0, 2)).toEqual(['begin', 'begun k']);
  expect(log).toContain(`u1/6 ${5 * PART}-${SIZE}`);
  expect(log.at(-1)).toBe('complete 1:e1 2:e2 3:e3 4:e4 5:e5 6:e6');
  const sent = states.map((state) => state.sent);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
});

test('a part that goes wrong for a while is sent again, with longer and longer pauses; the others are not', async () => {
  const { ports, log, sends, states, last } = world((number, nth) =>
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

test('where nothing gets through it stops, keeps what is there, and goes on from there', async () => {
  let down = true;
  const { ports, log, last, kept, sends } = world((number) => (down && number > 2 ? 0 : 200));
  const transfer = createTransfer(SIZE, undefined, ports);
  await transfer.go();
  expect(last()).toMatchObject({ phase: 'failed', error: { status: 0 }, sent: 2 * PART });
  expect([...kept.keys()]).toEqual([1, 2]);
  down = false;
  await transfer.go();
  expect(last().phase).toBe('done');
  expect(last()).not.toHaveProperty('error');
  expect([sends.get(1), sends.get(2)]).toEqual([1, 1]);
  expect(log.filter((line) => line === 'begin')).toHaveLength(1);
  expect(log.at(-1)).toBe('complete 1:e1 2:e2 3:e3 4:e4 5:e5 6:e6');
});

test('URLs that are too old are had anew, once for all that need it', async () => {
  const { ports, log, last } = world((_number, nth) => (nth === 1 ? 403 : 200));
  await createTransfer(SIZE, undefined, ports).go();
  expect(last().phase).toBe('done');
  expect(log.filter((line) => line === 'resume').length).toBeLessThanOrEqual(4);
  expect(log.some((line) => line.startsWith('u1/'))).toBe(false);
  expect(log.some((line) => line.startsWith('pause'))).toBe(false);
});

test.each([
  ['a part that stays forbidden', 403],
  ['a part that is refused for good', 400],
])('%s ends it, and the other parts with it', async (_what, status) => {
  const { ports, last } = world((number) => (number === 1 ? status : number === 3 ? 'hang' : 200));
  await createTransfer(SIZE, undefined, ports).go();
  expect(last()).toMatchObject({ phase: 'failed', error: { status } });
});

test('a pause stops what is under way; going on asks what is there', async () => {
  let held = true;
  const { ports, log, last, sends } = world((number) => (held && number === 3 ? 'hang' : 200));
  const transfer = createTransfer(SIZE, undefined, ports);
  const first = transfer.go();
  await until(() => log.some((line) => line.startsWith('u1/6')));
  transfer.pause();
  await first;
  expect(last()).toEqual({ phase: 'paused', sent: SIZE - PART, trouble: false });
  held = false;
  await transfer.go();
  expect(last().phase).toBe('done');
  expect(log.filter((line) => line === 'resume')).toHaveLength(1);
  expect([sends.get(1), sends.get(3), sends.get(6)]).toEqual([1, 2, 1]);
});

test('an upload of before the reload: only what is missing is sent', async () => {
  const { ports, log, last, kept } = world();
  for (const number of [1, 4]) kept.set(number, `e${number}`);
  await createTransfer(SIZE, { key: 'k', uploadId: 'u' }, ports).go();
  expect(log).not.toContain('begin');
  expect(log.filter((line) => line.startsWith('u1/'))).toHaveLength(4);
  expect(log.at(-1)).toBe('complete 1:e1 2:e2 3:e3 4:e4 5:e5 6:e6');
  expect(last().phase).toBe('done');
});

test('an upload that was complete already is told as it is', async () => {
  const { ports, last } = world();
  await createTransfer(SIZE, undefined, ports).go();
  await createTransfer(SIZE, { key: 'k', uploadId: 'u' }, ports).go();
  expect(last()).toMatchObject({ phase: 'done', sent: SIZE, uploaded: { etag: 'whole' } });
});

test('what the API refuses is told, and a second go while one runs does nothing', async () => {
  const { ports, last, log } = world();
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
