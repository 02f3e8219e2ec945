import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { writePskc } from '#test/support/pskc.ts';
import { writeSdtid } from '#test/support/sdtid.ts';
import type { TokenFile } from './file-token.ts';
import {
  readTokenFile,
  TOKEN_FILE_FORMAT_NAMES,
  TOKEN_FILE_FORMATS,
  type TokenFileOptions,
  tokensIn,
} from './files.ts';

const CSV = 'serial,secret,type\nA,15d2fa517d3c6b791bd4cc2044c241429307001f,totp\n';
const fails = (code: string) => expect.objectContaining({ code });

test('a file that is neither sdtid nor PSKC nor CSV is refused', () => {
  expect(() => readTokenFile('<SECURITY_QUESTIONS/>')).toThrow(fails('tokenfile.unknown'));
  expect(() => readTokenFile(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).toThrow(fails('tokenfile.unknown'));
  expect(() => readTokenFile('')).toThrow(fails('tokenfile.unknown'));
});

test('a DOCTYPE is refused in a token file too', () => {
  expect(() => readTokenFile('<!DOCTYPE x><TKNBatch/>')).toThrow(fails('xml.doctype'));
});

test.each(['utf8', 'utf-8 with a mark', 'utf16le', 'utf16be'])('CSV and XML are read in %s', (encoding) => {
  const encode = (text: string) => {
    if (encoding === 'utf8') return Buffer.from(text);
    if (encoding === 'utf-8 with a mark') return Buffer.from(`\ufeff${text}`);
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    return encoding === 'utf16le' ? wide : wide.swap16();
  };
  expect(readTokenFile(encode(CSV)).tokens.map(({ serial }) => serial)).toEqual(['A']);
  const figure = readFileSync('test/fixtures/pskc/rfc6030-figure3.xml', 'utf8').replace(/^<\?.*\?>/u, '');
  expect(readTokenFile(encode(`\n  ${figure.trim()}`)).tokens).toHaveLength(1);
});

test('a text with a byte order mark is read', () => {
  expect(readTokenFile(`\ufeff${CSV}`).tokens).toHaveLength(1);
});

test('bytes that are not UTF-8 refuse the token that holds them and no other', () => {
  const latin = Buffer.from(
    'serial,secret,type,vendor,user\nA,15d2fa517d3c6b791bd4cc2044c241429307001f,totp,K\xe4se,K\xe4te\n',
    'latin1',
  );
  expect(readTokenFile(latin).refused).toMatchObject([{ serial: 'A', code: 'token.line' }]);
  const vendor = Buffer.from(latin.toString('latin1').replace('K\xe4te', 'kate'), 'latin1');
  expect(readTokenFile(vendor).tokens).toMatchObject([{ userLogin: 'kate' }]);
});

test('the options are passed to the reader', () => {
  const text = 'A,2234567abcdef2234567abcdef';
  const { tokens } = readTokenFile(text, { secretFormat: 'base32', tokenType: 'hotp' });
  expect(tokens).toMatchObject([{ algorithm: 'hotp-sha1' }]);
});

test('the help and the refusal name the formats as a sentence does', () => {
  const names = TOKEN_FILE_FORMATS.map(({ name }) => name);
  expect(TOKEN_FILE_FORMAT_NAMES).toBe(`${names.slice(0, -1).join(', ')} or ${names.at(-1)}`);
  expect(names).toEqual(expect.arrayContaining(['sdtid', 'PSKC', 'OATH CSV']));
});

describe('a file that is read in pieces', () => {
  /** What it gives, and the error that ends it. */
  async function inPieces(bytes: Uint8Array, cuts: readonly number[], options?: TokenFileOptions) {
    async function* chunks() {
      const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      for (const [index, from] of borders.entries()) yield bytes.subarray(from, borders[index + 1]);
    }
    const file: TokenFile = { tokens: [], refused: [] };
    try {
      for await (const some of tokensIn(chunks(), options)) {
        file.tokens.push(...some.tokens);
        file.refused.push(...some.refused);
      }
      return file;
    } catch (error) {
      return { code: (error as { code: string }).code, message: (error as Error).message };
    }
  }
  function whole(bytes: Uint8Array, options?: TokenFileOptions) {
    try {
      return readTokenFile(bytes, options);
    } catch (error) {
      return { code: (error as { code: string }).code, message: (error as Error).message };
    }
  }

  const batch = {
    secret: Buffer.alloc(16, 5),
    header: { Origin: 'o', Dest: 'd', Name: 'n', DefDigits: '6', DefInterval: '60', DefAlg: '1' },
    tokens: [1, 2, 3].map((n) => ({
      sn: `00000000000${n}`,
      seed: Buffer.alloc(16, n),
      fields: { UserLogin: 'Ébé & co' },
    })),
  };
  const sdtid = writeSdtid(batch);
  const keys = [1, 2, 3].map((n) => {
    return { serial: `T${n}`, algorithm: 'totp' as const, digits: 6, secret: Buffer.alloc(20, n) };
  });
  const password = 'Batch passphrase';
  const locked = writePskc(keys, { password, iterations: 10, bits: 128, mac: 'sha1' });
  const late = locked.replace(/(<EncryptionKey>.*<\/MACMethod>)([\s\S]*)(<\/KeyContainer>)/u, '$2$1$3');
  const files: Readonly<Record<string, readonly [text: string, options?: TokenFileOptions]>> = {
    sdtid: [sdtid],
    'sdtid with a password': [writeSdtid({ ...batch, password }), { password }],
    'sdtid with another password': [sdtid, { password }],
    'sdtid with a changed token': [sdtid.replace('<Seed>=', '<Seed>=A')],
    'sdtid with a changed header': [sdtid.replace('<DefDigits>6', '<DefDigits>8')],
    'sdtid without its header': [sdtid.replace(/<TKNHeader>[\s\S]*<\/TKNHeader>/u, '')],
    'sdtid cut off': [sdtid.slice(0, -20)],
    PSKC: [writePskc(keys)],
    'PSKC with a password': [locked, { password }],
    'PSKC with another password': [locked, { password: 'x' }],
    'PSKC without its password': [locked],
    'PSKC with its password behind its keys': [late, { password }],
    'a bare ampersand': [sdtid.replace('é &', 'é &amp; R&D')],
    'a DOCTYPE': [`<?xml version="1.0"?>\n<!DOCTYPE TKNBatch>\n${sdtid.slice(21)}`],
    'XML of another kind': ['<SECURITY_QUESTIONS><a/></SECURITY_QUESTIONS>'],
    'XML of another kind without elements': ['<SECURITY_QUESTIONS/>'],
    CSV: [CSV],
    'no token file': ['PK\u0003\u0004'],
    nothing: [''],
  };

  test.each(Object.entries(files))('is read as the whole: %s', async (_, [text, options]) => {
    const encodings = [Buffer.from(text), Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')];
    for (const bytes of encodings.slice(0, text.startsWith('<?xml') ? 2 : 3)) {
      const expected = whole(bytes, options);
      expect(await inPieces(bytes, Array.from(bytes.keys()), options)).toEqual(expected);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), async (cuts) => {
          expect(await inPieces(bytes, cuts, options)).toEqual(expected);
        }),
        { numRuns: 10 },
      );
    }
  });

  test('has more elements than a document that is kept', async () => {
    const one = '<KeyPackage><a/><a/><a/><a/><a/><a/><a/><a/><a/></KeyPackage>';
    async function* chunks() {
      yield Buffer.from(`<KeyContainer>${' '.repeat(200)}`);
      for (let n = 0; n < 110; n += 1) yield Buffer.from(one.repeat(1000));
      yield Buffer.from('</KeyContainer>');
    }
    let read = 0;
    for await (const { tokens, refused } of tokensIn(chunks())) read += tokens.length + refused.length;
    expect(read).toBe(0);
  });

  test('is refused where it is text of more than 64 MiB, or XML with a text of more than 4 million characters', async () => {
    async function* chunks(head: string) {
      yield Buffer.from(head);
      for (;;) yield Buffer.alloc(1024 * 1024, 0x20);
    }
    const last = async (head: string) => {
      for await (const _ of tokensIn(chunks(head)));
    };
    await expect(last('a,b')).rejects.toMatchObject({ code: 'tokenfile.too_large' });
    await expect(last('<TKNBatch>')).rejects.toMatchObject({ code: 'xml.too_large' });
    await expect(last('<TKNBatch> & ')).rejects.toMatchObject({ code: 'xml.entity' });
  });
});
