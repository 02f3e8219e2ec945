/** Images that may be logos: their headers as the formats have them, with any sizes. */
import type { Random } from '../random.ts';
import { mutatedBytes } from './mutate.ts';

const side = (random: Random): number => random.pick([16, 64, 100, 2000, 15, 2001, 0, 0x7fff_ffff]);

function png(random: Random): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(random.once(12) ? random.pick([0xffff_ffff, 0, data.length + 4]) : data.length, 0);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, data, Buffer.alloc(4)]);
  };
  const sizes = Buffer.alloc(13);
  sizes.writeUInt32BE(side(random), 0);
  sizes.writeUInt32BE(side(random), 4);
  const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
  const data = random.list(random.few(5), () => chunk('IDAT', random.bytes(random.below(60))));
  return Buffer.concat([signature, chunk('IHDR', sizes), ...data, chunk('IEND', Buffer.alloc(0))]);
}

function jpeg(random: Random): Buffer {
  const segment = (marker: number, data: Buffer) => {
    const length = random.once(12) ? random.pick([0, 1, 0xffff]) : data.length + 2;
    return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), data]);
  };
  const frame = Buffer.alloc(8);
  frame.writeUInt16BE(side(random) & 0xffff, 1);
  frame.writeUInt16BE(side(random) & 0xffff, 3);
  const before = random.list(random.few(6), () =>
    segment(random.pick([0xe0, 0xe1, 0xdb, 0xc4]), random.bytes(random.below(40))),
  );
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...before,
    segment(random.pick([0xc0, 0xc2]), frame),
    random.bytes(20),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function webp(random: Random): Buffer {
  const body = Buffer.concat([
    Buffer.from(`WEBP${random.pick(['VP8 ', 'VP8L', 'VP8X', 'ALPH'])}`, 'latin1'),
    random.bytes(random.between(4, 60)),
  ]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(random.once(8) ? random.pick([0, 0xffff_ffff, body.length + 1]) : body.length, 4);
  return Buffer.concat([head, body]);
}

export function drawnImage(random: Random): Buffer {
  const image = random.pick([png, jpeg, webp])(random);
  return random.once(2) ? image : mutatedBytes(image, random);
}
