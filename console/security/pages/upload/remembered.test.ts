import { forget, isOf, type Remembered, readRemembered, remember } from './remembered.ts';

const now = 1_800_000_000_000;
const upload = (over: Partial<Remembered> = {}): Remembered => ({
  name: 'export.zip',
  size: 20,
  lastModified: 5,
  key: 'staged/a/export.zip',
  uploadId: 'u',
  begunAt: now - 1000,
  ...over,
});

test('stored uploads are read back, complete or not', () => {
  const kept = [upload(), upload({ key: 'staged/b/export.zip', etag: 'e' })];
  expect(readRemembered(JSON.stringify(kept), now)).toEqual(kept);
});

test('an upload that was started 24 hours ago is left out', () => {
  expect(readRemembered(JSON.stringify([upload({ begunAt: now - 24 * 3_600_000 })]), now)).toEqual([]);
});

test.each([
  null,
  '',
  '{',
  '{"name": "x"}',
  '"x"',
  JSON.stringify([null, 7, {}, { ...upload(), size: '20' }, { ...upload(), key: '' }, { ...upload(), etag: 1 }]),
])('a stored text such as %p gives no uploads', (text) => {
  expect(readRemembered(text, now)).toEqual([]);
});

test('the list has the newest upload first, one upload for each file, and a limited length', () => {
  const again = upload({ key: 'staged/c/export.zip', begunAt: now });
  expect(remember([upload()], again)).toEqual([again]);
  expect(remember([again], { ...again, etag: 'e' })).toEqual([{ ...again, etag: 'e' }]);
  const other = upload({ name: 'other.zip', key: 'staged/d/other.zip' });
  expect(remember([upload()], other)).toEqual([other, upload()]);
  const many = Array.from({ length: 20 }, (_, n) => upload({ name: `${n}.zip`, key: `staged/${n}/x` }));
  expect(remember(many, other)).toHaveLength(20);
  expect(remember(many, other)[0]).toBe(other);
});

test('an upload is removed from the list by its key', () => {
  expect(forget([upload(), upload({ key: 'staged/b/x' })], upload().key)).toEqual([upload({ key: 'staged/b/x' })]);
});

test('a file is recognised by its name, size and time', () => {
  const file = { name: 'export.zip', size: 20, lastModified: 5 };
  expect(isOf(upload(), file)).toBe(true);
  for (const other of [{ name: 'Export.zip' }, { size: 21 }, { lastModified: 6 }])
    expect(isOf(upload(), { ...file, ...other })).toBe(false);
});
