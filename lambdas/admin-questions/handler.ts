/** The catalogue of security questions: shown, and replaced from the field's XML files. */
import type { AuditEntry } from '#adapters/operations/audit.ts';
import { dropAnswers, type ImportPorts, importCatalogue, previewImport } from '#core/questions/import.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { questionsBody } from './schema.ts';

export type Deps = ImportPorts & {
  readonly requireAdministrator: RequireAdministrator;
  writeAudit(entry: AuditEntry): Promise<void>;
};

export function createHandler(deps: Deps) {
  return api(
    adminRoutes({
      'GET /questions': async (request) => {
        await deps.requireAdministrator(request, 'help-desk');
        return { status: 200, body: { sets: await deps.readCatalogue() } };
      },
      'POST /questions': async (request) => {
        const { id: actor, source } = await deps.requireAdministrator(request, 'admin');
        const asked = parse(questionsBody, request.body);
        const { now } = request;
        const audited = { actor, object: 'questions', outcome: 'success', source, now } as const;
        if ('drop' in asked) {
          const lost = await dropAnswers(deps, now, asked.next);
          await deps.writeAudit({ ...audited, action: 'questions.answers_dropped', facts: { ...lost } });
          return { status: 200, body: { lost } };
        }
        if (asked.dryRun) return { status: 200, body: await previewImport(deps, asked.xml, asked.next) };
        const before = await deps.readCatalogue();
        const imported = await importCatalogue(deps, asked.xml, now);
        const facts = { sets: imported.sets, answers: imported.lost.answers, users: imported.lost.users };
        const languages = before.map(({ language, version }) => ({ language, version }));
        await deps.writeAudit({ ...audited, action: 'questions.imported', before: languages, facts });
        return { status: 200, body: imported };
      },
    }),
  );
}
