/** "Log off and send me the link": what a press does next stands on the button. */

import { useSubmit } from '../../shared/state/resource.ts';
import type { Visit } from '../../shared/state/visit.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorAlert } from '../../shared/ui/feedback.tsx';
import { goOn, wayOf } from '../state/go-on.ts';
import { t } from '../texts/index.ts';

/** What follows the present page, for its text. */
export const wayFor = ({ me, consoles }: Visit) => wayOf(consoles, me?.email !== undefined);

/** Nothing where Forgot Your Password is switched off: the logoff of the frame is left. */
export function GoOnButton({ visit }: { visit: Visit }) {
  const { busy, error, submit } = useSubmit(() => goOn(visit));
  const way = wayFor(visit);
  if (way === 'none') return null;
  return (
    <>
      <ErrorAlert error={error} />
      <Button kind="primary" full busy={busy} onClick={() => void submit()}>
        {t(`go-on.${way}`)}
      </Button>
    </>
  );
}
