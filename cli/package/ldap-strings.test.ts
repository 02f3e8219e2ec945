import { BerReader } from 'ldapts';
import './ldap-strings.ts';

test('a string that ends behind its message is refused, and not read for ever', () => {
  const reader = new BerReader(Buffer.from([0x04, 0x02, 0x61, 0x62, 0x04, 0x7f, 0x61]));
  expect(reader.readString()).toBe('ab');
  expect(() => reader.readString()).toThrow('ends behind it');
});

test('a list that ends behind its message is refused, and a message that is still to come is not', () => {
  expect(new BerReader(Buffer.alloc(0)).readSequence()).toBeNull();
  const reader = new BerReader(Buffer.from([0x30, 0x04, 0x04, 0x02, 0x61, 0x62]));
  expect(reader.readSequence()).toBe(0x30);
  expect(reader.readString()).toBe('ab');
  expect(() => reader.readSequence()).toThrow('ends behind it');
});
