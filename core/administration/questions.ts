/** The catalogue of security questions, as an administrator replaces it. */
import { type AuditPort, auditedAct } from '#core/audit.ts';
import { dropAnswers, type Imported, type ImportPorts, importCatalogue, type Losses } from '#core/questions/import.ts';
import { type Asked, actOf } from './users/administer.ts';

export type QuestionAdministrationPorts = AuditPort & ImportPorts;

/** @throws LandfallError questions.unreadable (422), questions.conflict (409) */
export function replaceCatalogue(
  ports: QuestionAdministrationPorts,
  xml: string,
  { actor, now }: Asked,
): Promise<Imported> {
  const act = actOf({ actor, now }, 'questions.imported', 'questions');
  return auditedAct(ports, act, async () => {
    const before = (await ports.readCatalogue()).map(({ language, version }) => ({ language, version }));
    const result = await importCatalogue(ports, xml, now);
    const facts = { sets: result.sets, answers: result.lost.answers, users: result.lost.users };
    return { result, details: [{ before, facts }] };
  });
}

/** Goes on dropping answers to questions that the catalogue no longer holds. @param next where the call before ended */
export function dropLostAnswers(
  ports: QuestionAdministrationPorts,
  next: string | undefined,
  { actor, now }: Asked,
): Promise<Losses> {
  const action = 'questions.answers_dropped';
  return auditedAct(ports, actOf({ actor, now }, action, 'questions'), async () => {
    const result = await dropAnswers(ports, now, next);
    return { result, details: [{ facts: { ...result } }] };
  });
}
