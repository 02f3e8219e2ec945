/** Makes this browser a display for a wall: its session is replaced by one that shows counts alone, for days (S9). */
import { go, hrefOf } from '../../../shared/browser/route.ts';
import { post } from '../../../shared/http/api.ts';
import { type ChosenSource, sourceValues } from '../../people/source.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';

type Props = { readonly source: ChosenSource; readonly onStarted: () => void };

export function StartWall({ source, onStarted }: Props) {
  async function start() {
    await post('admin/display');
    try {
      await document.documentElement.requestFullscreen();
    } catch {
      // The window is large enough then.
    }
    go(hrefOf(['wall'], sourceValues(source)));
    onStarted();
  }
  return (
    <Act label={t('overview.wall')} title={t('overview.wall.title')} confirm={t('overview.wall')} run={start}>
      <p>{t('overview.wall.text')}</p>
    </Act>
  );
}
