/**
 * Every step of a recovery, in each of its modes, skipped, reordered, replayed, expired, foreign and tampered with, and
 * after every change of the account in the middle: each refusal is the answer to an invented value (F1, F7).
 */

import '#test/support/cheap-hashes.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { type Answer, advance, call, configure, cookieOf, deliver, passcodeOf } from '#test/support/access.ts';
import {
  link,
  MINUTE,
  PASSWORD,
  passwordLogon,
  prepareAccess,
  tokenLogon,
  verify,
} from '#test/support/access-steps.ts';
import {
  ALL_QUESTIONS,
  begin,
  CHALLENGE_KINDS,
  EVENTS,
  enrolled,
  give,
  invented,
  issueSecret,
  MODES,
  PATHS,
  type RecoveryPath,
  reset,
  setMode,
  UNREADABLE,
  variants,
} from '#test/support/recovery-paths.ts';

prepareAccess();
beforeEach(() => configure(() => ({ internalDatabase: { passwordRequired: false } })));

describe.each(PATHS)('mode $mode, beginning with the $first', (path) => {
  const { mode, first, second } = path;
  const mailbox = first === 'passcode' ? { email: undefined } : {};
  const events = Object.entries(EVENTS).filter(
    ([what]) => first !== 'passcode' || what !== 'without an address any more',
  );
  const stepKind = second === 'questions' ? 'recovery-questions' : 'recovery-passcode';
  beforeEach(() => setMode(mode));

  test('a recovery sets the password, ends every session, link and challenge of the user, mails the user and is in the audit', async () => {
    const device = await enrolled('anna', mailbox);
    const session = cookieOf(await tokenLogon('anna', passcodeOf(device, -1)));
    const open = Object.fromEntries(
      await Promise.all(CHALLENGE_KINDS.map(async (kind) => [kind, await issueSecret(kind, 'anna', mode)] as const)),
    ) as Record<(typeof CHALLENGE_KINDS)[number], string>;
    const byAdministrator = await issueSecret('recovery-grant', 'anna', mode, { byAdministrator: true });
    const begun = await begin(path, 'anna', device);
    expect(begun).toMatchObject({ status: 200, body: { ask: second }, cookies: [] });
    const granted = await give(path, device, begun.body);
    expect(granted).toMatchObject({ status: 200, cookies: [] });
    expect(Object.keys(granted.body)).toEqual(['grant']);
    await deliver();
    const done = await reset(granted.body.grant);
    expect(done).toMatchObject({ status: 204, body: undefined, cookies: [] });

    expect((await call('GET /api/me', { cookie: session })).status).toBe(401);
    expect((await deliver()).map(({ to, subject }) => [to, subject])).toEqual(
      first === 'passcode' ? [] : [['anna@example.com', 'Your organisation: your password was changed']],
    );
    const { entries } = await readAudit({ from: 0, to: Date.now(), user: 'anna', limit: 50 });
    expect(entries.map(({ action, outcome }) => `${action} ${outcome}`).reverse()).toEqual([
      'logon success',
      ...(first === 'user ID' ? [] : [`recovery.${first} success`]),
      `recovery.${second === 'questions' ? 'answers' : 'passcode'} success`,
      'recovery.reset success',
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/example\.com|reply|herons/u);

    expect(await passwordLogon('anna', PASSWORD)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
    // Secrets that were issued before are refused as invented ones.
    for (const kind of ['recovery-link', 'administrator-link'] as const)
      expect(await verify({ link: open[kind] })).toEqual(await invented.verify());
    for (const grant of [open['recovery-grant'], byAdministrator])
      expect(await reset(grant)).toEqual(await invented.reset());
    expect(await give(path, device, { challenge: open[stepKind], questions: [] })).toEqual(
      await invented.challengeOfUnknownUser(path),
    );
    const factor = { challenge: open.factor };
    expect(await passwordLogon('anna', PASSWORD, factor)).toEqual(await passwordLogon('unknown', PASSWORD, factor));
    const pin = (challenge: string) => call('POST /api/logon/new-pin', { body: { challenge, pin: '8264' } });
    expect(await pin(open['new-pin'])).toEqual(await pin('m'.repeat(43)));
    const next = (challenge: string) =>
      call('POST /api/logon/next-tokencode', { body: { challenge, tokencode: passcodeOf(device, 2) } });
    expect(await next(open['next-tokencode'])).toEqual(await next('m'.repeat(43)));
    expect((await readTokens([device.serial]))[0]?.pinHash).toBeDefined();
  });

  test('no step can be skipped or taken before another, or with a secret of another kind or user', async () => {
    const device = await enrolled('anna', mailbox);
    await enrolled('bert');
    const measure = {
      verify: await invented.verify(),
      unknown: await invented.challenge(path),
      reset: await invented.reset(),
    };
    for (const kind of CHALLENGE_KINDS) {
      const secret = await issueSecret(kind, 'anna', mode);
      const what = (answer: Answer) => ({ kind, ...answer });
      if (kind !== 'recovery-link' && kind !== 'administrator-link')
        expect(what(await verify({ link: secret }))).toEqual(what(measure.verify));
      if (kind !== stepKind)
        expect(what(await give(path, device, { challenge: secret }))).toEqual(what(measure.unknown));
      if (kind !== 'recovery-grant') expect(what(await reset(secret))).toEqual(what(measure.reset));
    }
    const { body } = await begin(path, 'anna', device);
    // The other body for this challenge: answers for a passcode, a passcode for answers.
    const other = { ...path, second: second === 'questions' ? 'passcode' : 'questions' } as RecoveryPath;
    expect(await give(other, device, body)).toEqual(await invented.challenge(other));
    // Another user's challenge, with one's own answers or passcode.
    const foreign = { ...body, challenge: await issueSecret(stepKind, 'bert', mode) };
    if (second === 'passcode')
      expect(await give(path, device, foreign)).toEqual(await invented.challengeOfUnknownUser(path));
    else
      for (const questions of [[], ALL_QUESTIONS.map(({ question }) => ({ id: question, question }))])
        expect(await give(path, device, { ...foreign, questions })).toEqual(
          await invented.challengeOfUnknownUser(path),
        );
    expect((await readUser('bert'))?.password).toBeUndefined();
  });

  test('no secret works twice, and none after it has expired', async () => {
    const device = await enrolled('anna', mailbox);
    if (first === 'link') {
      const once = await link('anna');
      expect((await verify({ link: once })).status).toBe(200);
      expect(await verify({ link: once })).toEqual(await invented.verify());
      const late = await link('anna');
      advance(10 * MINUTE);
      expect(await verify({ link: late })).toEqual(await invented.verify());
    }
    if (first === 'passcode') {
      const passcode = passcodeOf(device);
      expect((await verify({ userId: 'anna', passcode })).status).toBe(200);
      expect(await verify({ userId: 'anna', passcode })).toEqual(await verify({ userId: 'unknown', passcode }));
      advance(2 * MINUTE);
    }
    const late = (await begin(path, 'anna', device)).body;
    advance(10 * MINUTE);
    expect(await give(path, device, late)).toEqual(await invented.challenge(path));
    const begun = (await begin(path, 'anna', device)).body;
    const { grant } = (await give(path, device, begun)).body;
    advance(2 * MINUTE);
    expect(await give(path, device, begun)).toEqual(await invented.challenge(path));
    expect((await reset(grant)).status).toBe(204);
    expect(await reset(grant)).toEqual(await invented.reset());
    const stale = await issueSecret('recovery-grant', 'anna', mode);
    advance(10 * MINUTE);
    expect(await reset(stale)).toEqual(await invented.reset());
  });

  test('a secret that was tampered with is refused as an invented one, and an unreadable one as an invalid request', async () => {
    const device = await enrolled('anna', mailbox);
    const step = await issueSecret(stepKind, 'anna', mode);
    const grant = await issueSecret('recovery-grant', 'anna', mode);
    const mailed = await issueSecret('recovery-link', 'anna', mode);
    const measure = {
      verify: await invented.verify(),
      unknown: await invented.challenge(path),
      reset: await invented.reset(),
    };
    for (const [index, [what]] of variants(step).entries()) {
      const labelled = (answer: Answer) => ({ what, ...answer });
      const challenge = variants(step)[index]![1] as string;
      expect(labelled(await give(path, device, { challenge }))).toEqual(labelled(measure.unknown));
      expect(labelled(await reset(variants(grant)[index]![1]))).toEqual(labelled(measure.reset));
      expect(labelled(await verify({ link: variants(mailed)[index]![1] }))).toEqual(labelled(measure.verify));
    }
    for (const [what, secret] of UNREADABLE) {
      const body = second === 'questions' ? { challenge: secret, answers: [] } : { challenge: secret, passcode: '1' };
      for (const answer of [
        await call('POST /api/forgot-password/answers', { body }),
        await reset(secret),
        await verify({ link: secret }),
        await verify({ link: mailed, userId: 'anna' }),
        await verify({ link: mailed, passcode: '1' }),
        await verify({ userId: secret }),
      ])
        expect({ what, status: answer.status, code: answer.body.code }).toEqual({
          what,
          status: 400,
          code: 'request.invalid',
        });
    }
    // None of it has used up the real secrets.
    expect((await reset(grant)).status).toBe(204);
  });

  test.each(events)('a user who is %s in the middle is answered as an unknown user ID', async (_what, happen) => {
    const device = await enrolled('anna', mailbox);
    const mailed = first === 'link' ? await link('anna') : undefined;
    const { body } = await begin(path, 'anna', device);
    const grant = await issueSecret('recovery-grant', 'anna', mode);
    const later = await issueSecret('recovery-link', 'anna', mode);
    await happen('anna');
    expect(await give(path, device, body)).toEqual(await invented.challengeOfUnknownUser(path));
    expect(await reset(grant)).toEqual(await invented.reset());
    for (const secret of [mailed ?? later, later])
      expect(await verify({ link: secret })).toEqual(await invented.verify());
    const password = (await readUser('anna'))?.password;
    if (password) expect(password.mustChange).toBe(true);
  });

  test.each(MODES.filter((one) => one !== mode))(
    'a change to the mode %s ends a recovery that was begun before',
    async (other) => {
      const device = await enrolled('anna', mailbox);
      const { body } = await begin(path, 'anna', device);
      const grant = await issueSecret('recovery-grant', 'anna', mode);
      await setMode(other);
      expect(await give(path, device, body)).toEqual(await invented.challenge(path));
      expect(await reset(grant)).toEqual(await invented.reset());
    },
  );

  test('with the feature off in the middle every step answers 404, and no secret is used up', async () => {
    const device = await enrolled('anna', mailbox);
    const { body } = await begin(path, 'anna', device);
    const grant = await issueSecret('recovery-grant', 'anna', mode);
    const mailed = await issueSecret('recovery-link', 'anna', mode);
    await configure(() => ({ selfServiceFeatures: { forgotPasswordLink: false } }));
    for (const [answer, measure] of [
      [await give(path, device, body), await invented.challenge(path)],
      [await reset(grant), await invented.reset()],
      [await verify({ link: mailed }), await invented.verify()],
    ] as const) {
      expect(answer).toEqual(measure);
      expect(answer).toMatchObject({ status: 404, body: { code: 'feature.off' } });
    }
    await configure(() => ({ selfServiceFeatures: { forgotPasswordLink: true } }));
    expect((await reset(grant)).status).toBe(204);
  });
});
