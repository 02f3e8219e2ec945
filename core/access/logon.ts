/**
 * A logon, always in this order: throttle by source, count the attempt on the user, read, verify, spend the passcode,
 * forget the failures. Whatever is wrong, the answer is the same, and so are the calls that lead to it (T2).
 */

import { type Act, type Action, type AuditPort, eventEntries, type Facts, recordEvent } from '#core/audit.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { User } from '#core/directory/model.ts';
import { invalid, type LandfallError } from '#core/errors.ts';
import { secretHash } from '#core/secret.ts';
import { type Expression, type Method, parseExpression, satisfiedBy } from '#core/settings/expression.ts';
import { type ConsoleName, expressionOf, type LogonMethod, openMethods } from '#core/settings/methods.ts';
import type { Settings } from '#core/settings/model.ts';
import {
  type Challenge,
  type ChallengePort,
  issueChallenge,
  LIFETIME_MS,
  peekChallenge,
  takeChallenge,
} from './challenge.ts';
import type { CompletionPort } from './completion.ts';
import { type PasscodeProof, provePasscode, REPLAYED, SLOTS } from './passcode.ts';
import { type PasswordProof, provePassword } from './password.ts';
import { asksForProof } from './pin-proof.ts';
import type {
  FailurePort,
  MailPort,
  PasswordPort,
  PepperPort,
  SettingsPort,
  ThrottlePort,
  TokenPort,
} from './ports.ts';
import { beginSession, type Session, type SessionPorts } from './session.ts';
import { releaseRate } from './source-trust.ts';
import { countAttempt, failAttempt, lookAt, nameOf, recordSuccess, refundAttempt, type Subject } from './subject.ts';
import { networkOf } from './where.ts';

export type LogonPorts = AuditPort &
  ChallengePort &
  CompletionPort &
  FailurePort &
  MailPort &
  Pick<PasswordPort, 'replacePasswordHash' | 'markTemporaryUsed'> &
  PepperPort &
  Pick<SessionPorts, 'sessionKeys'> &
  SettingsPort &
  ThrottlePort &
  TokenPort;

export type LogonRequest = {
  readonly console: ConsoleName;
  readonly userId: string;
  readonly method: LogonMethod;
  /** Passcode or password. */
  readonly secret: string;
  /** An expression that the logon has to satisfy as well as its console's: for what asks for more than the console does. */
  readonly also?: string | undefined;
  /** From the answer `more`: an earlier factor is proved. */
  readonly challenge?: string | undefined;
  readonly source: string;
  /** What the User-Agent says: see browserOf. */
  readonly browser?: string | undefined;
  /** Unix milliseconds. */
  readonly now: number;
};

export type LogonResult =
  | {
      readonly status: 'authenticated' | 'change-password';
      readonly session: Session;
      readonly token: string;
      readonly user: User;
      readonly settings: Settings;
    }
  | { readonly status: 'more'; readonly methods: readonly LogonMethod[]; readonly challenge: string }
  /** `proof`: the PIN step wants the code that is being mailed, too (T7). */
  | { readonly status: 'new-pin' | 'next-tokencode'; readonly challenge: string; readonly proof?: 'mail' };

/** What is known of an attempt once it has been counted. */
export type Attempt = {
  readonly action: Action;
  readonly settings: Settings;
  readonly subject: Subject;
  readonly console: ConsoleName;
  readonly also?: string | undefined;
  readonly source: string;
  readonly browser?: string | undefined;
  readonly now: number;
};

/** @throws LandfallError settings.expression (400) */
function expressionFor(settings: Settings, console: ConsoleName, also?: string): Expression {
  const own = expressionOf(settings, console);
  return also === undefined ? own : { kind: 'all', of: [own, parseExpression(also)] };
}

export const logonFailed = (): LandfallError =>
  invalid(
    'logon.failed',
    'The logon failed. Check your user ID and what you typed; after several failures wait half an hour or ask your help desk.',
  );

/** @throws LandfallError logon.failed (401) for every cause, throttle.source (429), settings.expression (400; of `also`) */
export async function logon(given: LogonPorts, request: LogonRequest): Promise<LogonResult> {
  const { console, also, method, secret, source, browser, now } = request;
  const key = lookupKey(request.userId);
  const looked = await given.lookAhead(lookAt(key, source, now));
  const { settings } = looked;
  const ports = { ...given, readSettings: async () => looked };
  const expression = expressionFor(settings, console, also);
  const earlier =
    request.challenge === undefined ? undefined : await peekChallenge(ports, 'factor', request.challenge, now);
  const attempted = await countAttempt(ports, key, settings, source, now, {
    looked,
    rated: true,
    slots: method === 'SecurID_Native' ? SLOTS : undefined,
  });
  const methods = earlier?.methods ?? [];
  const fault =
    attempted.fault ??
    consoleFault(attempted, console) ??
    factorFault(request, earlier, attempted) ??
    (openMethods(expression, new Set(methods)).includes(method) ? undefined : 'method.not_allowed');
  const attempt: Attempt = {
    action: 'logon',
    settings,
    subject: { ...attempted, fault },
    console,
    also,
    source,
    browser,
    now,
  };
  // One factor that is enough is spent, and its attempt taken back, by the write that completes the logon.
  const whole = !request.challenge && satisfiedBy(expression, new Set([method]));
  const proof =
    method === 'SecurID_Native'
      ? await provePasscode(ports, attempt.subject, secret, settings.tokenPolicy, now, whole ? 'later' : 'now')
      : await provePassword(ports, attempt.subject, secret, settings, now);
  // What became of a passcode is settled already.
  if (method === 'RSA_Password' && proof.kind === 'failed') await failAttempt(ports, attempt.subject, now);
  if (method === 'RSA_Password' && proof.kind === 'accepted' && !whole)
    await refundAttempt(ports, attempt.subject, now);
  // Taken only now, so that a mistyped second factor does not cost the first; of two right requests at once one gets it.
  const taken =
    proof.kind !== 'accepted' || !request.challenge || (await takeChallenge(ports, 'factor', request.challenge, now));
  const came = taken ? proof : ({ kind: 'failed', reason: 'challenge.used' } as const);
  return concludeAttempt(ports, attempt, came, method, methods, whole);
}

