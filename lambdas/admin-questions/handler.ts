/** The catalogue of security questions: shown, and replaced from the field's XML files. */
import { dropLostAnswers, type QuestionAdministrationPorts, replaceCatalogue } from '#core/administration/questions.ts';
import { previewImport } from '#core/questions/import.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { questionsBody } from './schema.ts';

export type Deps = QuestionAdministrationPorts & { readonly requireAdministrator: RequireAdministrator };

export function createHandler(deps: Deps) {
  return api(
    adminRoutes({
      'GET /questions': async (request) => {
        await deps.requireAdministrator(request, 'help-desk');
        return { status: 200, body: { sets: await deps.readCatalogue() } };
      },
      'POST /questions': async (request) => {
        const actor = await deps.requireAdministrator(request, 'admin');
        const asked = parse(questionsBody, request.body);
        const by = { actor, now: request.now };
        if ('drop' in asked) return { status: 200, body: { lost: await dropLostAnswers(deps, asked.next, by) } };
        if (asked.dryRun) return { status: 200, body: await previewImport(deps, asked.xml, asked.next) };
        return { status: 200, body: await replaceCatalogue(deps, asked.xml, by) };
      },
    }),
  );
}
