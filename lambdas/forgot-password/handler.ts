import { answerQuestions, answerWithPasscode } from '#core/access/recovery/answers.ts';
import { requestRecovery } from '#core/access/recovery/request.ts';
import { resetPassword } from '#core/access/recovery/reset.ts';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import { verifyRecovery } from '#core/access/recovery/verify.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { answersBody, requestBody, resetBody, verifyBody } from './schema.ts';

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
