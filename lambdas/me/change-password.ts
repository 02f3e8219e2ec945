import * as z from 'zod';
import { nextSteps as nextStepsOf, type Step } from '#core/access/next-steps.ts';
import { changePassword as change, type PasswordChangePorts } from '#core/access/profile/password.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { sessionCookie } from '#core/access/session.ts';
import { userChangingPassword } from '../route/callers.ts';
import { PASSWORD_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { answers, nextSteps, session } from '../route/shapes.ts';

const passwordBody = z.strictObject({
  currentPassword: z.string().max(1024),
  newPassword: z.string().min(1).max(1024),
});
const changed = answers<{ status: 'changed'; session: ReturnType<typeof describeSession>; nextSteps: Step[] }>()(
  z.strictObject({ status: z.literal('changed'), session, nextSteps }),
);

export const changePassword = route({
  id: 'changePassword',
  method: 'PUT',
  path: '/me/password',
  summary: 'Change one’s own password',
  details:
    'Ends every session of the user and begins a full one. Whoever has no password gets the first one elsewhere.',
  caller: userChangingPassword,
  credentials: 'proved',
  body: {
    name: 'PasswordChange',
    schema: passwordBody,
    example: { currentPassword: 'the former one', newPassword: 'a long harbour at low tide' },
  },
  answer: { status: 200, means: 'Changed.', body: { name: 'PasswordChanged', schema: changed }, cookie: 'sets' },
  errors: ['password.first_by_recovery', 'password.current_wrong', ...PASSWORD_ERRORS],
  handle: async (deps: PasswordChangePorts, { actor, body, now }) => {
    const wanted = { current: body.currentPassword, next: body.newPassword, now };
    const { session, token, user, settings } = await change(deps, actor, wanted);
    const status = 'changed' as const;
    return {
      cookie: sessionCookie(token),
      body: { status, session: describeSession(session), nextSteps: nextStepsOf(user, settings) },
    };
  },
});
