/** The state of a user in a few words: what prevents a logon, and a password that is still to be changed. */
import { isHindering } from '#core/administration/users/account-state.ts';
import type { User } from '../../../shared/http/api-types.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { mayLogOn, nameOfFact } from './account-state.ts';

export function UserBadges({ user }: { user: User }) {
  return (
    <span class="row">
      {mayLogOn(user) && <Badge tone="good">{t('users.state.enabled')}</Badge>}
      {user.state.map((one) => (
        <Badge key={one.fact} tone={isHindering(one.fact) ? 'bad' : 'warn'}>
          {nameOfFact(one)}
        </Badge>
      ))}
      {user.role && <Badge tone="accent">{t(`users.role.${user.role}`)}</Badge>}
    </span>
  );
}
