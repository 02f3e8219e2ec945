import * as z from 'zod';
import { answerQuestions, answerWithPasscode } from '#core/access/recovery/answers.ts';
import { requestRecovery } from '#core/access/recovery/request.ts';
import { resetPassword } from '#core/access/recovery/reset.ts';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import { verifyRecovery } from '#core/access/recovery/verify.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';

const secret = z.string().min(1).max(128);
const userId = z.string().min(1).max(255);
const passcode = z.string().min(1).max(64);
const answer = z.strictObject({ id: z.string().max(64), answer: z.string().max(1024) });

const requestBody = z.strictObject({ userId });
const verifyBody = z.union([
  z.strictObject({ link: secret }),
  z.strictObject({ userId, passcode: passcode.optional() }),
]);
const answersBody = z.union([
  z.strictObject({ challenge: secret, answers: z.array(answer).max(20) }),
  z.strictObject({ challenge: secret, passcode }),
]);
const resetBody = z.strictObject({ grant: secret, password: z.string().min(1).max(1024) });

/** F1: what everybody is told, whoever they ask for. */
const ASKED = { status: 'asked' };

export const createHandler = (deps: RecoveryPorts) =>
  api({
    'POST /api/forgot-password': async ({ body, source, now }) => {
      await requestRecovery(deps, { ...parse(requestBody, body), source, now });
      return { status: 202, body: ASKED };
    },
    'POST /api/forgot-password/verify': async ({ body, source, now }) => ({
      status: 200,
      body: await verifyRecovery(deps, { ...parse(verifyBody, body), source, now }),
    }),
    'POST /api/forgot-password/answers': async ({ body, source, now }) => {
      const given = parse(answersBody, body);
      const step =
        'passcode' in given
          ? answerWithPasscode(deps, { ...given, source, now })
          : answerQuestions(deps, { ...given, source, now });
      return { status: 200, body: await step };
    },
    'POST /api/forgot-password/reset': async ({ body, source, now }) => {
      await resetPassword(deps, { ...parse(resetBody, body), source, now });
      return { status: 204 };
    },
  });
