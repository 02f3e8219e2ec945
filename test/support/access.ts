/**
 * The users' API in one process: the functions' own handlers over a real table, called as API Gateway would. Fakes stand
 * only at the edge: seeds are sealed under a key of the test's own (no KMS) and mails are kept in a list (no SQS).
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { completeLogon } from '#adapters/access/logons.ts';
import * as looks from '#adapters/access/look-ahead.ts';
import { readAdministrators } from '#adapters/administration/administrators.ts';
import { removeToken, saveToken, unassignedTokens } from '#adapters/administration/tokens.ts';
import * as users from '#adapters/administration/users.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { originSecrets, peppers, sessionKeys } from '#adapters/aws/keys.ts';
import { readBranding, readLogoImage } from '#adapters/directory/branding.ts';
import * as directory from '#adapters/directory/index.ts';
import { readCatalogue, readLanguages, writeSets } from '#adapters/directory/questions.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import * as mailClaims from '#adapters/mail/claims.ts';
import { readLink } from '#adapters/mail/links.ts';
import * as challenges from '#adapters/operations/challenges.ts';
import * as recovery from '#adapters/operations/recovery.ts';
import * as sessions from '#adapters/operations/sessions.ts';
import * as counters from '#adapters/operations/shared-counters.ts';
import * as throttles from '#adapters/operations/throttles.ts';
import { readNotice } from '#adapters/runs/notices.ts';
import { readRunsOf } from '#adapters/runs/of-person.ts';
import { readBreachedRange } from '#adapters/web/breached-passwords.ts';
import { checkAnswer, routeOf } from '#api/check.ts';
import type { MailRequest, SumAndRead } from '#core/access/ports.ts';
import { type ComposedMail, composeMail } from '#core/access/recovery/mails.ts';
import type { Token, User } from '#core/directory/model.ts';
import { PRODUCT_DESIGN } from '#core/mail/design.ts';
import type { Settings, SettingsGroup } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { openSeed, sealSeed } from '#core/tokens/seal.ts';
import { intervalAt, tokencode } from '#core/tokens/securid.ts';
import type { HttpEvent } from '#lambdas/route/http.ts';
import type { Route } from '#lambdas/route/route.ts';
import { ROUTES } from '#lambdas/routes.ts';
import * as sendMail from '#lambdas/send-mail/handler.ts';
import { serve } from '#lambdas/serve/serve.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { putToken, putUser } from '#test/support/directory-items.ts';

const keyBytes = randomBytes(32);
const realNow = Date.now.bind(Date);
let ahead = 0;

/** Sets the server's clock ahead of the real one, for this process. */
export function advance(milliseconds: number): void {
  ahead += milliseconds;
  Date.now = () => realNow() + ahead;
}

export const mails: MailRequest[] = [];
/** Why look-ups of breached passwords failed, in order. */
export const failedLookups: string[] = [];

/** Sealed like the others here, but in no table. */
const decoy: Token = {
  serial: '000000000000',
  algorithm: 'securid-aes128',
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  seed: { wrappedKey: new Uint8Array([1]), context: {}, box: sealSeed(keyBytes, '000000000000', randomBytes(16)) },
  offset: 0,
  lastInterval: -1,
  failures: 0,
  enabled: true,
  lost: false,
  createdAt: 0,
  updatedAt: 0,
  version: 1,
};

const filled = async (serials: readonly string[], count: number) => ({
  tokens: await directory.readTokens(serials),
  decoys: Array.from({ length: Math.max(1, count - serials.length) }, () => decoy),
});

const ports = {
  readLink,
  readMailDesign: async () => PRODUCT_DESIGN,
  readBranding,
  readLogoImage,
  ...directory,
  readTokensFilled: filled,
  ...challenges,
  ...recovery,
  ...sessions,
  completeLogon,
  ...looks,
  sumAndRead: async (asked: SumAndRead) => ({
    sums: await counters.sums(asked.groups, asked.now),
    ...(await filled(asked.serials, asked.count)),
  }),
  ...counters,
  ...throttles,
  writeAudit,
  saveToken,
  removeToken,
  unassignedTokens,
  ...users,
  peppers,
  sessionKeys,
  // Its time-out of one second is too short on a busy machine.
  readBreachedRange: (url: string, prefix: string) => readBreachedRange(url, prefix, 30_000),
  readAdministrators,
  readAudit,
  readNotice,
  readRunsOf,
  noteSecondWay: () => undefined,
  noteLookupFailed: (reason: string) => void failedLookups.push(reason),
  readSettings,
  readCatalogue,
  readLanguages,
  openSeed: async ({ serial, seed }: Pick<Token, 'serial' | 'seed'>) => openSeed(keyBytes, serial, seed.box),
  enqueueMail: async (request: MailRequest) => {
    mails.push(request);
  },
};
export const accessPorts = ports;

/** The mails that the mail function has sent, in order. */
export const sent: ComposedMail[] = [];
const sender = (send: () => unknown = () => undefined) =>
  sendMail.createHandler({
    ...mailClaims,
    checkSender: async () => undefined,
    compose: (request, now) => composeMail(ports, request, 'https://logon.example.com', now),
    sendMail: async (mail) => {
      send();
      sent.push(mail);
    },
    now: () => Date.now(),
  });
export const sendMails = sender();
/** A mail service that fails this way. */
export const failingMail = (error: Error) =>
  sender(() => {
    throw error;
  });
