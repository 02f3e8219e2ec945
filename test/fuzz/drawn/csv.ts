/** CSV as people and programs of the field write it. */
import type { Random } from '../random.ts';
import { oddText } from './mutate.ts';
import { emailIn, flagIn, languageIn, nameIn, secretIn, serialIn, timeIn, userIdIn } from './texts.ts';

type Cell = (random: Random) => string;
type Columns = Readonly<Record<string, Cell>>;
const question: Cell = (random) => random.pick(['First pet?', 'First car?', 'Erstes Auto?', '', '?'.repeat(300)]);

/** Of one source: its users, and who holds which token. */
export const soundUsers = (users: readonly string[], random: Random): Buffer =>
  sound(
    ['userId', 'firstName', 'lastName', 'email', 'enabled', 'accountEnd', 'language', 'externalId'],
    random,
    (row) => {
      const name = `${users[row % users.length]!}${row < users.length ? '' : row}`;
      const email = random.once(8) ? emailIn(random) : `u${row}@corp.example`;
      return [
        name,
        nameIn(random),
        nameIn(random),
        email,
        random.pick(['yes', 'no', 'yes']),
        random.pick(['', '2027-01-31']),
        'de',
        random.hex(16),
      ];
    },
  );
export const soundAssignments = (users: readonly string[], serialAt: (row: number) => string, random: Random): Buffer =>
  sound(['serial', 'userId', 'pin', 'clockOffset', 'enabled'], random, (row) => [
    serialAt(row % users.length),
    random.once(6) ? userIdIn(random) : users[row % users.length]!,
    random.once(3) ? secretIn(random) : '1234',
    random.pick(['0', '', '-2']),
    random.pick(['yes', 'no', '']),
  ]);
export const soundAnswers = (users: readonly string[], random: Random): Buffer =>
  sound(['userId', 'language', 'question', 'answer'], random, (row) => [
    users[row % users.length]!,
    'en',
    question(random),
    secretIn(random),
  ]);

function sound(names: readonly string[], random: Random, rowOf: (row: number) => readonly string[]): Buffer {
  const rows = random.list(random.between(1, 12), rowOf);
  return Buffer.from(
    [names, ...rows].map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n'),
  );
}

export const TABLES = {
  users: {
    userId: userIdIn, 'User ID': userIdIn, sAMAccountName: userIdIn, DN: (random) => `CN=${nameIn(random)},DC=corp`, objectClass: (random) => random.pick(['user', 'top;person;user', 'computer']),
    firstName: nameIn, lastName: nameIn, 'E-Mail': emailIn, mail: emailIn, enabled: flagIn, Disabled: flagIn, lockedOut: flagIn, accountEnd: timeIn, accountExpires: timeIn, userAccountControl: flagIn,
    language: languageIn, externalId: (random) => random.hex(16), passwordHash: (random) => `$argon2id$v=19$m=19456,t=2,p=1$${secretIn(random)}`, comment: oddText, '': oddText,
  },
  assignments: { serial: serialIn, userId: userIdIn, pin: secretIn, clockOffset: (random) => random.pick(['0', '-3', '1001', 'x', '']), enabled: flagIn, nickname: nameIn },
  answers: { userId: userIdIn, language: languageIn, question, answer: secretIn },
  renames: { old: userIdIn, new: userIdIn },
  lists: { 'User ID': userIdIn, name: nameIn, serial: serialIn },
  tokens: {
    serial: serialIn, 'Serial Number': serialIn, secret: seed, 'Secret Key': seed, 'secret (hex)': seed, format: (random) => random.pick(['hex', 'base32', 'base64', 'x', '']),
    type: (random) => random.pick(['TOTP', 'hotp', 'HMAC', 'time', 'x', '']), hash: (random) => random.pick(['sha1', 'SHA-256', 'sha512', 'md5', '']), digits: (random) => random.pick(['6', '8', '5', 'x', '']),
    interval: (random) => random.pick(['30', '60', '30 sec', '0', '']), counter: (random) => random.pick(['0', '17', '-1', '9'.repeat(20), '']), user: userIdIn, nickname: nameIn, expires: timeIn, manufacturer: nameIn, model: nameIn,
  },
} as const satisfies Readonly<Record<string, Columns>>; // biome-ignore format: tables

function seed(random: Random): string {
  const bytes = random.bytes(random.pick([20, 20, 32, 64, 10, 3, 0]));
  const base32 = () =>
    random
      .list(Math.floor((bytes.length * 8) / 5), () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[random.below(32)]!)
      .join('');
  return random.pick([() => bytes.toString('hex'), () => bytes.toString('base64'), base32])();
}

function cell(text: string, mark: string, random: Random): string {
  const needs = text.includes('"') || text.includes(mark) || /[\r\n]/u.test(text);
  if (random.once(40)) return `"${text}`;
  return (needs && !random.once(12)) || random.once(10) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function drawnCsv(columns: Columns, random: Random): Buffer {
  const mark = random.pick([',', ',', ';', '\t']);
  const all = Object.entries(columns);
  const chosen = random.once(3) ? all : all.filter(() => !random.once(3));
  const shuffled = random.once(3) ? chosen.toReversed() : chosen;
  const end = random.pick(['\n', '\r\n']);
  const row = (cells: readonly string[]) => cells.map((text) => cell(text, mark, random)).join(mark);
  const preamble = random.once(8) ? [random.pick([`sep=${mark}`, '#TYPE System.Object', '', '# a list'])] : [];
  const header = random.once(10) ? [] : [row(shuffled.map(([name]) => (random.once(10) ? name.toUpperCase() : name)))];
  const rows = random.list(random.few(40), () => {
    const cells = shuffled.map(([, draw]) => draw(random));
    return row(random.once(20) ? cells.slice(1) : random.once(20) ? [...cells, '', ''] : cells);
  });
  return Buffer.from([...preamble, ...header, ...rows].join(end) + (random.once(4) ? '' : end));
}
