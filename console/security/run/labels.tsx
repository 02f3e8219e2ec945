/** The name and the state of a migration, as every page shows them. */
import type { Run } from '../../shared/http/api-types.ts';
import { hasText, text } from '../../shared/i18n/language.ts';
import { Badge } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';

/** The name of the source deployment; until it is known, the file's name. */
export const nameOf = ({ source, key }: Pick<Run, 'source' | 'key'>): string =>
  source?.deployment ?? key.split('/').at(-1) ?? key;

export function StatusBadge({ of: { status, kind } }: { of: Pick<Run, 'status' | 'kind'> }) {
  if (status === 'failed') return <Badge tone="bad">{t('migration.status.failed')}</Badge>;
  if (status === 'succeeded')
    return kind === 'preview' ? (
      <Badge tone="accent">{t('migration.status.previewed')}</Badge>
    ) : (
      <Badge tone="good">{t('migration.status.imported')}</Badge>
    );
  if (status === 'waiting') return <Badge tone="warn">{t('migration.status.waiting')}</Badge>;
  return (
    <Badge tone="warn">{t(status === 'starting' ? 'migration.status.starting' : 'migration.status.running')}</Badge>
  );
}

/** Why a migration failed, and what to do. A code without a text here is shown with the deployment's own hint. */
export function failureText({ code, hint }: NonNullable<Run['error']>): string {
  const key = `problem.${code}`;
  if (hasText(key)) return text(key);
  return code.startsWith('migration.') || code.startsWith('package.') ? hint : t('migration.failed.inside');
}
