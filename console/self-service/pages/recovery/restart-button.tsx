import { Button } from '../../../shared/ui/button.tsx';
import { t } from '../../texts/index.ts';

export function RestartButton({ onRestart }: { onRestart: () => void }) {
  return (
    <Button kind="primary" full onClick={onRestart}>
      {t('forgot.bad.again')}
    </Button>
  );
}
