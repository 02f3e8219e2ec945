import { namedColumns, positionalColumns } from './csv-columns.ts';

const at = (...names: string[]) => Object.fromEntries(namedColumns(names)!.at);
const columnError = (text: RegExp) =>
  expect.objectContaining({ code: 'tokenfile.columns', message: expect.stringMatching(text) });

test('the columns of Microsoft Entra ID are known, and mean base32', () => {
  const columns = namedColumns('upn,serial number,secret key,time interval,manufacturer,model'.split(','))!;
  expect(Object.fromEntries(columns.at)).toEqual({ user: 0, serial: 1, secret: 2, interval: 3 });
  expect(columns).toMatchObject({ entra: true, width: 6 });
});

test('columns are known in any order, letter case, and with spaces, hyphens and underscores', () => {
  expect(at('SECRET_KEY', 'Time-Interval', '\ufeffSerial  Number', 'OTP Length', 'HashAlgorithm')).toEqual({
    secret: 0,
    interval: 1,
    serial: 2,
    digits: 3,
    hash: 4,
  });
  expect(namedColumns(['serial', 'secret key'])!.entra).toBe(false);
});

test('every field is known by at least one name', () => {
  const names =
    'sn seed type hash digits period counter interval|counter user encoding start-date expiry nickname'.split(' ');
  expect(Object.keys(at(...names))).toEqual(
    'serial secret type hash digits interval counter step user format startsAt expiresAt nickname'.split(' '),
  );
});

test.each([
  ['Secret (hex)', 'hex'],
  ['hex_seed', 'hex'],
  ['Base32 Secret Key', 'base32'],
  ['seed-base64', 'base64'],
  ['secret', undefined],
])('a column %s says that its secrets are %s', (name, format) =>
  expect(namedColumns(['serial', name])!.format).toBe(format),
);

test('a row without a known name is no header', () => {
  expect(namedColumns(['Token001', '15d2fa517d3c6b791bd4cc2044c241429307001f', 'totp', '6', '30'])).toBeUndefined();
  expect(namedColumns([])).toBeUndefined();
});

test('a header without serial or secret, or with two columns for one field, is refused', () => {
  expect(() => namedColumns(['serial', 'model'])).toThrow(columnError(/no column secret\..*"serial,secret,type/u));
  expect(() => namedColumns(['upn', 'model'])).toThrow(columnError(/no column serial, secret\./u));
  expect(() => namedColumns(['serial', 'seed', 'secret'])).toThrow(columnError(/two columns for secret/u));
});

test('the form without a header has fixed columns', () => {
  expect([...positionalColumns.at.keys()].join()).toBe('serial,secret,type,digits,step,hash');
});
