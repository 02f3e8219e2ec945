/** What an administrator does next with a migration. */
import type { Migration } from '../../shared/http/api-types.ts';

export type NextStep =
  | 'wait'
  /** A preview is there to be looked at: import it. */
  | 'import'
  /** Also where the package was imported before: every user is there already, so it is asked for twice. */
  | 'import-again'
  | 'preview-again'
  | 'run-again'
  /** This package can't come ashore: another one is needed. */
  | 'new-package'
  | 'nothing';

/** What is wrong with the package itself stays wrong. Whoever is trusted, or how old a signature may be, can change. */
const MENDABLE: readonly string[] = ['package.untrusted', 'package.signature_old'];
const spoilt = (code: string | undefined) => code?.startsWith('package.') === true && !MENDABLE.includes(code);

type Seen = Pick<Migration, 'status' | 'mode' | 'completedAt' | 'error' | 'attempt'>;

export function nextStepOf({ status, mode, completedAt, error, attempt }: Seen): NextStep {
  if (status === 'starting' || status === 'running') return 'wait';
  // An upload whose manifest could not be read has no attempt, and nothing that could be started.
  if (status === 'failed' && (attempt === 0 || spoilt(error?.code))) return 'new-package';
  if (mode === 'dry-run') {
    if (status === 'failed') return 'preview-again';
    return completedAt === undefined ? 'import' : 'import-again';
  }
  return status === 'failed' ? 'run-again' : 'nothing';
}

/** Starting a run of what came to its end before has to say so; going on after a failure must not, or all is done anew. */
export const needsAgain = ({ completedAt }: Pick<Migration, 'completedAt'>): boolean => completedAt !== undefined;

export const isUnderWay = ({ status }: Pick<Migration, 'status'>): boolean =>
  status === 'starting' || status === 'running';
