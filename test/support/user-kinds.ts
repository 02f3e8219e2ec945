/**
 * One user of every kind that a caller who is not logged on must not be able to tell apart (F1, T2); each differs in one thing. They
 * are imported from an internal database, with passwords; `prepareLogons` logs on those who can, so that they may recover passwords.
 */
import type { ExportRecord, TokenOfUser, UserRecord } from '#core/export/record.ts';
import { phcOf } from '#core/passwords/phc.ts';
import { aTokenRecord, type Importer, shown } from './imported.ts';
import { sampleUser } from './package.ts';
import { UNREACHED } from './throttles.ts';

export const KINDS = [
  'unknown',
  'plain',
  'locked',
  'locked by failures',
  'disabled',
  'expired',
  'not started',
  'without password',
  'without token',
  'without PIN',
  'without mailbox',
  'without questions',
  'half-way',
  'two tokens',
  'three tokens',
  'PINPad',
  'three PINPads',
  'no PIN asked',
  'PINPad and OATH',
] as const;
export type Kind = (typeof KINDS)[number];
const QUESTIONS = ['First pet?', 'First school?', 'First car?', 'First job?'];
const PASSWORD = 'seven quiet herons at dusk';
/** Failed logons that lock an account in this test: the most that the settings allow. */
const LIMIT = 100;

/** A user ID of this kind; all of one length. */
export const idOf = (kind: Kind, index: number): string =>
  `person${String(KINDS.indexOf(kind)).padStart(2, '0')}${String(index).padStart(3, '0')}`;

const yesterday = () => `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 19)}Z`;
const tomorrow = () => `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 19)}Z`;
const PINPAD = { pinStyle: 'pinpad', digits: 8 } as const;
function aWithoutPin() {
  const { pin: _none, ...token } = aTokenRecord();
  return token;
}
const withoutPin = aWithoutPin();
const LACKS: Partial<Record<Kind, (user: UserRecord) => Partial<UserRecord>>> = {
  locked: () => ({ lockedOut: true }),
  disabled: () => ({ enabled: false }),
  expired: () => ({ accountEnd: yesterday() }),
  'not started': () => ({ accountStart: tomorrow() }),
  'without password': () => ({ password: undefined }),
  'without token': () => ({ tokens: [] }),
  'without PIN': ({ tokens: [token] }) => ({ tokens: [{ ...withoutPin, serial: token!.serial, seed: token!.seed }] }),
  'two tokens': ({ tokens }) => ({ tokens: [...tokens, aTokenRecord()] }),
  'three tokens': ({ tokens }) => ({ tokens: [...tokens, aTokenRecord(), aTokenRecord()] }),
  PINPad: () => ({ tokens: [aTokenRecord(PINPAD)] }),
  'three PINPads': () => ({ tokens: [PINPAD, PINPAD, PINPAD].map(aTokenRecord) }),
  'no PIN asked': () => ({ tokens: [{ ...aWithoutPin(), pinStyle: 'none' }] }),
  'PINPad and OATH': () => ({
    tokens: [
      aTokenRecord(PINPAD),
      aTokenRecord({ algorithm: 'totp-sha256', interval: 30 }),
      { ...aWithoutPin(), pinStyle: 'none', algorithm: 'hotp-sha1', interval: 0, counter: 7 },
    ],
  }),
  'without mailbox': () => ({ email: undefined }),
  'without questions': () => ({ answers: [] }),
};
const LOG_ON: readonly Kind[] = ['plain', 'without password', 'without mailbox', 'without questions'];

export type ImportedUsers = {
  readonly tokens: ReadonlyMap<string, TokenOfUser>;
  /** Logs on the users who can, so that recovery serves them, and locks those of the kind `locked by failures`. */
  prepareLogons(logon: (userId: string, secret: string) => Promise<unknown>): Promise<void>;
};

/** Imports `count` users of each kind and sets limits so high that no request of a test reaches one. */
export async function importUsersOfEachKind(importer: Importer, count: number): Promise<ImportedUsers> {
  const questions = QUESTIONS.map((text) => `<QUESTION>${text}</QUESTION>`).join('');
  const xml = `<SECURITY_QUESTIONS><LANGUAGE id="en_US">${questions}</LANGUAGE></SECURITY_QUESTIONS>`;
  await importer.client.call('POST', '/questions', { body: { xml } });
  const password = await phcOf(PASSWORD);
  const answers: UserRecord['answers'] = [];
  for (const question of [0, 1, 2]) answers.push({ question, hash: await phcOf(`answer ${question}`) });
  const tokens = new Map<string, TokenOfUser>();
  const records: ExportRecord[] = [];
  for (const kind of KINDS.filter((one) => one !== 'unknown'))
    for (let index = 0; index < count; index++) {
      const userId = idOf(kind, index);
      const token = aTokenRecord();
      tokens.set(userId, token);
      const email = `${userId}@corp.example`;
      const plain = sampleUser(userId, { tokens: [token], email, password, answers });
      records.push(JSON.parse(JSON.stringify({ ...plain, ...LACKS[kind]?.(plain) })) as ExportRecord);
    }
  await importer.importRecords(records, {
    description: {
      source: { deployment: 'old', kind: 'internal', identitySource: 'other' },
      questions: QUESTIONS.map((text) => ({ language: 'en_US', text })),
    },
  });
  await importer.configure({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' },
    selfServiceFeatures: { forgotPasswordLink: true },
    lockout: { failures: LIMIT, lockoutMinutes: 1440 },
    tokenPolicy: { failuresToDisable: 1000, wrongPasscodesToNextTokencode: 20 },
    recovery: { wrongSetsPerDay: 20 },
    throttles: UNREACHED,
  });
  return {
    tokens,
    async prepareLogons(logon) {
      for (const kind of LOG_ON)
        for (let index = 0; index < count; index++)
          await logon(idOf(kind, index), shown(tokens.get(idOf(kind, index))!));
      for (let index = 0; index < count; index++)
        for (let tries = 0; tries < LIMIT; tries += 10)
          await Promise.all(Array.from({ length: 10 }, () => logon(idOf('locked by failures', index), '1234000000')));
    },
  };
}

/** `mode`: the recovery mode in which it is sent. `differs`: the bodies differ in the questions that they hold, and in nothing else. */
export type Probe = {
  readonly path: string;
  readonly body: object;
  readonly mode?: 'questions';
  readonly differs?: true;
};

/** Requests that a caller who is not logged on may send with a user ID; their answers must not tell one kind from another. */
export const PROBES: Readonly<Record<string, (userId: string) => Probe>> = {
  'logon with a passcode': (userId) => ({
    path: '/api/logon',
    body: { userId, method: 'SecurID_Native', secret: '1234000000' },
  }),
  'logon with a password': (userId) => ({
    path: '/api/logon',
    body: { userId, method: 'RSA_Password', secret: 'not the password at all' },
  }),
  'forgot password': (userId) => ({ path: '/api/forgot-password', body: { userId } }),
  'a passcode in place of the link': (userId) => ({
    path: '/api/forgot-password/verify',
    body: { userId, passcode: '1234000000' },
  }),
  'the questions of mode questions': (userId) => ({
    path: '/api/forgot-password/verify',
    body: { userId },
    mode: 'questions',
    differs: true,
  }),
};
