/** docs/security.md defines each rule that the product is measured against, and the tests that it names are there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { defaultSettings } from '#core/settings/model.ts';
import { isTitle, nearest, titlesIn } from '#test/support/titles.ts';

/** How many rules each letter has; Q0 is the one that the product deviates from as a whole. */
const RULES = { P: 7, H: 5, Q: 5, F: 8, T: 10, A: 5, S: 7, U: 6, L: 5, K: 1 };
/** Rules that came later than the others of their letter. */
const LATER = [
  'A6',
  'A7',
  'A8',
  'A9',
  'A10',
  'A11',
  'F9',
  'L6',
  'L7',
  'N1',
  'N2',
  'N3',
  'S8',
  'S9',
  'T11',
  'T12',
  'U7',
  'U8',
];
const ids = [
  'Q0',
  ...LATER,
  ...Object.entries(RULES).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  ),
];
const page = readFileSync('docs/security.md', 'utf8');
const rules = new Map(
  page
    .slice(0, page.indexOf('<!-- end of the rules -->'))
    .split(/^#### /mu)
    .slice(1)
    .map((text) => [/^\w+/u.exec(text)![0], text]),
);

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter(existsSync);

/** `file › name`, as documents and comments refer to a test. */
const references = (text: string) =>
  [...text.matchAll(/(`+) ?([\w./-]+\.test\.ts) › (.+?) ?\1/gu)].map(([, , file, name]) => ({
    file: file!,
    name: name!,
  }));

test.each(ids)('%s says what is asked, with its source, and whether it is kept', (id) => {
  expect(rules.get(id)).toMatch(/^\w+: \S.*\n\n(?:.+\n)*?.*\*\([\s\S]+\)\*\n\n\*\*(?:Kept|Deviates)\*\*[:,]/u);
});

test('there are no other rules', () => {
  expect([...rules.keys()].filter((id) => !ids.includes(id))).toEqual([]);
});

test('every rule that is kept names a test or the reason why none can be', () => {
  const without = [...rules].filter(([, text]) => text.includes('**Kept**') && references(text).length === 0);
  expect(without.map(([id]) => id)).toEqual(['H3']);
  expect(rules.get('H3')).toContain('No test can show it');
});

test('every test that a document or a comment names is there, under this name', () => {
  const named = tracked
    .filter((file) => /\.(?:md|tsx?)$/u.test(file))
    .flatMap((from) => references(readFileSync(from, 'utf8')).map((reference) => ({ from, ...reference })));
  expect(named.length).toBeGreaterThan(90);
  const missing = named.flatMap(({ from, file, name }) => {
    const titles = existsSync(file) ? titlesIn(readFileSync(file, 'utf8')) : [];
    if (titles.some((title) => isTitle(name, title))) return [];
    return [{ from, file, name, perhaps: nearest(name, titles) }];
  });
  expect(missing).toEqual([]);
});

test('every rule that a comment or the name of a test cites is defined', () => {
  const cited = tracked
    .filter((file) => /\.(?:tsx?|css)$/u.test(file))
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const comments = text.match(/\/\*[\s\S]*?\*\/|(?<![\w:'"`/])\/\/.*$/gmu) ?? [];
      const titles = /\.test\.tsx?$/u.test(file) ? titlesIn(text) : [];
      const read = [...comments, ...titles].join('\n');
      return [...read.matchAll(/(?<![\w&-])([A-Z]\d{1,2})(?![\w-])/gu)].map((match) => ({ file, id: match[1]! }));
    });
  expect(cited.length).toBeGreaterThan(50);
  // The engine that Node runs on, the first instant of RFC 6238.
  const others = ['V8', 'T0'];
  expect(cited.filter(({ id }) => !others.includes(id) && !rules.has(id))).toEqual([]);
});

test('the limits are those of a new deployment', () => {
  const { lockout, throttles, tokenPolicy, recovery, administratorReset } = defaultSettings();
  const ways = page.slice(page.indexOf('## Ways in'), page.indexOf('## Rules'));
  for (const limit of [
    `${lockout.failures} failures in ${lockout.windowHours} h lock all methods for ${lockout.lockoutMinutes} min`,
    `${tokenPolicy.wrongPasscodesToNextTokencode} wrong passcodes in a row ask for the next tokencode`,
    `${tokenPolicy.failuresToDisable} suspend the token`,
    `${throttles.logonsPerSourcePerMinute} failed attempts a minute; ${throttles.failedLogonsPerSourcePerDay} failures a day`,
    `${throttles.failedLogonsPer24PerDay} of a /24, ${throttles.failedLogonsPer56PerDay} of a /56, ${throttles.failedLogonsPer48PerDay} of a /48`,
    `after ${throttles.failedLogonsOverall} failures in six hours`,
    `${recovery.mailsPerUserPerHour} mails an hour a user, ${recovery.mailsPerMailboxPerHour} a mailbox`,
    `| ${throttles.forgotPasswordPerSourcePerHour} an hour |`,
    `once, ${recovery.linkMinutes} min; using one ends the earlier`,
    `${recovery.wrongSetsPerDay} wrong sets a day a user`,
    `once, ${administratorReset.linkHours} h; none for ${recovery.readdressedWaitHours} h after another address`,
    `${administratorReset.temporaryPasswordHours} h, and 30 min after its first use; ${administratorReset.temporaryPasswordsPerHour} an hour an administrator`,
  ])
    expect(ways).toContain(limit);
});

describe('the titles of a test file', () => {
  test('are found in every form that tests have', () => {
    const text = `
test('a plain one', () => {});
describe("a group", () => {
  test.each([[1, 2]])('a row with %s and %i', () => {});
  test.each(rows)(\`of \${count} rows\`, () => {});
});
(python ? test : test.skip)(
  'one that is skipped at times',
  () => {},
);
test('with a quote: it\\'s one', () => {});
expect(call('no title', 1)).toBe('nor this');
`;
    expect(titlesIn(text)).toEqual([
      'a plain one',
      'a group',
      'a row with %s and %i',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a title as its file writes it
      'of ${count} rows',
      'one that is skipped at times',
      "with a quote: it's one",
    ]);
  });

  test('fit as they are written, or with the values of a row', () => {
    expect(isTitle('a lost token logs no user on', 'a %s token logs no user on')).toBe(true);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a title as its file writes it
    expect(isTitle('200 trials of one passcode', '${TRIALS} trials of one passcode')).toBe(true);
    expect(isTitle('GET /api/me (role)', '$method $path')).toBe(false);
    expect(isTitle('$method $path', '$method $path')).toBe(true);
    expect(isTitle('a lost token', 'a lost tokencode')).toBe(false);
  });

  test('give the nearest one where a name is not there', () => {
    const titles = ['a password is hashed', 'a lost token logs no user on', 'something else'];
    expect(nearest('a token that is lost logs nobody on', titles)).toBe('a lost token logs no user on');
    expect(nearest('anything', [])).toBeUndefined();
  });
});
