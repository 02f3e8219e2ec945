/** The next step that an administrator can take with a migration. */
import type { Run } from '../../shared/http/api-types.ts';
import { failedWith } from './failure.ts';

export type NextStep =
  | 'wait'
  /** A super-admin approves or refuses what the run may not change by itself. */
  | 'decide'
  /** The preview is done: import. */
  | 'import'
  /** The package was imported before, so its users exist: the administrator has to confirm twice. */
  | 'import-again'
  | 'preview-again'
  | 'run-again'
  /** This package can't be imported: another one is needed. */
  | 'new-package'
  | 'nothing';

/** A fault of the package itself stays. These two can be mended in the deployment: a packer can be trusted, a signature's age allowed. */
const isFaultOfPackage = (migration: Pick<Run, 'error'>) =>
  migration.error?.code.startsWith('package.') === true &&
  !failedWith(migration, 'package.untrusted', 'package.signature_old');

type Seen = Pick<Run, 'status' | 'kind' | 'completedAt' | 'error' | 'attempt'>;

export function nextStepOf(seen: Seen): NextStep {
  const { status, kind, completedAt, attempt } = seen;
  if (status === 'queued' || status === 'starting' || status === 'running') return 'wait';
  if (status === 'not-started') return 'preview-again';
  if (status === 'waiting') return 'decide';
  // An upload whose manifest could not be read has no attempt that could be repeated.
  if (status === 'failed' && (attempt === 0 || isFaultOfPackage(seen))) return 'new-package';
  if (kind === 'preview') {
    if (status === 'failed') return 'preview-again';
    return completedAt === undefined ? 'import' : 'import-again';
  }
  return status === 'failed' ? 'run-again' : 'nothing';
}

/** Whether a start must say `again`: yes after a run that was completed; not after a failure, where it would repeat finished parts. */
export const needsAgain = ({ completedAt }: Pick<Run, 'completedAt'>): boolean => completedAt !== undefined;

export const isUnderWay = ({ status }: Pick<Run, 'status'>): boolean => status === 'starting' || status === 'running';

/** Whether changes wait for a super-admin's yes, also of a run that is over but for them. */
export const waitsForYes = ({ waitsFor, rollback }: Pick<Run, 'waitsFor' | 'rollback'>): boolean =>
  waitsFor?.includes('confirmation') === true && rollback === undefined;
