/** Logging off leads to the page that says what is next. */
import { post } from '../shared/api.ts';
import { useSubmit } from '../shared/resource.ts';
import { go } from '../shared/route.ts';
import type { Visit } from '../shared/visit.ts';
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
