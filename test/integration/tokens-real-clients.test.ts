/** The client that is really used for SecurID, Debian's stoken: it prints tokencodes and reads and issues sdtid files. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type FileToken, readTokenFile } from '#core/token-files/files.ts';
import { batchKey, openFileSeed, tokenKeys } from '#core/token-files/sdtid-crypto.ts';
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import { needs, scratch, TIMES } from '#test/support/real-clients.ts';
import { type SdtidBatch, writeSdtid } from '#test/support/sdtid.ts';

const withStoken = needs('stoken');
const { folder, save } = scratch();

/** An rcfile of its own, so that no token of the user's is ever touched. */
const stoken = (...args: string[]) =>
  execFileSync('stoken', [...args, `--rcfile=${join(folder, 'rc')}`], { encoding: 'utf8', stdio: 'pipe' });
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** What stoken prints for each of these command lines, all run by one shell: from this process each start takes longer. */
function stokens(lines: readonly (readonly string[])[]): string[] {
  const script = lines.map((args) => {
    const line = ['stoken', ...args, `--rcfile=${join(folder, 'rc')}`].map(quote).join(' ');
    return `${line} || exit 1; printf '\\0'\n`;
  });
  const printed = execFileSync('sh', { input: script.join(''), encoding: 'utf8', stdio: 'pipe' });
  return printed.split('\0').slice(0, -1);
}

type Question = {
  readonly file: string;
  readonly password?: string | undefined;
  readonly at?: number;
  readonly pin?: string;
};
const forSeed = ({ file, password }: Question) => [
  'show',
  '--seed',
  '--file',
  file,
  ...(password ? ['--password', password] : []),
];
const forCode = ({ file, password, at, pin = '0000' }: Question) => [
  'tokencode',
  // Also of a token that has expired at that time.
  '--force',
  '--file',
  file,
  '--use-time',
  String(at),
  '--pin',
  pin,
  ...(password ? ['--password', password] : []),
];
const seedIn = (printed: string) => /Decrypted seed\s*: ([0-9a-f ]+)/u.exec(printed)![1]!.replaceAll(' ', '');
/** The client's codes and seeds, in the order of the questions: a seed where no time is given. */
const clientSays = (questions: readonly Question[]) =>
  stokens(questions.map((one) => (one.at === undefined ? forSeed(one) : forCode(one)))).map((printed, n) =>
    questions[n]!.at === undefined ? seedIn(printed) : printed.trim(),
  );
const clientSeed = (file: string, password?: string) => clientSays([{ file, password }])[0]!;
const ourCode = (token: FileToken, at: number, pin?: string) =>
  devicePasscode(token, Buffer.from(token.seed, 'base64'), deviceInterval(token, at), pin);
/** The questions about a token at a time, and what this product answers: its tokencode, and a PINPad's passcode. */
function codesAt(token: FileToken, of: Question, at: number, pin: string): [Question, string][] {
  const plain: [Question, string] = [{ ...of, at }, ourCode(token, at)];
  return token.pinStyle === 'pinpad' ? [plain, [{ ...of, at, pin }, ourCode(token, at, pin)]] : [plain];
}
function expectSame(pairs: readonly [Question, string][]): void {
  expect(pairs.map(([, ours]) => ours)).toEqual(clientSays(pairs.map(([question]) => question)));
}
const hexSeed = (token: FileToken) => Buffer.from(token.seed, 'base64').toString('hex');

describe.each([
  ['hardware-tokens', undefined],
  ['software-tokens', 'Batch passphrase 7'],
])('the sample batch %s', (name, password) => {
  const batch = readFileSync(`samples/corp/${name}.sdtid`, 'utf8');
  const { tokens } = readTokenFile(batch, { password });
  const pieces = batch.match(/ {2}<TKN>.*?<\/TKN>\n/gsu)!;
  /** The batch with one token only: what stoken can read. */
  const cut = (n: number) =>
    save(batch.slice(0, batch.indexOf('  <TKN>')) + pieces[n]! + batch.slice(batch.indexOf('  <TKNTrailer>')));

  withStoken('every token has the seed that stoken reads', () => {
    expect(tokens).toHaveLength(pieces.length);
    expectSame(tokens.map((token, n) => [{ file: cut(n), password }, hexSeed(token)]));
  });
  withStoken('tokencodes and PINPad passcodes equal those of stoken at all times', () => {
    for (const n of [0, 1, pieces.length - 1]) {
      const file = cut(n);
      const token = tokens[n]!;
      expectSame(TIMES.flatMap((at) => codesAt(token, { file, password }, at, String(1000 + (at % 9000)))));
    }
  });
});

