/** A user with a token: waits for the mail, logs on, answers questions, follows Forgot Your Password, chooses a password; mistaken at times, and impatient. */
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import type { ApiAnswer } from '../api.ts';
import type { Device } from './packages.ts';
import { QUESTIONS } from './ready.ts';
import { codeOf, isDone, isUnknown, type Stage } from './stage.ts';

type Item = Readonly<Record<string, unknown>>;
type Body = Readonly<Record<string, unknown>>;
const MINUTE = 60_000;
const PIN = '48151';
const PASSWORDS = ['seven quiet herons at dusk', 'a long harbour at low tide'];

/** The text of a mail as it went over the wire: a MIME message whose first part is plain text in base64. */
function textOf(raw: string): string {
  const [, part = ''] = raw.split(/Content-Transfer-Encoding: base64\r?\n\r?\n/u);
  return Buffer.from(part.split(/\r?\n--/u)[0]!.replaceAll(/\s/gu, ''), 'base64').toString('utf8');
}

type Held = { readonly item: Item; readonly device: Device };

export function createPerson(stage: Stage, who: string, userId: string) {
  const { world } = stage;
  const { scheduler } = world;
  const key = userId.toLowerCase();
  const from = `198.51.100.${1 + scheduler.random(250)}`;
  let pin: string | undefined;
  let cookie: string | undefined;

  async function call(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const answer = await stage.ask(who, method, path, {
      from,
      ...(body === undefined ? {} : { body }),
      ...(cookie === undefined ? {} : { cookies: [cookie] }),
    });
    for (const set of answer.cookies) cookie = set.split(';')[0];
    return answer;
  }
  const itemOf = (): Item | undefined =>
    world.items('directory').find(({ pk, sk }) => pk === `USER#${key}` && sk === 'USER');

  /** What the user has in hand: a token that is the user's here, as the newest export of its source knows it. */
  function held(): Held | undefined {
    const serials = (itemOf()?.['tokens'] as readonly string[] | undefined) ?? [];
    const found = serials.flatMap((serial): Held[] => {
      const item = world.items('directory').find((one) => one['pk'] === `TOKEN#${serial}`);
      const [device] = stage.devices.get(serial) ?? [];
      return item && device ? [{ item, device }] : [];
    });
    return found.length > 0 ? scheduler.pick(found) : undefined;
  }
  const codeAt = ({ device }: Held, steps = 0): string => {
    const token = { ...device, digits: device.digits };
    const interval = deviceInterval(token, Math.floor(scheduler.now() / 1000)) + steps;
    return devicePasscode(token, Buffer.from(device.seed, 'base64'), interval);
  };
  const passcode = (one: Held, steps = 0): string => `${pin ?? one.device.pin ?? ''}${codeAt(one, steps)}`;
  /** Until the token shows another code. */
  const nextCode = () => scheduler.sleep(MINUTE - (scheduler.now() % MINUTE) + 1 + scheduler.random(20_000));

  /** @returns whether a session has begun */
  async function logOn(): Promise<boolean> {
    const token = held();
    if (!token) return false;
    const wrong = scheduler.random(6) === 0;
    const secret = wrong ? `${token.device.pin ?? ''}000000` : passcode(token);
    const body = { userId, method: 'SecurID_Native', secret };
    const press = () => call('POST', '/api/logon', body);
    const answers = await Promise.all(scheduler.random(6) === 0 ? [press(), press()] : [press()]);
    const answer = answers.find(isDone) ?? answers[0]!;
    await nextCode();
    if (!isDone(answer)) return false;
    const { status, challenge } = answer.body as Body;
    if (status === 'new-pin') {
      const set = await call('POST', '/api/logon/new-pin', { challenge, pin: PIN });
      if (isDone(set)) pin = PIN;
      return false;
    }
    if (status === 'next-tokencode') {
      const next = await call('POST', '/api/logon/next-tokencode', { challenge, tokencode: codeAt(token) });
      await nextCode();
      return isDone(next) && (next.body as Body)['status'] === 'authenticated';
    }
    return status === 'authenticated';
  }

  const answerTo = (question: string): string => `reply ${QUESTIONS.indexOf(question)} of ${key.length}`;

  async function enrol(): Promise<void> {
    const first = scheduler.random(3);
    const answers = QUESTIONS.slice(first, first + 3).map((question) => ({
      language: 'en_US',
      question,
      answer: answerTo(question),
    }));
    for (let left = 3; left > 0; left--) {
      const saved = await call('PUT', '/api/me/security-questions', { answers });
      if (!isUnknown(saved)) return;
      await scheduler.sleep(scheduler.random(10_000));
    }
  }

  /** The secret in the newest mail with a link to this user's mailbox. */
  function linkSince(at: number): string | undefined {
    const email = itemOf()?.['email'];
    const mine = world
      .mails()
      .filter((mail) => mail.at >= at && mail.to.some((one) => typeof email === 'string' && one.includes(email)));
    return mine
      .map((mail) => /[?&]link=([\w-]{43})\b/u.exec(textOf(mail.raw))?.[1])
      .findLast((link) => link !== undefined);
  }

  async function recovered(): Promise<boolean> {
    const asked = scheduler.now();
    const answer = await call('POST', '/api/forgot-password', { userId });
    if (!isDone(answer)) return false;
    let link: string | undefined;
    for (let left = 20; left > 0 && link === undefined; left--) {
      await scheduler.sleep(15_000);
      link = linkSince(asked);
    }
    if (link === undefined) return false;
    const open = () => call('POST', '/api/forgot-password/verify', { link });
    const opened = await Promise.all(scheduler.random(6) === 0 ? [open(), open()] : [open()]);
    const step = opened.find(isDone)?.body as Body | undefined;
    if (!step) return false;
    let grant = step['grant'];
    if (step['ask'] === 'questions') {
      const questions = step['questions'] as readonly { id: string; question: string }[];
      const wrong = scheduler.random(5) === 0;
      const answers = questions.map(({ id, question }) => ({ id, answer: wrong ? 'nonsense' : answerTo(question) }));
      const given = await call('POST', '/api/forgot-password/answers', { challenge: step['challenge'], answers });
      grant = (given.body as Body | undefined)?.['grant'];
    } else if (step['ask'] === 'passcode') {
      const token = held();
      if (!token) return false;
      const given = await call('POST', '/api/forgot-password/answers', {
        challenge: step['challenge'],
        passcode: passcode(token),
      });
      await nextCode();
      grant = (given.body as Body | undefined)?.['grant'];
    }
    if (typeof grant !== 'string') return false;
    const reset = () => call('POST', '/api/forgot-password/reset', { grant, password: scheduler.pick(PASSWORDS) });
    const done = await Promise.all(scheduler.random(6) === 0 ? [reset(), reset()] : [reset()]);
    return done.some(isDone);
  }

  /** Gives up after so many steps. */
  async function live(): Promise<void> {
    await scheduler.sleep(scheduler.random(90 * MINUTE));
    for (let left = 3 + scheduler.random(5); left > 0; left--) {
      const user = itemOf();
      if (user?.['password'] !== undefined) {
        const secret = scheduler.pick(PASSWORDS);
        const answer = await call('POST', '/api/logon', { userId, method: 'RSA_Password', secret });
        if (isDone(answer)) break;
      } else if (user?.['firstTokenLogonAt'] !== undefined && scheduler.random(3) > 0) {
        if (await recovered()) continue;
      } else if (await logOn()) {
        if (scheduler.random(5) > 0) await enrol();
        if (scheduler.random(2) === 0) {
          await call('POST', '/api/logoff');
          cookie = undefined;
        }
      }
      await scheduler.sleep(scheduler.random(15 * MINUTE));
    }
  }

  /** Guesses one after the other, until the account must be locked; then the right passcode, which must be refused. */
  async function guess(limit: number): Promise<void> {
    await scheduler.sleep(scheduler.random(60 * MINUTE));
    // What is guessed of an unknown user counts on a decoy.
    if (!itemOf()) return;
    const began = scheduler.now();
    let refused = 0;
    for (let left = limit + 4; left > 0 && refused < limit; left--) {
      const answer = await stage.ask(who, 'POST', '/api/logon', {
        from,
        body: { userId, method: 'RSA_Password', secret: `guess number ${left}` },
      });
      if (answer.status === 401 && codeOf(answer) === 'logon.failed') refused += 1;
    }
    const user = itemOf();
    const token = held();
    if (refused < limit || !user || !token) return;
    const answer = await call('POST', '/api/logon', { userId, method: 'SecurID_Native', secret: passcode(token) });
    const reset = Number(itemOf()?.['sessionEpoch'] ?? 0) !== Number(user['sessionEpoch'] ?? 0);
    const helped = stage.calls.some(
      ({ path, query, until }) =>
        /^\/api\/operator(?:\/administer)?\/user/u.test(path) &&
        query?.['userId']?.toLowerCase() === key &&
        until >= began,
    );
    // The user's own logon starts the count anew.
    const between = stage.calls.some(
      (one) => one.path.startsWith('/api/logon') && isDone(one) && one.who !== who && one.until >= began,
    );
    if (isDone(answer) && !reset && !helped && !between && scheduler.now() - began < 20 * MINUTE)
      stage.wrong.push(`guesses: ${userId} logged on after ${refused} wrong guesses in a row`);
  }
  return { live, guess };
}
