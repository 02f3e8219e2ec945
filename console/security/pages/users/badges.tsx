/** How a user stands, in a few words. */
import type { User } from '../../../shared/http/api-types.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { standingOf } from './account-state.ts';

export function UserBadges({ user }: { user: User }) {
  const standing = standingOf(user, Date.now());
  return (
    <span class="row">
      <Badge tone={standing === 'enabled' ? 'good' : standing === 'not-started' ? 'warn' : 'bad'}>
        {t(`users.state.${standing}`)}
      </Badge>
      {user.role && <Badge tone="accent">{t(`users.role.${user.role}`)}</Badge>}
    </span>
  );
}
