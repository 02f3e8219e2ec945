/**
 * What may be a logo: a PNG, JPEG or WebP image by its own bytes, whatever a file's name says. No SVG: it is a document that can hold
 * scripts. Nothing may come after the image's end, so that no second file is hidden in it.
 */
import { LandfallError } from '#core/errors.ts';

export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type LogoType = (typeof LOGO_TYPES)[number];
export type LogoShape = { readonly type: LogoType; readonly width: number; readonly height: number };

/** Bytes; pixels of a side; how many times longer one side may be than the other. */
export const LOGO_LIMITS = { bytes: 100 * 1024, least: 16, most: 2000, ratio: 12 } as const;

const REASONS = {
  type: 'It is no PNG, JPEG or WebP image. Choose one of these; an SVG is not taken.',
  size: `It is larger than ${LOGO_LIMITS.bytes / 1024} KiB. Make it smaller.`,
  dimensions: `Its sides must have ${LOGO_LIMITS.least} to ${LOGO_LIMITS.most} pixels, and none may be more than ${LOGO_LIMITS.ratio} times the other.`,
  broken: 'The file is damaged, or holds more than one image. Save it anew.',
} as const;
const refused = (reason: keyof typeof REASONS): LandfallError<'branding.logo'> =>
  new LandfallError('branding.logo', { detail: REASONS[reason], facts: { reason } });

type Size = Omit<LogoShape, 'type'>;
const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

/** PNG (Third Edition), 5: a signature, then chunks of length, type, data and CRC, from IHDR to IEND. */
function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 33 || text(bytes, 12, 16) !== 'IHDR') return undefined;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const type = text(bytes, at + 4, at + 8);
    at += 12 + bytes.readUInt32BE(at);
    if (type === 'IEND')
      return at === bytes.length ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
  }
  return undefined;
}

/** JPEG (ITU T.81), B.1: segments of a marker and a length up to the frame header; the end-of-image marker is last. */
function jpegSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return undefined;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    // Start of frame: 0xC0 to 0xCF without the tables 0xC4, 0xC8 and 0xCC.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** WebP (RFC 9649), 2: one RIFF container; VP8X, VP8L and VP8 say their size each in its own way. */
function webpSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 30 || bytes.readUInt32LE(4) + 8 !== bytes.length) return undefined;
  const kind = text(bytes, 12, 16);
  if (kind === 'VP8X') return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
  if (kind === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (kind !== 'VP8L') return undefined;
  const packed = bytes.readUInt32LE(21);
  return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
}

const READERS: Readonly<Record<LogoType, (bytes: Buffer) => Size | undefined>> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
};

/** By its first bytes. */
function typeOf(bytes: Buffer): LogoType | undefined {
  if (text(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'image/png';
  if (text(bytes, 0, 3) === '\u00ff\u00d8\u00ff') return 'image/jpeg';
  return text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP' ? 'image/webp' : undefined;
}

/** @throws LandfallError branding.logo (422; facts reason) */
export function readLogo(bytes: Buffer): LogoShape {
  if (bytes.length > LOGO_LIMITS.bytes) throw refused('size');
  const type = typeOf(bytes);
  if (!type) throw refused('type');
  const size = READERS[type](bytes);
  if (!size) throw refused('broken');
  const sides = [size.width, size.height];
  const [short, long] = [Math.min(...sides), Math.max(...sides)];
  if (short < LOGO_LIMITS.least || long > LOGO_LIMITS.most || long > short * LOGO_LIMITS.ratio)
    throw refused('dimensions');
  return { type, ...size };
}
