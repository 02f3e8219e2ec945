/** Logs off and opens the page that says so, and names the next step where one is left. */

import { go } from '../../shared/browser/route.ts';
import { post } from '../../shared/http/api.ts';
import { useSubmit } from '../../shared/state/resource.ts';
import type { Visit } from '../../shared/state/visit.ts';
import { forgetArrival, LOGGED_OFF, rememberArrival } from './arrival.ts';
import { forgetChosen } from './chosen-questions.ts';

export function useLogoff({ me, leave }: Visit) {
  return useSubmit(async () => {
    await post('logoff');
    forgetChosen();
    forgetArrival();
    const arriving = me?.nextSteps[0] === 'log-off';
    if (arriving) rememberArrival({ userId: me.userId, loggedOff: true, noMailbox: me.email === undefined });
    go(LOGGED_OFF, { replace: true });
    leave();
  });
}
