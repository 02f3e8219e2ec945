import { decodeXml, sizeOf } from './xml-file.ts';

const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>é</a>`;

test('a file is read as UTF-8 unless it declares another encoding', () => {
  expect(decodeXml(new TextEncoder().encode('<a>é</a>'))).toBe('<a>é</a>');
  const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1');
  expect(decodeXml(bytes)).toContain('<a>é</a>');
});

test('a byte order mark takes precedence over the declaration', () => {
  const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml('utf-8'), 'utf16le')]);
  expect(decodeXml(little)).toBe(xml('utf-8'));
  const big = Buffer.from(little).swap16();
  expect(decodeXml(big)).toBe(xml('utf-8'));
});

test('bytes that are not in their declared encoding are refused', () => {
  expect(() => decodeXml(Buffer.from([0x3c, 0x61, 0x3e, 0xe9, 0x3c]))).toThrow('not valid for encoding utf-8');
  expect(() => decodeXml(Buffer.from(xml('x-none')))).toThrow('x-none');
});

test('the size is counted as in the request, where quotes and line ends are escaped', () => {
  expect(sizeOf('<a id="1">\n')).toBe('<a id=\\"1\\">\\n'.length + 2);
});
