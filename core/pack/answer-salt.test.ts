import { generateKeyPairSync } from 'node:crypto';
import { answerSalts } from './answer-salt.ts';

const keyOf = () => generateKeyPairSync('ed25519').privateKey;
const owner = { user: 'ada', language: 'en_US', question: 'pet' };

test('the same packer gives the same salt for the same answer, and another one for any other', () => {
  const key = keyOf();
  const hex = (given: Partial<typeof owner>, by = key) => answerSalts(by)({ ...owner, ...given }).toString('hex');
  expect(hex({})).toMatch(/^[0-9a-f]{32}$/u);
  expect(hex({})).toBe(hex({}));
  const others = [hex({ user: 'bob' }), hex({ language: 'de_DE' }), hex({ question: 'car' }), hex({}, keyOf())];
  expect(new Set([hex({}), ...others]).size).toBe(5);
});
