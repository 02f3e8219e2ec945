/** Keys, seeds and MACs of the XML token file (sdtid). */
import { createCipheriv, createSecretKey } from 'node:crypto';
import { encryptBlocks } from '#core/tokens/securid.ts';
import { localName, type XmlElement } from '#core/xml.ts';

const BLOCK = 16;
const BATCH_MAC_IV = Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex');
const TOKEN_MAC_IV = Buffer.from('1bb67ae8584caa73b25742d7078b83b8', 'hex');
const TOKEN_ENCRYPT_IV = Buffer.from('16a09e667f3bcc908b2fb1366ea957d3', 'hex');
const PASSWORD_ROUNDS = 1000;

/** The text's bytes, cut or zero-filled to a length; the cut may go through a character (`write` would drop its half). */
function fixed(text: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  Buffer.from(text, 'utf8').copy(bytes);
  return bytes;
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  const mixed = Buffer.alloc(a.length);
  for (let at = 0; at < a.length; at += 1) mixed[at] = a[at]! ^ b[at]!;
  return mixed;
}

/** CBC-MAC; the last block is zero-filled. */
function cbcMac(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const whole = Buffer.alloc(Math.ceil(data.length / BLOCK) * BLOCK);
  data.copy(whole);
  return createCipheriv('aes-128-cbc', createSecretKey(key), iv).setAutoPadding(false).update(whole).subarray(-BLOCK);
}

/** What a file without a password uses in its place is its Origin. */
function passwordKey(password: string, dest: string, name: string): Buffer {
  const key = fixed(name, BLOCK);
  const zero = Buffer.alloc(BLOCK);
  const data = Buffer.concat([fixed(password, 32), fixed(dest, 32), zero]);
  let sum: Buffer = zero;
  for (let round = 0; round < PASSWORD_ROUNDS; round += 1) {
    data.writeUInt16BE(round, data.length - 2);
    sum = xor(sum, cbcMac(key, zero, data));
  }
  return sum;
}

/** K1, from which every other key of the batch derives. `secret`: 16 bytes. */
export function batchKey(header: { password: string; dest: string; name: string; secret: Buffer }): Buffer {
  const mask = encryptBlocks(
    passwordKey(header.password, header.dest, header.name),
    Buffer.concat([fixed('Secret', 8), fixed(header.name, 8)]),
  );
  return xor(mask, header.secret);
}

/** The two keys of each token of a batch. */
export type TokenKeys = {
  /** Under which its seed is sealed, and which its MAC is made with. @param sn as written, trimmed */
  of(sn: string): { readonly seal: Buffer; readonly mac: Buffer };
};

/**
 * Both derive by CBC-MAC under one key, from a label and the serial. What the label makes of the chain is the same for all tokens; one
 * cipher takes all others' blocks, since to make a cipher takes as long as twenty blocks.
 */
export function tokenKeys(batch: Buffer): TokenKeys {
  const cipher = createCipheriv('aes-128-ecb', createSecretKey(batch), null).setAutoPadding(false);
  const begun = (iv: Buffer, label: string) => cbcMac(batch, iv, fixed(label, 32));
  const labels = Buffer.concat([begun(TOKEN_ENCRYPT_IV, 'TokenEncrypt'), begun(TOKEN_MAC_IV, 'TokenMAC')]);
  let last: { readonly sn: string; readonly keys: { readonly seal: Buffer; readonly mac: Buffer } } | undefined;
  return {
    of(sn) {
      if (last?.sn === sn) return last.keys;
      const serial = fixed(sn, 32);
      let chains: Buffer = labels;
      for (const at of [0, BLOCK]) {
        const part = serial.subarray(at, at + BLOCK);
        chains = cipher.update(xor(chains, Buffer.concat([part, part])));
      }
      const keys = { seal: chains.subarray(0, BLOCK), mac: chains.subarray(BLOCK) };
      last = { sn, keys };
      return keys;
    },
  };
}

/** Opens or closes a seed (the same XOR). `box`: the 16 bytes of Seed after its junk character; `sn` as written, trimmed. */
export function openFileSeed(keys: TokenKeys, sn: string, box: Buffer): Buffer {
  return xor(encryptBlocks(keys.of(sn).seal, Buffer.concat([fixed(sn, 8), fixed('Seed', 8)])), box);
}

/** `empty`: of a leaf without text. */
type MacLine = { readonly bytes: Buffer; readonly empty: boolean };

/** "<dotted path> <text>\n" for each leaf in document order; elements that are MACs themselves are left out. */
function macLines(element: XmlElement, path: string): MacLine[] {
  if (localName(element).endsWith('MAC')) return [];
  if (element.children.length > 0) return element.children.flatMap((child) => macLines(child, `${path}.${child.name}`));
  const empty = element.text === '';
  return [{ bytes: Buffer.from(`${path} ${empty ? `</${element.name}>` : element.text}\n`, 'utf8'), empty }];
}

/**
 * The lines as the format lays them out: each is followed by the padding in force, which is the position modulo 16 after
 * the line before (16 for 0); a line that fits one block with its padding starts at that block (and covers what it meets: it has 8 bytes at least).
 * Not so an empty leaf's, the real client says (test/integration/tokens-real-clients.test.ts).
 */
function macBuffer(lines: readonly MacLine[]): Buffer {
  const buffer = Buffer.alloc(lines.reduce((sum, { bytes }) => sum + bytes.length + BLOCK, 0));
  let position = 0;
  let padding = 0;
  for (const { bytes, empty } of lines) {
    if (bytes.length + padding <= BLOCK && !empty) position -= position % BLOCK;
    bytes.copy(buffer, position);
    position += bytes.length + padding;
    padding = position % BLOCK || BLOCK;
  }
  return buffer.subarray(0, position);
}

function mac(key: Buffer, iv: Buffer, element: XmlElement): Buffer {
  const lines = element.children.flatMap((child) => macLines(child, `${element.name}.${child.name}`));
  return cbcMac(key, iv, macBuffer(lines));
}

/** What HeaderMAC must hold. */
export function headerMac(batch: Buffer, name: string, header: XmlElement): Buffer {
  const key = cbcMac(batch, BATCH_MAC_IV, Buffer.concat([fixed('BatchMAC', 32), fixed(name, 32)]));
  return mac(key, BATCH_MAC_IV, header);
}

/** What a TKN's TokenMAC must hold. */
export function tokenMac(keys: TokenKeys, sn: string, token: XmlElement): Buffer {
  return mac(keys.of(sn).mac, TOKEN_MAC_IV, token);
}
