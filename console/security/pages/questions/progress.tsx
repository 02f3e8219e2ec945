import { Button } from '../../../shared/ui/button.tsx';
import { Spinner } from '../../../shared/ui/spinner.tsx';
import { t } from '../../texts/index.ts';

/** How far it is; nobody knows how many users there are. */
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
