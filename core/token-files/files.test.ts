import { readFileSync } from 'node:fs';
import { readTokenFile, TOKEN_FILE_FORMAT_NAMES, TOKEN_FILE_FORMATS } from './files.ts';

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
