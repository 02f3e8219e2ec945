import type { VersionedSettings } from '#adapters/directory/settings.ts';
import type * as migrations from '#adapters/runs/index.ts';
import { mappingName, questionsName } from '#core/migration/read-manifest.ts';
import {
  reconcileSecurityQuestions,
  type StoredMapping,
  storedMapping,
  storedQuestions,
} from '#core/migration/reconcile-security-questions.ts';
import type { MigrationRun } from '#core/migration/run.ts';
import { unmatchedQuestions } from '#core/migration/unmatched.ts';
import type { Catalogue } from '#core/questions/catalogue.ts';
import type { SourceQuestion } from '#core/questions/reconcile.ts';
import { readStoredJson } from '#core/stored.ts';
import type { Input, Output } from '#statemachines/migration.types.ts';
import { task } from '../shared/task.ts';

export type Deps = Pick<typeof migrations, 'enterState' | 'finishState' | 'noteFacts'> & {
  readPlan(name: string): Promise<string | undefined>;
  putPlan(name: string, body: string): Promise<void>;
  readCatalogue(): Promise<Catalogue>;
  readSettings(): Promise<VersionedSettings>;
  now(): number;
};

async function askedFor(deps: Deps, run: MigrationRun) {
  const name = questionsName(run.migration);
  return readStoredJson(storedQuestions, (await deps.readPlan(name)) ?? '[]', name);
}

/** A resumed run keeps the mapping that its finished parts were written with. */
async function mappingFor(deps: Deps, run: MigrationRun, asked: readonly SourceQuestion[]): Promise<StoredMapping> {
  const mapping = mappingName(run.migration);
  const stored = await deps.readPlan(mapping);
  const known = stored === undefined ? undefined : readStoredJson(storedMapping, stored, mapping);
  if (known?.generation === run.generation) return known;
  const { settings } = await deps.readSettings();
  const made = reconcileSecurityQuestions(
    asked,
    await deps.readCatalogue(),
    settings.securityQuestions,
    run.generation,
  );
  await deps.putPlan(mapping, JSON.stringify(made));
  return made;
}

export const createHandler = (deps: Deps) =>
  task<Input<'ReconcileSecurityQuestions'>, Output<'ReconcileSecurityQuestions'>>(async (run) => {
    await deps.enterState(run, 'ReconcileSecurityQuestions', deps.now());
    const asked = await askedFor(deps, run);
    const { mapping, enrolment } = await mappingFor(deps, run, asked);
    const matched = mapping.filter((target) => target !== null).length;
    const questions = { matched, unmatched: mapping.length - matched };
    await deps.noteFacts(run, { questions: { ...questions, missing: unmatchedQuestions(asked, mapping) }, enrolment });
    await deps.finishState(run, 'ReconcileSecurityQuestions', deps.now());
    return questions;
  });
