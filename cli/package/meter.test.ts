import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Meter, type Reach, sizeOf } from './meter.ts';

async function* bytes(...lengths: number[]) {
  for (const length of lengths) yield new Uint8Array(length);
}

async function read(meter: Meter, ...lengths: number[]): Promise<void> {
  for await (const _chunk of meter.chunks(bytes(...lengths))) meter.entry();
}

test('of a file the share is of its bytes, anew each time it is read', async () => {
  const told: Reach[] = [];
  const meter = new Meter(100, ({ reach }) => told.push(reach));
  await read(meter, 25, 75);
  meter.begin('packing');
  await read(meter, 50, 51);
  expect(told).toEqual([
    { step: 'looking', share: 0.25, entries: 1 },
    { step: 'looking', share: 1, entries: 2 },
    { step: 'packing', share: 0.5, entries: 1, all: 2 },
    // It has grown since.
    { step: 'packing', share: 1, entries: 2, all: 2 },
  ]);
});

test('of a live directory the look counts the entries, and packing has a share of them', () => {
  const meter = new Meter(undefined);
  meter.entry();
  meter.entry();
  expect(meter.reach).toEqual({ step: 'looking', entries: 2 });
  meter.begin('packing');
  meter.entry();
  expect(meter.reach).toEqual({ step: 'packing', share: 0.5, entries: 1, all: 2 });
});

test('a look that ended early counts nothing', async () => {
  const meter = new Meter(100);
  await read(meter, 25);
  meter.begin('packing');
  await read(meter, 50);
  expect(meter.reach).toEqual({ step: 'packing', share: 0.5, entries: 1 });
});

test('without a look, and of an empty file, there is no share', () => {
  const live = new Meter(undefined);
  live.begin('packing');
  live.entry();
  expect(live.reach).toEqual({ step: 'packing', entries: 1 });
  expect(new Meter(0).reach).toEqual({ step: 'looking', entries: 0 });
});

test('a file has a size; a device, a folder and what is not there have none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-meter-'));
  writeFileSync(join(folder, 'a'), 'abc');
  expect(await Promise.all([join(folder, 'a'), folder, join(folder, 'b'), '/dev/null'].map(sizeOf))).toEqual([
    3,
    undefined,
    undefined,
    undefined,
  ]);
  rmSync(folder, { recursive: true });
});
