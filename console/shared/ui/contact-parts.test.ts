import { contactParts } from './contact-parts.ts';

const linksOf = (text: string) => contactParts(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

test.each([
  ['help@corp.example, ext. 4711', ['mailto:help@corp.example']],
  ['+49 (0)30 123-456 or help@corp.example', ['tel:+4930123456', 'mailto:help@corp.example']],
  ['01 23 45 67 89', ['tel:0123456789']],
  ['(030) 12345', ['tel:03012345']],
  ['Room 4.12, Monday to Friday', []],
  ['a@b@c, @corp', []],
  ['', []],
])('of %j the links are %j', (text, links) => {
  expect(linksOf(text)).toEqual(links);
});

test('the words stay as they were typed', () => {
  const text = 'Call +44 20 7946 0000 (9 to 5), or write to help@corp.example.';
  expect(
    contactParts(text)
      .map(({ words }) => words)
      .join(''),
  ).toBe(text);
});
