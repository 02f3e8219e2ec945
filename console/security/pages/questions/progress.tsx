import { Button } from '../../../shared/ui/button.tsx';
import { Spinner } from '../../../shared/ui/spinner.tsx';
import { t } from '../../texts/index.ts';

/** Shows progress without a total, since the number of users is not known. */
export function Progress({ words, onStop }: { words: string; onStop?: () => void }) {
  return (
    <div class="row" role="status">
      <Spinner /> {words}
      {onStop && (
        <Button kind="plain" small onClick={onStop}>
          {t('ui.stop')}
        </Button>
      )}
    </div>
  );
}
