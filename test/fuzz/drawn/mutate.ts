/** Documents made wrong: at bytes, at lines, in their encoding. */
import type { Random } from '../random.ts';

/** What readers of text stumble over: marks, names that objects have, characters that fold or can't be seen, halves of pairs. */
const PIECES: readonly string[] = [
  '\0', '\n', '\r', '\r\n', '\n\n', '\t', ' ', '"', '""', "'", ',', ';', ':', '::', ':<', '=', '\\', '/', '<', '>', '&', '&amp;', '&#0;',
  '&#x110000;', '<![CDATA[', ']]>', '<!--', '-->', '<?xml version="1.0"?>', '<!DOCTYPE a>', '{', '}', '[', ']', 'null', 'true', '-1', '0',
  '1e309', '9007199254740993', '-0', '00', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '$&', '{{link}}', '%00', '%',
  '\u2028', '\u0085', '\u00a0', '\u200b', '\u202e', '\ufeff', '\ufffd', '\uff1d', 'İ', 'ß', 'ﬁ', 'Å', 'A\u030a', '\u0301'.repeat(40), '𝒜', '\ud800',
  '\udc00', 'sep=;', '#TYPE x', '-', 'dn: ', 'changetype: delete', 'version: 1', '2026-02-30', '9999-12-31T23:59:59Z', '../../etc/passwd',
]; // biome-ignore format: a list
const BYTES: readonly number[] = [
  0, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x3a, 0x3c, 0x7f, 0x80, 0xbf, 0xc0, 0xe2, 0xf0, 0xfe, 0xff,
];
const NUMBERS: readonly number[] = [0, 1, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff];

export const oddText = (random: Random): string => {
  if (random.once(30)) return random.pick(PIECES).repeat(random.between(1, 5000));
  return random.list(random.between(1, 3), () => random.pick(PIECES)).join('');
};
/** The same, without halves of surrogate pairs: what a file in UTF-8 can hold. */
export const oddBytes = (random: Random): Buffer => Buffer.from(oddText(random));

const joined = (...pieces: readonly Uint8Array[]): Buffer => Buffer.concat(pieces);

type Change = (bytes: Buffer, random: Random) => Buffer;

const atBytes: readonly Change[] = [
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let left = random.between(1, 4); left > 0 && bytes.length > 0; left -= 1)
      changed[random.below(bytes.length)]! ^= 1 << random.below(8);
    return changed;
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    if (bytes.length > 0) changed[random.below(bytes.length)] = random.pick(BYTES);
    return changed;
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(bytes.length + 1)),
  (bytes, random) => {
    const [at, end] = [random.below(bytes.length + 1), random.below(bytes.length + 1)].sort((a, b) => a - b);
    return joined(bytes.subarray(0, at), bytes.subarray(end));
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), oddBytes(random), bytes.subarray(at));
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), random.bytes(random.between(1, 20)), bytes.subarray(at));
  },
  (bytes, random) => {
    const from = random.below(bytes.length + 1);
    const piece = bytes.subarray(from, from + random.between(1, 200));
    const times = random.between(1, random.once(10) ? 500 : 3);
    return joined(bytes.subarray(0, from), ...Array.from({ length: times }, () => piece), bytes.subarray(from));
  },
  (bytes, random) => {
    if (bytes.length < 4) return bytes;
    const changed = Buffer.from(bytes);
    const at = random.below(bytes.length - 3);
    const value = random.pick(NUMBERS);
    if (random.once(2)) changed.writeUInt32LE(value, at);
    else changed.writeUInt16LE(value & 0xffff, at);
    return changed;
  },
];

const lines = (change: (lines: string[], random: Random) => string[]): Change => {
  return (bytes, random) => Buffer.from(change(bytes.toString('latin1').split('\n'), random).join('\n'), 'latin1');
};
const atLines: readonly Change[] = [
  lines((all, random) => all.toSpliced(random.below(all.length), 1)),
  lines((all, random) => all.toSpliced(random.below(all.length), 0, random.pick(all))),
  lines((all, random) => {
    const [a, b] = [random.below(all.length), random.below(all.length)];
    return all.with(a, all[b]!).with(b, all[a]!);
  }),
  lines((all, random) =>
    all.toSpliced(random.below(all.length), 0, ...Array.from({ length: random.few(200) }, () => '')),
  ),
  lines((all, random) => {
    const at = random.below(all.length);
    return all.with(at, all[at]! + oddBytes(random).toString('latin1'));
  }),
  lines((all, random) => {
    const at = random.below(all.length);
    return all.toSpliced(at, 2, `${all[at]}${all[at + 1] ?? ''}`);
  }),
  // Digits to other digits: dates, counts and lengths that are well written and wrong.
  (bytes, random) => {
    const text = bytes.toString('latin1');
    const found = [...text.matchAll(/\d+/gu)];
    if (found.length === 0) return bytes;
    const { index, 0: digits } = random.pick(found);
    const number = random.once(2)
      ? String(random.pick(NUMBERS))
      : random.hex(digits.length).replaceAll(/\D/gu, '9').slice(0, digits.length);
    return Buffer.from(text.slice(0, index) + number + text.slice(index + digits.length), 'latin1');
  },
];

const encodings: readonly Change[] = [
  (bytes) => joined(Buffer.from('\ufeff'), bytes),
  (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'),
  (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le').swap16(),
  (bytes) => Buffer.from(bytes.toString('utf8'), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(/\r?\n/gu, '\r\n'), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(/\r?\n/gu, '\r'), 'latin1'),
  (bytes, random) =>
    Buffer.from(
      bytes.toString('latin1').replaceAll('\n', () => random.pick(['\n', '\r\n', '\r'])),
      'latin1',
    ),
];

/** A document of text, wrong in some ways; now and then as it was. Never more than a few times as large. */
export function mutatedText(bytes: Buffer, random: Random): Buffer {
  let changed = bytes;
  for (let left = random.below(4); left > 0; left -= 1)
    changed = random.pick(random.once(2) ? atLines : atBytes)(changed, random);
  return random.once(6) ? random.pick(encodings)(changed, random) : changed;
}

/** Of bytes that are no text. */
export function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  let changed = bytes;
  for (let left = random.between(1, 3); left > 0; left -= 1) changed = random.pick(atBytes)(changed, random);
  return changed;
}
