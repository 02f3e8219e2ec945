import { nextSteps } from '#core/access/next-steps.ts';
import type { PasswordChangePorts } from '#core/access/profile/password.ts';
import { changePassword } from '#core/access/profile/password.ts';
import { describeSession, describeUser } from '#core/access/profile/profile.ts';
import { chooseAnswers, type QuestionPorts, showQuestions } from '#core/access/profile/questions.ts';
import { sessionCookie } from '#core/access/session.ts';
import type { RequireUser } from '../actor.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { answersBody, passwordBody } from './schema.ts';

export type Deps = PasswordChangePorts & QuestionPorts & { readonly requireUser: RequireUser };

export const createHandler = (deps: Deps) =>
  api({
    'GET /api/me': async (request) => {
      const { user, session } = await deps.requireUser(request, { changingPassword: true });
      const { settings } = await deps.readSettings();
      return { status: 200, body: describeUser(user, session, settings) };
    },
    'GET /api/me/security-questions': async (request) => {
      const actor = await deps.requireUser(request);
      return { status: 200, body: await showQuestions(deps, actor, request.now) };
    },
    'PUT /api/me/security-questions': async (request) => {
      const actor = await deps.requireUser(request);
      const { answers } = parse(answersBody, request.body);
      return { status: 200, body: await chooseAnswers(deps, actor, answers, request.now) };
    },
    'PUT /api/me/password': async (request) => {
      const actor = await deps.requireUser(request, { changingPassword: true });
      const { currentPassword, newPassword } = parse(passwordBody, request.body);
      const change = { current: currentPassword, next: newPassword, now: request.now };
      const { session, token, user, settings } = await changePassword(deps, actor, change);
      const body = { status: 'changed', session: describeSession(session), nextSteps: nextSteps(user, settings) };
      return { status: 200, cookies: [sessionCookie(token)], body };
    },
  });
