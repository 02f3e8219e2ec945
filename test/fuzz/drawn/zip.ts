/** ZIP files as they should be, and with every lie that their headers can tell (APPNOTE 6.3.10, 4.3). */
import { crc32 } from 'node:zlib';
import type { Random } from '../random.ts';

export type Stored = { readonly name: string; readonly data: Buffer };

/** What a header says in place of the truth. */
type Lie = {
  name?: string | Buffer;
  method?: number;
  flags?: number;
  crc?: number;
  compressed?: number;
  size?: number;
  offset?: number;
  extra?: Buffer;
};
const FULL = 0xffff_ffff;

/** ZIP64 extended information (4.5.3) of these 64-bit fields. */
function zip64(...fields: readonly bigint[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * fields.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * fields.length, 2);
  for (const [index, field] of fields.entries()) extra.writeBigUInt64LE(BigInt.asUintN(64, field), 4 + 8 * index);
  return extra;
}

function header(central: boolean, { name, data }: Stored, at: number, lie: Lie): Buffer {
  const written = Buffer.from(lie.name ?? name);
  const extra = lie.extra ?? Buffer.alloc(0);
  const head = Buffer.alloc(central ? 46 : 30);
  const from = central ? 6 : 4;
  head.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
  head.writeUInt16LE(20, from);
  head.writeUInt16LE(lie.flags ?? 0x800, from + 2);
  head.writeUInt16LE(lie.method ?? 0, from + 4);
  head.writeUInt32LE(lie.crc ?? crc32(data), from + 10);
  head.writeUInt32LE(lie.compressed ?? data.length, from + 14);
  head.writeUInt32LE(lie.size ?? data.length, from + 18);
  head.writeUInt16LE(written.length & 0xffff, from + 22);
  head.writeUInt16LE(extra.length & 0xffff, from + 24);
  if (central) head.writeUInt32LE(lie.offset ?? at, 42);
  return Buffer.concat([head, written, extra]);
}

const NAMES = ['../manifest.json', '/manifest.json', 'MANIFEST.JSON', 'parts\\000001.part', 'parts/000001.part\0', 'parts/1.part', 'parts/', '', 'a'.repeat(70_000), '\ud83d\ude00', 'parts/999999.part'] as const; // biome-ignore format: a list
const SIZES = [0, 1, 29, 30, 0x7fff_ffff, FULL - 1, FULL] as const;
const HUGE = [0n, 1n, 2n ** 32n, 2n ** 53n, 2n ** 60n, -1n] as const;

function lieOf(random: Random, all: readonly Stored[]): Lie {
  switch (random.below(9)) {
    case 0:
      return { name: random.pick([...NAMES, ...all.map(({ name }) => name)]) };
    case 1:
      return { method: random.pick([8, 1, 99, 0xffff]) };
    case 2:
      return { flags: random.pick([1, 8, 0x41, 0x2000, 0xffff]) };
    case 3:
      return { compressed: random.pick(SIZES) };
    case 4:
      return { size: random.pick(SIZES), compressed: random.pick(SIZES) };
    case 5:
      return { offset: random.pick([0, 1, 30, 0x7fff_ffff, FULL, random.below(2000)]) };
    case 6:
      return { compressed: FULL, size: FULL, extra: zip64(random.pick(HUGE), random.pick(HUGE)) };
    case 7:
      return {
        offset: FULL,
        compressed: FULL,
        size: FULL,
        extra: zip64(random.pick(HUGE), random.pick(HUGE), random.pick(HUGE)),
      };
    default:
      return { extra: random.once(2) ? random.bytes(random.between(1, 40)) : Buffer.from([1, 0, 0xff, 0xff, 0]) };
  }
}

function ending(count: number, size: number, at: number, random: Random | undefined): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  const lies = random?.once(4) === true;
  const said = lies && random ? random.pick([count + 1, count - 1, 0, 0xffff]) & 0xffff : count;
  end.writeUInt16LE(said, 8);
  end.writeUInt16LE(said, 10);
  end.writeUInt32LE(random?.once(8) ? random.pick(SIZES) : size, 12);
  end.writeUInt32LE(random?.once(8) ? random.pick([...SIZES, at + 1, at - 1]) >>> 0 : at, 16);
  end.writeUInt16LE(random?.once(10) ? random.pick([1, 0xffff]) : 0, 20);
  if (!random?.once(8)) return end;
  // A ZIP64 end of the directory, and where it stands (4.3.14, 4.3.15).
  const long = Buffer.alloc(56);
  long.writeUInt32LE(0x06064b50, 0);
  long.writeBigUInt64LE(random.once(4) ? 2n ** 62n : 44n, 4);
  for (const place of [24, 32])
    long.writeBigUInt64LE(BigInt.asUintN(64, random.once(2) ? BigInt(count) : random.pick(HUGE)), place);
  long.writeBigUInt64LE(BigInt.asUintN(64, random.once(2) ? BigInt(size) : random.pick(HUGE)), 40);
  long.writeBigUInt64LE(BigInt.asUintN(64, random.once(2) ? BigInt(at) : random.pick(HUGE)), 48);
  const place = Buffer.alloc(20);
  place.writeUInt32LE(0x07064b50, 0);
  place.writeBigUInt64LE(BigInt.asUintN(64, random.once(2) ? BigInt(at + size) : random.pick(HUGE)), 8);
  for (const field of [8, 10]) end.writeUInt16LE(random.once(2) ? 0xffff : said, field);
  if (random.once(2)) end.writeUInt32LE(FULL, 16);
  return Buffer.concat([long, place, end]);
}

/** @param random where given, some headers lie */
export function zipOf(all: readonly Stored[], random?: Random): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const one of all) {
    const lie = random?.once(3) ? lieOf(random, all) : {};
    const local = header(false, one, at, random?.once(3) ? lieOf(random, all) : lie);
    directory.push(header(true, one, at, lie));
    pieces.push(local, one.data);
    at += local.length + one.data.length;
  }
  if (random?.once(6)) directory.push(random.pick(directory));
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const front = random?.once(15) ? random.bytes(random.between(1, 9)) : Buffer.alloc(0);
  return Buffer.concat([front, ...pieces, ...directory, ending(directory.length, size, at, random)]);
}
