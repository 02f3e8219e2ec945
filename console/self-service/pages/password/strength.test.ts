import { strengthOf } from './strength.ts';

const of = (password: string, words: readonly string[] = []) => strengthOf(password, 15, words);

test('nothing, too short, then by how hard it is to guess', () => {
  expect(of('')).toBe(0);
  expect(of('Xk9#mQ2$vL7!')).toBe(1);
  for (const easy of [
    'aaaaaaaaaaaaaaaaaaaa',
    'password12345678',
    'passwort12345678',
    'qwertyuiopasdfgh',
    'iloveyou1234567',
  ])
    expect([easy, of(easy)]).toEqual([easy, 1]);
  expect(of('a long harbour at low tide')).toBe(4);
});

test('a character outside the basic plane is one, and a composed one too', () => {
  expect(of('🙂'.repeat(14))).toBe(1);
  expect(strengthOf('é'.normalize('NFD').repeat(15), 16, [])).toBe(1);
});

test('one’s own words are worth less, and a very long one costs no time', () => {
  expect(of('christabelharbourmaster')).toBeGreaterThan(of('christabelharbourmaster', ['christabel', 'harbourmaster']));
  expect(of('correct horse battery staple '.repeat(30))).toBe(4);
});
