import { EXTERNAL_IDS, externalIdOf, guidText } from './external-id.ts';

const entry = (values: Record<string, string>) => ({
  line: 1,
  values: new Map(Object.entries(values).map(([name, value]) => [name, [value]])),
});
const id = (values: Record<string, string>, attributes: readonly string[] = EXTERNAL_IDS) =>
  externalIdOf(entry(values), attributes)?.id;
const OCTETS = Buffer.from('3KcvKzEDTkuDpSnRlGgnEQ==', 'base64');
const GUID = '2b2fa7dc-0331-4b4e-83a5-29d194682711';

test('octets of Active Directory become the text that its tools show', () => {
  expect(guidText('objectguid', OCTETS)).toBe(GUID);
  expect(guidText('guid', OCTETS)).toBe('dca72f2b-3103-4e4b-83a5-29d194682711');
  expect(guidText('objectguid', Buffer.from(GUID))).toBeUndefined();
  expect(guidText('jpegphoto', OCTETS)).toBeUndefined();
});

test('however an export writes it, an id is one text', () => {
  for (const objectguid of [GUID, GUID.toUpperCase(), `{${GUID}}`, ` ${GUID} `, "X'dca72f2b31034e4b83a529d194682711'"])
    expect(id({ objectguid })).toBe(GUID);
  expect(id({ nsuniqueid: 'A1B2C3D4-11111111-22222222-33333333' })).toBe('a1b2c3d4-11111111-22222222-33333333');
  expect(id({ orclguid: 'ABCDEF0123456789ABCDEF0123456789' })).toBe('abcdef0123456789abcdef0123456789');
  expect(id({ hrid: 'K-07' }, ['hrid'])).toBe('K-07');
  expect(id({ hrid: "X'dca72f2b31034e4b83a529d194682711'" }, ['hrid'])).toBe("X'dca72f2b31034e4b83a529d194682711'");
});

test('of several ids the first of the fixed order counts, and an empty one is none', () => {
  expect(externalIdOf(entry({ nsuniqueid: 'b', entryuuid: 'A' }), EXTERNAL_IDS)).toEqual({
    attribute: 'entryuuid',
    id: 'a',
  });
  expect(id({ entryuuid: ' ', guid: 'c' })).toBe('c');
  expect(id({ uid: 'ana' })).toBeUndefined();
});