describe('tokens that stoken issues', () => {
  const issue = (fields: string, password?: string) => {
    const header = '<Origin>Real client</Origin><Dest>  test.example </Dest><Name>ISSUED &#xE9; 1</Name>';
    const template = save(
      `<?xml version="1.0"?><TKNBatch><TKNHeader>${header}</TKNHeader><TKN>${fields}</TKN></TKNBatch>`,
    );
    return save(stoken('issue', `--template=${template}`, ...(password ? [`--new-password=${password}`] : [])));
  };
  withStoken.each([
    ['with the defaults', '', undefined],
    [
      'of 30 seconds, 6 digits and PINPad',
      '<Interval>30</Interval><Digits>6</Digits><LocalPIN>1</LocalPIN>',
      undefined,
    ],
    ['with a password', '<SN>000000000001</SN><LocalPIN>1</LocalPIN>', 'pass & wörd'],
    [
      'with a long password and a name',
      '<UserFirstName>&#x17D;&amp;&lt;</UserFirstName><LocalPIN>1</LocalPIN>',
      'p'.repeat(32),
    ],
    ['with a short serial', '<SN>77</SN><LocalPIN>1</LocalPIN><Death>2035/01/31</Death>', undefined],
  ])('a token that stoken issues %s is read with the same seed and codes', (_, fields, password) => {
    const file = issue(fields, password);
    const { tokens, refused } = readTokenFile(readFileSync(file), { password });
    expect(refused).toEqual([]);
    const token = tokens[0]!;
    expectSame([[{ file, password }, hexSeed(token)]]);
    expectSame(TIMES.flatMap((at) => codesAt(token, { file, password }, at, '83941')));
    if (password)
      expect(() => readTokenFile(readFileSync(file))).toThrow(expect.objectContaining({ code: 'tokenfile.password' }));
  });
});

withStoken('stoken reads the files that the tests write, and finds their MACs right', () => {
  for (const password of [undefined, 'another pass']) {
    const seed = randomBytes(16);
    const file = save(
      writeSdtid({
        ...(password ? { password } : {}),
        secret: randomBytes(16),
        header: {
          Origin: 'Ours',
          Dest: 'd',
          Name: 'B 2',
          DefDigits: '8',
          DefInterval: '60',
          DefAlg: '1',
          DefAddPIN: '1',
          DefLocalPIN: '1',
        },
        tokens: [{ sn: '000000004711', seed, fields: { Birth: '2026/01/01', Death: '2031/12/31', UserLogin: 'zoé' } }],
      }),
    );
    expect(clientSeed(file, password)).toBe(seed.toString('hex'));
  }
});