/** Sends all mails that are queued. @returns them */
export async function deliver(): Promise<ComposedMail[]> {
  const Records = mails.splice(0).map((request) => ({ messageId: randomUUID(), body: JSON.stringify(request) }));
  const report = await sendMails({ Records }, {} as never);
  if (report.batchItemFailures.length > 0) throw new Error('A mail was not sent.');
  return sent.splice(0);
}
/** The secret of the link in a mail. */
export const linkIn = (mail: ComposedMail | undefined): string => /[?&]link=([\w-]{43})\b/u.exec(mail?.text ?? '')![1]!;

const SERVED = [
  'arrival',
  'console',
  'logon',
  'logoff',
  'me-tokens',
  'me',
  'admin-tokens',
  'admin-resynchronise',
  'admin-users',
  'admin-callers',
  'forgot-password',
] as const;
const routes = SERVED.flatMap((name) => ROUTES[name] as readonly Route<typeof ports>[]);
const handler = serve(routes, ports, { ...ports, originSecrets });

export type Answer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a client reads from JSON
  readonly body: any;
  readonly headers: Record<string, string>;
  readonly cookies: readonly string[];
};
export type CallOptions = {
  body?: unknown;
  cookie?: string | undefined;
  source?: string;
  origin?: string;
  repeated?: boolean;
};

/** One request, such as call('POST /api/logon', { body }) or call('GET /api/admin/tokens?serial=1', { cookie }). Its answer must be one that docs/openapi.json describes. */
export async function call(request: string, options: CallOptions = {}): Promise<Answer> {
  const [method = '', url = ''] = request.split(' ');
  const [path = '', query] = url.split('?');
  const route = routeOf(method, path)!;
  // As API Gateway gives them to a function: decoded.
  const names = [...route.matchAll(/\{(\w+)\}/gu)].map((match) => match[1]!);
  const values = new RegExp(`${route.split(' ')[1]!.replace(/\{\w+\}/gu, '([^/]+)')}$`, 'u').exec(path)!.slice(1);
  const event: HttpEvent = {
    routeKey: route,
    rawPath: path,
    pathParameters: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index]!)])),
    ...(query === undefined ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    headers: {
      'content-type': 'application/json',
      'x-landfall': options.repeated ? 'repeated' : '1',
      'x-landfall-origin': options.origin ?? 'test-origin-secret',
      'x-landfall-viewer': options.source ?? '192.0.2.1',
    },
    ...(options.cookie === undefined ? {} : { cookies: [options.cookie] }),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    requestContext: { requestId: 'r', http: { method, sourceIp: '198.51.100.1' } },
  };
  const { statusCode: status, body: text, headers, cookies = [] } = await handler(event, {} as never);
  const body = text === '' ? undefined : headers['content-type']?.includes('json') ? JSON.parse(text) : text;
  checkAnswer(route, { status, body, contentType: headers['content-type'], cookies });
  return { status, body, headers, cookies };
}

/** The cookie of an answer as a browser would send it back. */
export const cookieOf = ({ cookies }: Answer): string => cookies[0]!.split(';')[0]!;

/** Changes some settings; what a group's change does not name stays. */
export async function configure(
  change: (settings: Settings) => { readonly [Group in SettingsGroup]?: Readonly<Partial<Settings[Group]>> },
): Promise<void> {
  const { settings, version } = await readSettings();
  const changed = Object.entries(change(settings)).map(([group, fields]) => [
    group,
    { ...settings[group as SettingsGroup], ...fields },
  ]);
  const next = { ...settings, ...Object.fromEntries(changed) } as Settings;
  await writeSettings(next, version, { now: Date.now(), by: 'test', before: settings }, ENTRIES);
}

export const QUESTIONS = ['First pet?', 'First school?', 'First car?', 'First job?', 'First flat?'];
export async function addQuestions(): Promise<void> {
  await writeSets([{ language: 'en_US', questions: QUESTIONS }], await readCatalogue(), ENTRIES);
}

export type Device = { readonly serial: string; readonly seed: Buffer; readonly pin?: string | undefined };
let serials = 1;

/** Puts a user with a fob-style token; without `pin` the token is in New PIN mode. */
export async function addUser(
  userId: string,
  more: { user?: Partial<User>; token?: Partial<Token>; pin?: string | undefined } = {},
): Promise<Device> {
  const now = Date.now();
  const serial = String(serials++).padStart(12, '0');
  const seed = randomBytes(16);
  const shape = { serial, digits: 6, pinStyle: 'fob' } as const;
  const { pin } = more;
  await putToken({
    ...shape,
    algorithm: 'securid-aes128',
    interval: 60,
    seed: {
      wrappedKey: new Uint8Array([1]),
      context: {},
      box: sealSeed(keyBytes, serial, seed),
    },
    ...(pin === undefined ? {} : { pinHash: pinHash(await peppers(), shape, pin) }),
    offset: 0,
    lastInterval: -1,
    failures: 0,
    enabled: true,
    lost: false,
    assignee: userKey(userId),
    createdAt: now,
    updatedAt: now,
    version: 1,
    ...more.token,
  });
  await putUser(userKey(userId), {
    userId,
    enabled: true,
    lockedOut: false,
    answers: [],
    tokens: [serial],
    failures: 0,
    failuresSince: 0,
    sessionEpoch: 0,
    imported: true,
    createdAt: now,
    updatedAt: now,
    version: 1,
    ...more.user,
  });
  return { serial, seed, pin };
}

/** The passcode that the user of a device would type now, or `steps` intervals from now. */
export function passcodeOf(device: Device, steps = 0): string {
  const interval = intervalAt(Date.now() / 1000, 60) + steps;
  const code = tokencode({ seed: device.seed, serial: device.serial, digits: 6, interval: 60 }, interval * 60);
  return `${device.pin ?? ''}${code}`;
}
