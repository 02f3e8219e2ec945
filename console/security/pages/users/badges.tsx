/** The state of a user in a few words. */
import type { User } from '../../../shared/http/api-types.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { accountStateOf } from './account-state.ts';

export function UserBadges({ user }: { user: User }) {
  const state = accountStateOf(user, Date.now());
  return (
    <span class="row">
      <Badge tone={state === 'enabled' ? 'good' : state === 'not-started' ? 'warn' : 'bad'}>
        {t(`users.state.${state}`)}
      </Badge>
      {user.role && <Badge tone="accent">{t(`users.role.${user.role}`)}</Badge>}
    </span>
  );
}
