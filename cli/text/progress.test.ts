import { howFar, progressLine, timeLeft } from './progress.ts';
import { speakAsAsked } from './stderr.ts';

let at = 0;
const now = () => at;
const written: string[] = [];
const isTTY = process.stderr.isTTY;

beforeEach(() => {
  at = 0;
  written.length = 0;
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.stderr.isTTY = isTTY;
  speakAsAsked([]);
});

/** Tells something every 100 ms for ten seconds. */
function work(): void {
  const line = progressLine(now);
  for (at = 100; at <= 10_000; at += 100) line.tell(() => `at ${at}`);
  line.end();
}

test('on a terminal one line is rewritten, and removed at the end', () => {
  process.stderr.isTTY = true;
  work();
  expect(written).toHaveLength(51);
  expect([written[0], written.at(-1)]).toEqual(['\r\u001b[Kat 200', '\r\u001b[K']);
});

test('elsewhere there is a plain line every five seconds, and none for short work', () => {
  process.stderr.isTTY = false;
  work();
  expect(written).toEqual(['at 5000\n', 'at 10000\n']);
  written.length = 0;
  at = 0;
  const line = progressLine(now);
  at = 4_000;
  line.tell(() => 'never');
  line.end();
  expect(written).toEqual([]);
});

test.each([['--quiet'], ['--json']])('with %s there is none', (option) => {
  process.stderr.isTTY = true;
  speakAsAsked(['pack', option]);
  work();
  expect(written).toEqual([]);
});

test.each([
  [0.01, 60_000, ''],
  [0.5, 2_000, ''],
  [1, 60_000, ''],
  [0.5, 30_000, ', less than a minute left'],
  [0.5, 61_000, ', about 2 min left'],
  [0.1, 20 * 60_000, ', about 3 h 0 min left'],
])('at %d after %d ms the rest is %j', (share, elapsed, words) => {
  expect(timeLeft(share, elapsed)).toBe(words);
});

test('packing is told with its percent, totals and time left, each step with its own time', () => {
  const far = howFar(now);
  at = 10_000;
  expect(far({ step: 'looking', share: 0.5, entries: 500, users: 0 })).toBe(
    'Looking through the directory: 50 %, 500 entries, less than a minute left',
  );
  at = 20_000;
  const packing = { step: 'packing', share: 0.1, entries: 100, all: 1000, users: 80 } as const;
  expect(far(packing)).toBe('Packing: 10 %, 100 of 1000 entries read, 80 users packed');
  at = 50_000;
  expect(far(packing)).toBe('Packing: 10 %, 100 of 1000 entries read, 80 users packed, about 5 min left');
  expect(far({ step: 'packing', entries: 100, users: 80 })).toBe('Packing: 100 entries read, 80 users packed');
});
