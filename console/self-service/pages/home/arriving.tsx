/** Where the short link of the migration mail leads: it fills in the user ID where there is one, and goes on to the steps either way. */
import { useEffect } from 'preact/hooks';
import { go } from '../../../shared/browser/route.ts';
import { post } from '../../../shared/http/api.ts';
import type { Arrival } from '../../../shared/http/api-types.ts';
import { Waiting } from '../../../shared/ui/feedback.tsx';
import { arriveAs } from '../../state/arrival.ts';

export function Arriving({ reference }: { reference: string }) {
  useEffect(() => {
    // Replaced, so that neither Back nor the address bar keeps the reference.
    const goOn = () => go('#/welcome', { replace: true });
    post<Arrival>('arrival', { reference })
      .then(({ userId }) => {
        if (userId !== undefined) arriveAs(userId);
      })
      // Without an answer the user types the user ID.
      .catch(() => undefined)
      .finally(goOn);
  }, [reference]);
  return <Waiting />;
}
