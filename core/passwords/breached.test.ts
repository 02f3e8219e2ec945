import { createHash } from 'node:crypto';
import { defaultSettings } from '#core/settings/model.ts';
import { type BreachedRange, type BreachPorts, checkBreached } from './breached.ts';

const PASSWORD = 'a long harbour at low tide';
const HASH = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase();
const SUFFIX = HASH.slice(5);
const OTHER = 'F'.repeat(35);

function ports(range: BreachedRange) {
  const asked: string[][] = [];
  const failed: string[] = [];
  const made: BreachPorts = {
    readBreachedRange: async (...given) => {
      asked.push(given);
      return range;
    },
    noteLookupFailed: (...given) => void failed.push(...given),
  };
  return { ...made, asked, failed };
}
const settings = (breachedPasswords: boolean) => {
  const base = defaultSettings();
  const policy = { breachedPasswords, breachedPasswordsUrl: 'https://mirror.example/range/' };
  return { ...base, passwordPolicy: { ...base.passwordPolicy, ...policy } };
};
const check = (range: BreachedRange, password = PASSWORD) => {
  const made = ports(range);
  return checkBreached(password, settings(true), made).then(
    () => ({ refused: undefined, ...made }),
    (refused: { code: string }) => ({ refused, ...made }),
  );
};

test('no look-up is made by default', async () => {
  expect(defaultSettings().passwordPolicy).toMatchObject({
    breachedPasswords: false,
    breachedPasswordsUrl: 'https://api.pwnedpasswords.com/range/',
  });
  const made = ports({ text: `${SUFFIX}:9` });
  await checkBreached(PASSWORD, settings(false), made);
  expect(made).toMatchObject({ asked: [], failed: [] });
});

test('five hex digits are sent, and nothing else of the password', async () => {
  const { asked, failed, refused } = await check({ text: `${OTHER}:3` });
  expect(asked).toEqual([['https://mirror.example/range/', HASH.slice(0, 5)]]);
  expect({ failed, refused }).toEqual({ failed: [], refused: undefined });
});

test('a known password is refused, and its message holds neither password nor hash', async () => {
  for (const text of [
    `${SUFFIX}:1`,
    `${OTHER}:0\r\n${SUFFIX.toLowerCase()}:12\r\n`,
    `${SUFFIX}:123456789012\n${OTHER}:2\n`,
  ]) {
    const { refused, failed } = await check({ text });
    expect(refused).toMatchObject({ code: 'password.breached', status: 422, facts: {} });
    expect((refused as unknown as Error).message).toBe(
      'This password is known from a breach of some service, so attackers try it. Choose another, and change it wherever else you use it.',
    );
    expect(failed).toEqual([]);
  }
});

test('padding and an empty range refuse nothing', async () => {
  for (const text of [`${SUFFIX}:0`, '', '\r\n'])
    expect(await check({ text })).toMatchObject({ refused: undefined, failed: [] });
});

test('the password is looked up in NFC, as it is hashed', async () => {
  const [composed, decomposed] = await Promise.all(['Zoë', 'Zoe\u0308'].map((text) => check({ text: '' }, text)));
  expect(composed!.asked).toEqual(decomposed!.asked);
});

test('a failed look-up lets the password pass and logs one word', async () => {
  expect(await check({ failed: 'timeout' })).toMatchObject({ refused: undefined, failed: ['timeout'] });
  const unreadable = [
    '<html>Log on to the network first</html>',
    `${SUFFIX}:1\n<html>`,
    `${SUFFIX}`,
    `${SUFFIX}:`,
    `${SUFFIX}: 1`,
    `x${SUFFIX}:1`,
    `${SUFFIX}:1x`,
    `${SUFFIX}:1234567890123`,
    `${SUFFIX.slice(1)}:1`,
    `G${SUFFIX.slice(1)}:1`,
  ];
  for (const text of unreadable)
    expect(await check({ text })).toMatchObject({ refused: undefined, failed: ['unreadable'] });
});
