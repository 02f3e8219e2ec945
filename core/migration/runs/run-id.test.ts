import { newRunId, uploadRunId } from './run-id.ts';

const NOW = 1_800_000_000_000;

test('ids of runs have 32 hex digits, rise with time, and two of one moment differ', () => {
  const ids = [newRunId(0), newRunId(NOW), newRunId(NOW + 1), newRunId(NOW * 2)];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/u);
  expect(ids.toSorted()).toEqual(ids);
  expect(newRunId(NOW)).not.toBe(newRunId(NOW));
});

test('an upload’s event names the same run however often it is delivered, and every other event another one', () => {
  const event = { key: 'uploads/a.zip', etag: 'e', eventAt: NOW };
  expect(uploadRunId(event)).toBe(uploadRunId({ ...event }));
  expect(uploadRunId(event)).toMatch(/^[0-9a-f]{32}$/u);
  const others = [{ key: 'uploads/b.zip' }, { etag: 'f' }, { eventAt: NOW + 1 }].map((other) =>
    uploadRunId({ ...event, ...other }),
  );
  expect(new Set([uploadRunId(event), ...others]).size).toBe(4);
  expect(uploadRunId(event) < newRunId(NOW + 1)).toBe(true);
});
