import { isAddrSpec } from './email.ts';

test.each([
  'ada@corp.example',
  'Bram.haddad@corp.example',
  "o'brien+tokens@sub.corp.example",
  'a@b',
  `${'a'.repeat(64)}@corp.example`,
  'x@xn--mller-kva.example',
  `${'a'.repeat(64)}@${`${'b'.repeat(60)}.`.repeat(3)}example`.slice(0, 254),
  `a@${'b'.repeat(63)}.example`,
])('%s', (address) => expect(isAddrSpec(address)).toBe(true));

test.each([
  '',
  'ada',
  '@corp.example',
  'ada@',
  'ada@corp..example',
  '.ada@corp.example',
  'a..b@corp.example',
  'ada@-corp.example',
  'ada@corp.example.',
  'Ada <ada@corp.example>',
  'ada@corp.example, bob@corp.example',
  'ada@corp.example;bob@corp.example',
  'ada@corp.example\r\nBcc: bob@corp.example',
  'ada@corp.example\n',
  ' ada@corp.example',
  '"a b"@corp.example',
  'ada@[127.0.0.1]',
  'ada(comment)@corp.example',
  'ada@bob@corp.example',
  `${'a'.repeat(64)}@${`${'b'.repeat(60)}.`.repeat(3)}examplexx`.slice(0, 255),
  `a@${'b'.repeat(64)}.example`,
  'müller@corp.example',
  `${'a'.repeat(65)}@corp.example`,
  `a@${`${'b'.repeat(60)}.`.repeat(5)}example`,
])('refused: %j', (address) => expect(isAddrSpec(address)).toBe(false));