describe('batches made at random', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((raw) => raw.replace(/[\p{C}\r\n]/gu, ''));
  /** White space, several lines, references, nothing but a space: the MACs are over the text as it stands. */
  const value = fc.oneof(
    text,
    text.map((raw) => ` ${raw}\n  ${raw}`),
    fc.constant(' '),
    fc.constant(''),
  );
  const seed = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const token = fc.record({
    sn: fc.integer({ min: 1, max: 999_999_999_999 }),
    padded: fc.boolean(),
    seed,
    digits: fc.constantFrom('6', '8'),
    interval: fc.constantFrom('30', '60'),
    addPin: fc.constantFrom('0', '1'),
    localPin: fc.constantFrom('0', '1'),
    extra: fc.dictionary(fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,11}$/u), value, { maxKeys: 4 }),
    /** Left to the header's defaults. */
    silent: fc.boolean(),
  });
  const known =
    /^(?:Def)?(?:SN|Seed|Digits|Interval|Alg|AddPIN|LocalPIN|Birth|Death|Origin|Dest|Name|Secret|Version)$|MAC$/u;
  const batch = fc.record({
    origin: text,
    dest: text,
    name: text,
    password: fc.option(fc.stringMatching(/^[!-~äöüß€]{1,40}$/u), { nil: undefined }),
    secret: seed,
    extra: fc.dictionary(fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,11}$/u), value, { maxKeys: 3 }),
    tokens: fc.array(token, { minLength: 1, maxLength: 3 }),
  });
  const others = (extra: Record<string, string>) =>
    Object.fromEntries(Object.entries(extra).filter(([name]) => !known.test(name)));
  const written = (one: typeof batch extends fc.Arbitrary<infer B> ? B : never): SdtidBatch => ({
    ...(one.password === undefined ? {} : { password: one.password }),
    secret: Buffer.from(one.secret),
    header: {
      Origin: one.origin,
      Dest: ` ${one.dest}`,
      Name: one.name,
      ...others(one.extra),
      DefBirth: '2020/01/01',
      DefDeath: '2060/12/31',
      DefDigits: '8',
      DefInterval: '60',
      DefAlg: '1',
      DefAddPIN: '1',
      DefLocalPIN: '1',
    },
    tokens: one.tokens.map((t) => ({
      sn: t.padded ? String(t.sn).padStart(12, '0') : String(t.sn),
      seed: t.seed,
      fields: {
        ...others(t.extra),
        ...(t.silent ? {} : { Digits: t.digits, Interval: t.interval, AddPIN: t.addPin, LocalPIN: t.localPin }),
      },
    })),
  });
  withStoken('stoken and Landfall read the same seed of every token and show the same codes', () => {
    let compared = 0;
    fc.assert(
      fc.property(batch, fc.constantFrom(...TIMES), fc.integer({ min: 1000, max: 99_999_999 }), (one, at, number) => {
        const { password } = one;
        const file = writeSdtid(written(one));
        const { tokens, refused } = readTokenFile(file, { password });
        expect(refused).toEqual([]);
        const pieces = file.match(/<TKN>.*?<\/TKN>\n/gsu)!;
        const start = file.slice(0, file.indexOf('<TKN>'));
        const end = file.slice(file.indexOf('<TKNTrailer>'));
        const pairs = tokens.flatMap((token, n): [Question, string][] => {
          const cut = { file: save(start + pieces[n]! + end), password };
          return [[cut, hexSeed(token)], ...codesAt(token, cut, at, String(number).slice(0, token.digits))];
        });
        expectSame(pairs);
        compared += tokens.length;
      }),
      { numRuns: 80 },
    );
    expect(compared).toBeGreaterThan(40);
  });
  withStoken('short lines and empty leaves, which the MAC lays out in a way of their own', () => {
    const pairs: [Question, string][] = [];
    for (const name of ['B', 'BB', 'BBB', 'BBBB'])
      for (let length = 1; length < 17; length += 1) {
        const file = writeSdtid({
          secret: randomBytes(16),
          header: {
            Origin: 'o',
            Dest: 'd',
            Name: 'n',
            DefDeath: '2060/12/31',
            DefDigits: '6',
            DefInterval: '60',
            DefAlg: '1',
          },
          tokens: [{ sn: '42', seed: randomBytes(16), fields: { A: 'z'.repeat(length), [name]: '', C: 'y' } }],
        });
        pairs.push([{ file: save(file) }, hexSeed(readTokenFile(file).tokens[0]!)]);
      }
    expectSame(pairs);
  });
  withStoken.each([
    ['white space for its junk', (box: string) => ` ${box}`],
    ['a letter', (box: string) => `x${box}`],
    ['a line of its own', (box: string) => `\n=${box}\n`],
    ['lines', (box: string) => `=${box.slice(0, 10)}\n${box.slice(10)}`],
    ['no padding', (box: string) => `=${box.replace(/=/gu, '')}`],
  ])('stoken and Landfall read a seed with %s, and names with wide spaces at their ends', (_, wrapped) => {
    const [secret, seed] = [randomBytes(16), randomBytes(16)];
    const header = { Origin: '\u3000o ', Dest: '\td\u00a0', Name: ' n m\u3000\n' };
    const key = batchKey({ password: '\u3000o', dest: 'd\u00a0', name: 'n m\u3000', secret });
    const box = openFileSeed(tokenKeys(key), '42', seed).toString('base64');
    const file = writeSdtid({
      secret,
      header: { ...header, DefDeath: '2060/12/31', DefDigits: '6', DefInterval: '60', DefAlg: '1' },
      tokens: [{ sn: '\n42 ', seed, fields: { Seed: wrapped(box) } }],
    });
    expect(clientSeed(save(file))).toBe(seed.toString('hex'));
    expect(readTokenFile(file).tokens.map(hexSeed)).toEqual([seed.toString('hex')]);
  });
  withStoken('a token that stoken refuses for its MAC is refused by Landfall, and the other way round', () => {
    const file = writeSdtid({
      secret: randomBytes(16),
      header: {
        Origin: 'o',
        Dest: 'd',
        Name: 'n',
        DefDeath: '2060/12/31',
        DefDigits: '6',
        DefInterval: '60',
        DefAlg: '1',
      },
      tokens: [{ sn: '000000000042', seed: randomBytes(16), fields: { UserLogin: 'zo' } }],
    });
    expect(readTokenFile(file).tokens).toHaveLength(1);
    expect(clientSeed(save(file))).toMatch(/^[0-9a-f]{32}$/u);
    for (const [from, to] of [
      ['zo', 'ZO'],
      ['<DefDigits>6', '<DefDigits>8'],
      ['000000000042', '000000000043'],
    ] as const) {
      const changed = file.replace(from, to);
      expect(() => clientSeed(save(changed))).toThrow();
      let read: number;
      try {
        read = readTokenFile(changed).tokens.length;
      } catch {
        read = 0;
      }
      expect(read).toBe(0);
    }
  });
});
