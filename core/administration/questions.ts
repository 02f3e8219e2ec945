/** The catalogue of security questions, as an administrator replaces it. */
import { type AuditPort, auditedAct, type EntriesOf } from '#core/audit.ts';
import {
  dropAnswers,
  type Imported,
  type ImportPorts,
  type ImportRecord,
  importCatalogue,
  type Losses,
} from '#core/questions/import.ts';
import { userKey } from '#core/text.ts';
import { type Asked, actOf } from './users/administer.ts';

export type QuestionAdministrationPorts = AuditPort & ImportPorts;

/** @throws LandfallError questions.unreadable (422), questions.conflict (409) */
export function replaceCatalogue(
  ports: QuestionAdministrationPorts,
  xml: string,
  { actor, now }: Asked,
): Promise<Imported> {
  const act = actOf({ actor, now }, 'questions.imported', 'questions');
  return auditedAct(ports, act, (entriesOf) =>
    importCatalogue(ports, xml, now, {
      imported: (sets, catalogue) =>
        entriesOf({ before: catalogue.map(({ language, version }) => ({ language, version })), facts: { sets } }),
      dropped: droppedBy(entriesOf),
    }),
  );
}

/** Goes on dropping answers to questions that the catalogue no longer holds. @param next where the call before ended */
export function dropLostAnswers(
  ports: QuestionAdministrationPorts,
  next: string | undefined,
  { actor, now }: Asked,
): Promise<Losses> {
  const act = actOf({ actor, now }, 'questions.answers_dropped', 'questions');
  return auditedAct(ports, act, (entriesOf) => dropAnswers(ports, droppedBy(entriesOf), now, next));
}

/** A user's loss, as the write that drops the answers records it. */
const droppedBy =
  (entriesOf: EntriesOf): ImportRecord['dropped'] =>
  (user, kept) =>
    entriesOf({
      action: 'questions.answers_dropped',
      object: userKey(user.userId),
      before: { answers: user.answers.length },
      after: { answers: kept.length },
    });
