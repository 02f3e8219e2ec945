import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTokenFile, TOKEN_FILE_FORMAT_NAMES } from '#core/token-files/files.ts';
import { SAMPLE, sampleFile } from '../package/sample-files.ts';
import { tokenOfFile, tokenOfUser } from './token-source.ts';

const saved = mkdtempSync(join(tmpdir(), 'landfall-tokens-'));
afterAll(() => rmSync(saved, { recursive: true, force: true }));

const HARDWARE = 'samples/corp/hardware-tokens.sdtid';
const fails = (code: string, message = /./u) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('the token of a user', () => {
  test('comes with its PIN from the assignments of the sample, in any spelling of the user ID', () => {
    expect(tokenOfUser('ASCHAFER', saved)).toEqual({
      token: expect.objectContaining({ serial: '795463943776', pinStyle: 'fob' }),
      pin: '7662',
      others: [],
    });
    expect(tokenOfUser('opena', saved)).not.toHaveProperty('pin');
  });
  test('is the first one, or the one with the given serial', () => {
    const { token, others } = tokenOfUser('lbjrnsen', saved);
    expect([token.serial, others]).toEqual(['185615234085', ['529255784819']]);
    expect(tokenOfUser('lbjrnsen', saved, '529255784819').token.serial).toBe('529255784819');
    expect(() => tokenOfUser('lbjrnsen', saved, '1')).toThrow(fails('passcode.serial_unknown', /529255784819/u));
  });
  test('is found in both token files of the sample', () => {
    const rows = readFileSync(sampleFile(SAMPLE.assignments), 'utf8').trim().split('\n').slice(1).reverse();
    for (const [serial, user] of rows.map((row) => row.split(',')).slice(0, 8))
      if (user) expect(tokenOfUser(user, saved, serial!).token.serial).toBe(serial);
  });
  test('can’t be found for an unknown user ID, and the error lists the users', () => {
    expect(() => tokenOfUser('nobody', saved)).toThrow(fails('passcode.user_unknown', /for nobody.*lbjrnsen.* more/u));
    expect(() => tokenOfUser('', saved)).toThrow(fails('passcode.user_unknown'));
  });
  test('is a saved one before one of the sample, and no user ID reaches another folder', () => {
    const { windows: _w, startsAt: _s, expiresAt: _e, ...token } = readTokenFile(readFileSync(HARDWARE)).tokens[0]!;
    writeFileSync(join(saved, 'admin.json'), JSON.stringify({ ...token, pin: '1234', enabled: undefined }));
    expect(tokenOfUser('Admin', saved)).toEqual({ token, pin: '1234', others: [] });
    expect(() => tokenOfUser('../tokens/admin', join(saved, 'x'))).toThrow(fails('passcode.user_unknown'));
    writeFileSync(join(saved, 'a%2Fb.json'), JSON.stringify(token));
    expect(tokenOfUser('a/b', saved)).toEqual({ token, others: [] });
  });
});

describe('the token of a file', () => {
  test('needs a serial where the file has several, with or without leading zeros', () => {
    expect(() => tokenOfFile(HARDWARE, {})).toThrow(
      fails('passcode.which_serial', /34 tokens.*--serial.*185615234085/u),
    );
    expect(tokenOfFile(HARDWARE, { serial: '77941416621' }).token.serial).toBe('077941416621');
    expect(() => tokenOfFile(HARDWARE, { serial: '1' })).toThrow(fails('passcode.serial_unknown', /no token 1/u));
  });
  test('needs no serial where the file has one token', () => {
    expect(tokenOfFile('test/fixtures/sdtid/no-pin.sdtid', {}).token.serial).toBe('000000000001');
    expect(tokenOfFile('test/fixtures/pskc/rfc6030-figure7.xml', { password: 'qwerty' }).token.digits).toBe(8);
  });
  test('is refused with the reason for which the file’s reader refused it', () => {
    const refused = fails('token.digits', /000000000002.*digits/u);
    expect(() => tokenOfFile('test/fixtures/sdtid/seven-digits.sdtid', {})).toThrow(refused);
    expect(() => tokenOfFile('test/fixtures/sdtid/seven-digits.sdtid', { serial: '2' })).toThrow(refused);
  });
  test('is read from an OATH CSV file with options for what the file does not say', () => {
    const oath = join(saved, 'oath.csv');
    const secret = '2234567abcdef2234567abcdef';
    writeFileSync(oath, `A-1,${secret}\nA-1,${secret}\nA-2,nothing\n`);
    expect(() => tokenOfFile(oath, { serial: 'A-1', tokenType: 'totp' })).toThrow(fails('token.secret_format'));
    const options = { serial: 'A-1', tokenType: 'totp', tokenSecretFormat: 'hex' } as const;
    expect(tokenOfFile(oath, options).token).toMatchObject({ serial: 'A-1', algorithm: 'totp-sha1' });
    expect(() => tokenOfFile(oath, { ...options, serial: 'A-2' })).toThrow(fails('token.seed', /A-2/u));
  });
  test('is refused where the file is missing, empty, locked or of another format', () => {
    const empty = join(saved, 'empty.xml');
    writeFileSync(empty, '<KeyContainer/>');
    expect(() => tokenOfFile('nowhere.sdtid', {})).toThrow(fails('passcode.file_missing', /nowhere/u));
    expect(() => tokenOfFile(empty, {})).toThrow(fails('passcode.no_token'));
    expect(() => tokenOfFile('samples/corp/software-tokens.sdtid', {})).toThrow(fails('tokenfile.password'));
    expect(() => tokenOfFile('package.json', {})).toThrow(
      fails('tokenfile.unknown', new RegExp(TOKEN_FILE_FORMAT_NAMES, 'u')),
    );
  });
});
