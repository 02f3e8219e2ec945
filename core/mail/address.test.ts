import { isAddress } from './address.ts';

test.each([
  'a@b',
  'first.last+tag@corp.example',
  "o'brien@sub.corp.example",
  'jürgen@bücher.example',
  `${'a'.repeat(64)}@b`,
  `a@${`${'b'.repeat(61)}.`.repeat(4)}bcde`,
  `a@${'b'.repeat(63)}`,
])('%s is one', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each([
  '',
  'nobody',
  'a@',
  '@b',
  'a@@b',
  'a b@c',
  'a@b, c@d',
  'a@b;c@d',
  'Name <a@b>',
  'a@b\r\nBcc: c@d',
  'a@b\u0000',
  '.a@b',
  'a.@b',
  'a@-b',
  'a@b..c',
  `${'a'.repeat(65)}@b`,
  `a@${'b.'.repeat(130)}c`,
  `a@${`${'b'.repeat(61)}.`.repeat(4)}bcdef`,
  `a@${'b'.repeat(64)}`,
  'a@b\u00a0',
  'a\u200b@b',
])('%j is none', (text) => {
  expect(isAddress(text)).toBe(false);
});
