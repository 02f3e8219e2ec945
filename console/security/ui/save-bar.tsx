/** What a form would change, and the buttons that save or discard it: at the lower edge of the window while there is something to save. */
import { Button } from '../../shared/ui/button.tsx';
import { t } from '../texts/index.ts';
import { Changes, type ShownChange } from './changes.tsx';

type SaveBarProps = {
  changes: readonly ShownChange[];
  /** Something to save that is no change of a field shown here, such as a typed secret. */
  more?: boolean;
  busy: boolean;
  /** Whether the values can't be saved as they are; the field says why. */
  blocked?: boolean;
  onDiscard: () => void;
};

/** The last part of a `Form`, which it submits. */
export function SaveBar({ changes, more = false, busy, blocked = false, onDiscard }: SaveBarProps) {
  const count = changes.length + (more ? 1 : 0);
  return (
    <>
      <p class="unseen" role="status">
        {count > 0 ? t('ui.save-bar', { count }) : ''}
      </p>
      {(count > 0 || busy) && (
        <section class="save-bar" aria-label={t('ui.save-bar.label')}>
          {changes.length > 0 ? (
            <details>
              <summary>{t('ui.save-bar', { count })}</summary>
              <Changes name={t('ui.changes')} of={changes} />
            </details>
          ) : (
            <span>{t('ui.save-bar', { count })}</span>
          )}
          <div class="row">
            <Button kind="plain" disabled={busy} onClick={onDiscard}>
              {t('ui.reset')}
            </Button>
            <Button type="submit" kind="primary" busy={busy} disabled={blocked && !busy}>
              {t('do.save')}
            </Button>
          </div>
        </section>
      )}
    </>
  );
}
