/** The state of a search: how far it is, and why it stopped. */
import { describeError } from '../../shared/http/describe-error.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Alert } from '../../shared/ui/feedback.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { t } from '../texts/index.ts';

type SearchingProps = { busy: boolean; count: number; onStop?: () => void };

export function Searching({ busy, count, onStop }: SearchingProps) {
  return (
    <div class="searching row" role="status">
      {busy && (
        <>
          <Spinner /> {t('ui.searching', { count })}
          {onStop && (
            <Button kind="plain" small onClick={onStop}>
              {t('ui.stop')}
            </Button>
          )}
        </>
      )}
      {!busy && count > 0 && t('ui.found', { count })}
    </div>
  );
}

/** An error shown beside the results, with a button to continue. */
export function ErrorLine({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error === undefined) return null;
  return (
    <Alert tone="bad">
      <p>{describeError(error)}</p>
      <Button kind="plain" onClick={onRetry}>
        {t('app.again')}
      </Button>
    </Alert>
  );
}
