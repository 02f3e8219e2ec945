/** How far a user is, and what keeps the account from working. */
import { isHindering } from '#core/administration/users/account-state.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { nameOfFact } from './account-state.ts';
import type { FoundUser } from './search.ts';

type Journey = NonNullable<FoundUser['journey']>;

/** In a few words: the stage, or why the person is stuck. */
export const stageName = ({ stage, stuck, reached }: Journey): string =>
  stuck ? t(`stuck.${stuck}`) : t(`people.stage.${stage === 'stuck' ? reached : stage}`);

export function Stage({ user }: { user: FoundUser }) {
  const { journey, state, role } = user;
  // The reason of one who is stuck is said once.
  const facts = journey?.stuck ? [] : state.filter(({ fact }) => isHindering(fact));
  return (
    <span class="row">
      {journey && (
        <Badge {...(journey.stuck ? { tone: 'warn' } : journey.stage === 'home' ? { tone: 'good' } : {})}>
          {stageName(journey)}
        </Badge>
      )}
      {facts.map((one) => (
        <Badge key={one.fact} tone="bad">
          {nameOfFact(one)}
        </Badge>
      ))}
      {role && <Badge tone="accent">{t(`users.role.${role}`)}</Badge>}
    </span>
  );
}
