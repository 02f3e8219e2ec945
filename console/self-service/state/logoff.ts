/** Logs off and opens the page that names the next step. */

import { go } from '../../shared/browser/route.ts';
import { post } from '../../shared/http/api.ts';
import { useSubmit } from '../../shared/state/resource.ts';
import type { Visit } from '../../shared/state/visit.ts';
import { forgetArrival, rememberArrival } from './arrival.ts';

export function useLogoff({ me, leave }: Visit) {
  return useSubmit(async () => {
    await post('logoff');
    const arriving = me?.nextSteps[0] === 'log-off';
    if (arriving) rememberArrival({ userId: me.userId, loggedOff: true, noMailbox: me.email === undefined });
    else forgetArrival();
    go('#/logged-off', { replace: true });
    leave();
  });
}
