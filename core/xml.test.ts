import fc from 'fast-check';
import { anyText } from '#test/support/any-text.ts';
import { childrenOf, elementAt, localName, parseXml, textAt } from './xml.ts';

const code = (input: string | Uint8Array, options = {}): string => {
  try {
    parseXml(input, options);
    return 'read';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('elements, attributes and text come in order, white space and all', () => {
  const root = parseXml('<?xml version="1.0"?><?pi x?><!-- c -->\n<a n="1" p:m=\'2\'> x <b/>y<c>  </c><b>z</b></a>\n');
  expect(root).toEqual({
    name: 'a',
    attributes: { n: '1', 'p:m': '2' },
    text: ' x y',
    children: [
      { name: 'b', attributes: {}, children: [], text: '' },
      { name: 'c', attributes: {}, children: [], text: '  ' },
      { name: 'b', attributes: {}, children: [], text: 'z' },
    ],
  });
});

test("XML's own five entities and character numbers are decoded once; CDATA is taken as it is", () => {
  const root = parseXml('<a q="&quot;&#65;">&amp;lt; &#xE9;&#233; &gt;&apos;<!-- no --><![CDATA[<b>&amp;]]></a>');
  expect(root.attributes).toEqual({ q: '"A' });
  expect(root.text).toBe("&lt; éé >'<b>&amp;");
});

test('numbers and dates stay text', () => {
  expect(parseXml('<a b="007">0x10</a>')).toMatchObject({ attributes: { b: '007' }, text: '0x10' });
});

describe('a document is refused', () => {
  test.each([
    ['a DOCTYPE', '<!DOCTYPE a><a/>', 'xml.doctype'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>', 'xml.doctype'],
    ['an external entity', '<!doctype a [<!entity x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml.doctype'],
    ['an unknown entity', '<a>&nbsp;</a>', 'xml.entity'],
    ['an unknown entity in an attribute', '<a b="&nbsp;"/>', 'xml.entity'],
    ['an entity that objects inherit', '<a>&valueOf;</a>', 'xml.entity'],
    ['a bare ampersand', '<a>R&D</a>', 'xml.entity'],
    ['an empty reference', '<a>&;</a>', 'xml.entity'],
    ['a reference without its end', '<a>&amp </a>', 'xml.entity'],
    ['a DOCTYPE behind a comment', '<!-- --><!DoCtYpE a><a/>', 'xml.doctype'],
    ['four million characters in one place', `<a>${' '.repeat(4 * 1024 * 1024 + 1)}</a>`, 'xml.too_large'],
    ['as many behind the last tag', `<a/>${' '.repeat(4 * 1024 * 1024 + 1)}`, 'xml.too_large'],
    ['a bare ampersand in an attribute', '<a b="R&D"/>', 'xml.entity'],
    ['a reserved name', '<a><__proto__/></a>', 'xml.malformed'],
    ['no character', '<a>&#0;</a>', 'xml.entity'],
    ['half of a surrogate pair', '<a>&#xD800;</a>', 'xml.entity'],
    ['the other half, in an attribute', '<a b="&#56320;"/>', 'xml.entity'],
    ['a character that XML does not have', '<a>&#xFFFE;</a>', 'xml.entity'],
    ['a control character', '<a>&#8;</a>', 'xml.entity'],
    ['a character past Unicode', '<a>&#x110000;</a>', 'xml.entity'],
    ['a file cut off', '<a><b>x</b>', 'xml.malformed'],
    ['a wrong end tag', '<a></b>', 'xml.malformed'],
    ['two roots', '<a/><b/>', 'xml.malformed'],
    ['nothing', '', 'xml.malformed'],
    ['plain text', 'import x', 'xml.malformed'],
    ['plain text with an ampersand', '# R & D\n\nimport x', 'xml.malformed'],
    ['too deep a nest', '<a>'.repeat(40) + '</a>'.repeat(40), 'xml.malformed'],
  ])('with %s', (_, xml, expected) => expect(code(xml)).toBe(expected));
  test('with the line', () => {
    expect(() => parseXml('<a>\n<b>\n</c></a>')).toThrow(expect.objectContaining({ facts: { line: 3 } }));
    expect(() => parseXml('<a>\n<b>R&D</b>\n\n</a>')).toThrow(/^xml.entity: Line 2 |Line 2 /u);
  });
  test('over the cap, before it is parsed', () => {
    expect(code(`<a>${'x'.repeat(100)}`, { maxBytes: 50 })).toBe('xml.too_large');
    expect(code('<a/>', { maxBytes: 4 })).toBe('read');
  });
});

describe('encodings', () => {
  const text = (bytes: Uint8Array) => parseXml(bytes).text;
  const utf16 = (xml: string, big = false) => {
    const bytes = Buffer.from(`\ufeff${xml}`, 'utf16le');
    return big ? bytes.swap16() : bytes;
  };
  test('of UTF-8 are read with and without a mark', () => {
    expect(text(Buffer.from('<a>é</a>'))).toBe('é');
    expect(text(Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?><a>é</a>'))).toBe('é');
    expect(parseXml('\ufeff<a>é</a>').text).toBe('é');
  });
  test('of Latin-1 are read where it is declared', () => {
    expect(text(Buffer.from('<?xml version="1.0" encoding=\'ISO-8859-1\'?><a>é</a>', 'latin1'))).toBe('é');
  });
  test('of UTF-16 are read by its mark', () => {
    expect(text(utf16('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'))).toBe('é');
    expect(text(utf16('<a>é</a>', true))).toBe('é');
  });
  test('of other kinds, and bytes that are no such text, are refused', () => {
    expect(code(Buffer.from('<?xml version="1.0" encoding="EBCDIC-US"?><a/>'))).toBe('xml.encoding');
    expect(code(Buffer.from('<a>é</a>', 'latin1'))).toBe('xml.encoding');
  });
});

test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', 'prototype'])(
  'an element named %s is read or refused, and does no harm',
  (name) => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    expect(code(`<a><${name} polluted="1">x</${name}></a>`)).toMatch(/^(read|xml.malformed)$/u);
    expect(code(`<a ${name}="1"/>`)).toMatch(/^(read|xml.malformed)$/u);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
);

test('elements are found by their local name', () => {
  const root = parseXml('<p:a><p:b><c> x </c><q:c>y</q:c></p:b><b><c>z</c></b><e> </e></p:a>');
  expect(localName(root)).toBe('a');
  expect(childrenOf(root, 'b')).toHaveLength(2);
  expect(childrenOf(undefined, 'b')).toEqual([]);
  expect(elementAt(root, 'b', 'c')?.text).toBe(' x ');
  expect(elementAt(root)).toBe(root);
  expect(textAt(root, 'b', 'c')).toBe('x');
  expect(textAt(root, 'e')).toBeUndefined();
  expect(textAt(root, 'b', 'nowhere')).toBeUndefined();
});

test('every text is read back as it was written', () => {
  const escaped = (raw: string) => raw.replace(/[&<>]/gu, (mark) => `&#${mark.codePointAt(0)};`);
  const printable = anyText().map((raw) => raw.replace(/[\p{C}\r]/gu, ''));
  fc.assert(
    fc.property(printable, (raw) => expect(parseXml(`<a>${escaped(raw)}</a>`).text).toBe(raw)),
    { numRuns: 40 },
  );
});

test('random input is either read or refused with a code', () => {
  const piece = fc.constantFrom(
    '<a>',
    '</a>',
    '<b x="1">',
    '</b>',
    '<c/>',
    '&amp;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?x',
    '?>',
    'é',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(code(`<r>${pieces.join('')}</r>`)).toMatch(/^(read|xml\.\w+)$/u);
    }),
    { numRuns: 500 },
  );
});

describe('declared encodings', () => {
  const refusal = (bytes: Uint8Array) => {
    try {
      return parseXml(bytes).text;
    } catch (error) {
      const { code: refused, facts } = error as { code: string; facts: object };
      return [refused, facts];
    }
  };
  const declared = (encoding: string, text: string, as: 'latin1' | 'utf8' = 'latin1') =>
    Buffer.from(`<?xml version="1.0" ${encoding}?><a>${text}</a>`, as);

  test('are declared with or without spaces, in either quotes, at the very beginning', () => {
    expect(refusal(declared('encoding="ISO-8859-1"', 'é'))).toBe('é');
    expect(refusal(declared("encoding  =\n 'windows-1252'", '\x80'))).toBe('€');
    const quoted = Buffer.from('<a><![CDATA[<?xml encoding="utf-16"?>]]></a>');
    expect(refusal(quoted)).toBe('<?xml encoding="utf-16"?>');
  });

  test('are named in the refusal where they are not read here or do not fit the bytes', () => {
    expect(refusal(declared('encoding="Shift_JIS"', 'x'))).toEqual(['xml.encoding', { encoding: 'shift_jis' }]);
    expect(refusal(declared('encoding="utf-8"', 'é'))).toEqual(['xml.encoding', { encoding: 'utf-8' }]);
  });
});

test('a document of exactly the allowed size is read', () => {
  expect(parseXml('<a>xx</a>', { maxBytes: 9 }).text).toBe('xx');
  expect(() => parseXml('<a>xxx</a>', { maxBytes: 9 })).toThrow(
    expect.objectContaining({ code: 'xml.too_large', status: 413, facts: { max: 9 } }),
  );
});

test('the last character of Unicode can be named, and a byte order mark counts at the beginning alone', () => {
  expect(parseXml('<a>&#x10ffff;&#1114111;</a>').text).toBe('\u{10ffff}\u{10ffff}');
  expect(code('<a>&#x110000;</a>')).toBe('xml.entity');
  expect(parseXml('\ufeff<a>\ufeffx</a>').text).toBe('\ufeffx');
  expect(parseXml('<a>\ufeffx</a>').text).toBe('\ufeffx');
});

test.each([
  '<a><b></a></b>',
  '<a',
  '<a b>x</a>',
  '<a b=1/>',
  '<a b="1"c="2"/>',
  '<a b="1" b="2"/>',
  '<a b="<"/>',
  '<a></a',
  '<a></a x>',
  '<1/>',
  '< a/>',
  'x<a/>',
  '<a/>x',
  '<![CDATA[x]]><a/>',
  '<a><!-- </a>',
  '<a><![CDATA[ </a>',
  '<?pi <a/>',
  '<!-- -->',
  '</a>',
  `<a ${Array.from({ length: 300 }, (_, n) => `b${n}=""`).join(' ')}/>`,
])('%s is not well-formed', (xml) => expect(code(xml)).toBe('xml.malformed'));

test('millions of references and elements take no more room than they must', () => {
  expect(parseXml(`<a>${'&amp;'.repeat(10_000)}x</a>`).text).toBe(`${'&'.repeat(10_000)}x`);
  expect(code(`<a>${'<b/>'.repeat(1_000_001)}</a>`)).toBe('xml.too_large');
});
