/** The catalogue of security questions: shown, and replaced from the field's XML files. */
import * as z from 'zod';
import type { AuditEntry } from '#adapters/audit.ts';
import { dropAnswers, type ImportPorts, importCatalogue, previewImport } from '#core/questions/import.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';

const next = z.string().max(1024).optional();
const body = z.union([
  /** With `dryRun` nothing is written; repeat with `next` until there is none and add up what would be lost. */
  z.strictObject({ xml: z.string().min(1), dryRun: z.literal(true), next }),
  z.strictObject({ xml: z.string().min(1), dryRun: z.literal(false).optional() }),
  /** Goes on dropping answers to questions that are gone. */
  z.strictObject({ drop: z.literal(true), next }),
]);

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
        const asked = parse(body, request.body);
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
