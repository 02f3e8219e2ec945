import { uploadsOf } from './upload-event.ts';

const record = (key: string, more: object = {}) => ({
  eventName: 'ObjectCreated:Put',
  eventTime: '2026-11-23T12:00:00.000Z',
  s3: { bucket: { name: 'b' }, object: { key, size: 3, eTag: '"abc"', sequencer: '0A' } },
  ...more,
});
const of = (...records: object[]) => uploadsOf(JSON.stringify({ Records: records }), 5);

test('an upload is read with its decoded key, its ETag without quotes and its time in milliseconds', () => {
  expect(of(record('uploads/my+export+%28caf%C3%A9%29.zip'))).toEqual([
    { key: 'uploads/my export (café).zip', etag: 'abc', eventAt: Date.UTC(2026, 10, 23, 12) },
  ]);
});

test('multipart uploads and copies count, and the form with s3: before the name', () => {
  for (const eventName of ['ObjectCreated:CompleteMultipartUpload', 'ObjectCreated:Copy', 's3:ObjectCreated:Put'])
    expect(of(record('uploads/x', { eventName }))).toHaveLength(1);
});

test('an event may name no ETag and no time', () => {
  const { eventTime: _time, ...bare } = record('uploads/x', { s3: { object: { key: 'uploads/x' } } });
  expect(of(bare)).toStrictEqual([{ key: 'uploads/x', eventAt: 5 }]);
});

test('several uploads in one message are read', () => {
  expect(of(record('uploads/a'), record('uploads/b')).map(({ key }) => key)).toEqual(['uploads/a', 'uploads/b']);
});

test.each([
  ['S3’s test event', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b' }],
  ['a deletion', { Records: [record('uploads/x', { eventName: 'ObjectRemoved:Delete' })] }],
  ['another creation', { Records: [record('uploads/x', { eventName: 'x:ObjectCreated:Put' })] }],
  ['a creation of nothing', { Records: [record('uploads/x', { eventName: 'ObjectCreated' })] }],
  ['another prefix', { Records: [record('staged/x'), record('plans/x')] }],
  ['a folder', { Records: [record('uploads/')] }],
  ['another message', { hello: 1 }],
])('%s starts nothing', (_name, message) => {
  expect(uploadsOf(JSON.stringify(message), 5)).toEqual([]);
});

test('no JSON starts nothing, and a key that is badly encoded is taken as it is', () => {
  expect(uploadsOf('hello', 5)).toEqual([]);
  expect(of(record('uploads/50%'))).toMatchObject([{ key: 'uploads/50%' }]);
});
