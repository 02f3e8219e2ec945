/** The catalogue of security questions, as an administrator replaces it. */
import { type AuditPort, auditedAct, type EntriesOf } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { isUsed } from '#core/directory/readdressing.ts';
import { type NoticePort, tellOfChange } from '#core/notices/ways.ts';
import {
  dropAnswers,
  type Imported,
  type ImportPorts,
  type ImportRecord,
  importCatalogue,
  type Losses,
  previewImport,
} from '#core/questions/import.ts';
import { userKey } from '#core/text.ts';
import { type Asked, actOf, changerOf } from './users/administer.ts';
import { type Administrator, mayChangeCredentialsOf } from './users/rights.ts';

export type QuestionAdministrationPorts = AuditPort & Omit<ImportPorts, 'tellOfDropped' | 'mayDrop'> & NoticePort;

const droppingFor = (actor: Administrator) => ({ mayDrop: (user: User) => mayChangeCredentialsOf(actor, user) });

/** Users who have not used the account are led to the questions at their first logon: a mail before it would only puzzle them. */
const telling = (ports: QuestionAdministrationPorts, { actor, now }: Asked): ImportPorts => ({
  ...ports,
  ...droppingFor(actor),
  tellOfDropped: async (user: User) => {
    if (!isUsed(user) || user.email === undefined) return;
    await tellOfChange(ports, 'answers-dropped', { by: changerOf(actor), user: userKey(user.userId), at: now });
  },
});

/** What an import by this administrator would do. @param next where the call before ended @throws LandfallError questions.unreadable (422) */
export const previewCatalogue = (
  ports: Pick<QuestionAdministrationPorts, 'readCatalogue' | 'usersWithAnswers'>,
  xml: string,
  next: string | undefined,
  actor: Administrator,
): Promise<Imported> => previewImport({ ...ports, ...droppingFor(actor) }, xml, next);

/** @throws LandfallError questions.unreadable (422), questions.conflict (409) */
export function replaceCatalogue(
  ports: QuestionAdministrationPorts,
  xml: string,
  { actor, now }: Asked,
): Promise<Imported> {
  const act = actOf({ actor, now }, 'questions.imported', 'questions');
  return auditedAct(ports, act, (entriesOf) =>
    importCatalogue(telling(ports, { actor, now }), xml, now, {
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
  return auditedAct(ports, act, (entriesOf) =>
    dropAnswers(telling(ports, { actor, now }), droppedBy(entriesOf), now, next),
  );
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