/** Only users with a role log on to the Security Console. */
function consoleFault({ user }: Subject, console: ConsoleName): string | undefined {
  return console === 'security' && !user?.role ? 'role.none' : undefined;
}

function factorFault(request: LogonRequest, earlier: Challenge | undefined, subject: Subject): string | undefined {
  if (request.challenge === undefined) return undefined;
  const fits =
    earlier?.user === subject.key &&
    earlier.console === request.console &&
    earlier.epoch === subject.user?.sessionEpoch;
  return fits ? undefined : 'challenge.invalid';
}

async function fail(ports: AuditPort & PepperPort, attempt: Attempt, method: string, reason: string): Promise<never> {
  await auditLogon(ports, attempt, { method }, reason);
  throw logonFailed();
}

/**
 * Turns a proof into the answer: a session, the next step, or the one failure. `earlier`: methods proved before.
 * @param counted the attempt is not taken back yet
 */
export async function concludeAttempt(
  ports: LogonPorts,
  attempt: Attempt,
  proof: PasscodeProof | PasswordProof,
  method: LogonMethod,
  earlier: readonly Method[],
  counted = false,
): Promise<LogonResult> {
  const { settings, subject, console, also, now } = attempt;
  const { key } = subject;
  if (proof.kind === 'failed') return fail(ports, attempt, method, proof.reason);
  // A proof for a subject without a user would be a defect: nothing can be proved for one.
  const user = subject.user!;
  const challenge = { user: key, epoch: user.sessionEpoch, console, ...(also === undefined ? {} : { also }) };
  if (proof.kind !== 'accepted') {
    await releaseRate(ports, subject.counted);
    await auditLogon(ports, attempt, { method, status: proof.kind });
    const step = { ...challenge, kind: proof.kind, methods: earlier, serial: proof.serial, interval: proof.interval };
    const issued = await issueChallenge(ports, step, now, LIFETIME_MS[proof.kind]);
    if (proof.kind !== 'new-pin' || !asksForProof(settings)) return { status: proof.kind, challenge: issued };
    await ports.enqueueMail({ kind: 'new-pin-proof', user: key, logon: secretHash(issued) });
    return { status: proof.kind, challenge: issued, proof: 'mail' };
  }
  const methods = [...earlier, method];
  const expression = expressionFor(settings, console, also);
  if (!satisfiedBy(expression, new Set(methods))) {
    await releaseRate(ports, subject.counted);
    await auditLogon(ports, attempt, { method, status: 'more' });
    const factor = { ...challenge, kind: 'factor' as const, methods };
    const issued = await issueChallenge(ports, factor, now, LIFETIME_MS.factor);
    return { status: 'more', methods: openMethods(expression, new Set(methods)), challenge: issued };
  }
  return complete(ports, attempt, proof, methods, counted);
}

async function complete(
  ports: LogonPorts,
  attempt: Attempt,
  proof: PasscodeProof | PasswordProof,
  methods: readonly Method[],
  counted: boolean,
): Promise<LogonResult> {
  const { settings, subject, console, source, browser, now } = attempt;
  const user = subject.user!;
  const withToken = methods.includes('SecurID_Native');
  const answered = withToken ? { firstTokenLogonAt: now, ...user } : user;
  const mustChange = user.password?.mustChange === true && methods.includes('RSA_Password');
  const scope = mustChange ? 'change-password' : 'full';
  const where = { network: networkOf(source), browser };
  const begun = { user: subject.key, console, methods, scope, epoch: user.sessionEpoch, ...where } as const;
  const status = mustChange ? 'change-password' : 'authenticated';
  const facts: Facts = 'temporary' in proof ? { temporaryCode: true } : {};
  const entries = eventEntries(eventOf(attempt, subject.key), {
    console,
    methods: methods.join('+'),
    status,
    ...facts,
  });
  const spends = 'spends' in proof ? proof.spends : undefined;
  const createSession = async (session: Session) => {
    const came = await ports.completeLogon({ session, withToken, spends, now }, entries);
    if (came === 'done') return;
    if (counted && came === 'spent') await refundAttempt(ports, subject, now);
    await fail(ports, attempt, methods.join('+'), came === 'spent' ? REPLAYED.reason : 'session.ended');
  };
  const { session, token } = await beginSession({ ...ports, createSession }, settings.sessions, begun, now);
  await recordSuccess(ports, subject, now, !counted);
  return { status, session, token, user: answered, settings };
}

const eventOf = ({ action, source, now }: Attempt, name: string): Act => ({
  actor: name,
  action,
  object: name,
  source,
  now,
});

/** L1: user key, time, outcome, reason code, source. */
async function auditLogon(
  ports: AuditPort & PepperPort,
  attempt: Attempt,
  facts: Record<string, string>,
  reason?: string,
): Promise<void> {
  const { subject, console } = attempt;
  const name = nameOf(subject, await ports.peppers());
  await recordEvent(ports, eventOf(attempt, name), reason, { console, ...facts });
}
