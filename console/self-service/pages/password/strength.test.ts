import { strengthOf } from './strength.ts';

const of = (password: string, words: readonly string[] = []) => strengthOf(password, 15, words);

test('an empty password has no strength, a short or easily guessed one is weak, and a long phrase is very good', () => {
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

test('a character outside the basic plane and a composed character count as one each', () => {
  expect(of('🙂'.repeat(14))).toBe(1);
  expect(strengthOf('é'.normalize('NFD').repeat(15), 16, [])).toBe(1);
});

test('words of the user weaken a password, and a very long password is estimated at once', () => {
  expect(of('christabelharbourmaster')).toBeGreaterThan(of('christabelharbourmaster', ['christabel', 'harbourmaster']));
  expect(of('correct horse battery staple '.repeat(30))).toBe(4);
});
