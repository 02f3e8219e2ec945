/** The two sides of a user: on the telephone, and the account. */
import { hrefOf } from '../../../shared/browser/route.ts';
import { t } from '../../texts/index.ts';
import { Tabs } from '../../ui/layout.tsx';

export function UserTabs({ userId, open }: { userId: string; open: 'call' | 'account' }) {
  return (
    <Tabs
      label={userId}
      items={[
        { href: hrefOf(['users', userId, 'call']), label: t('callers.title'), current: open === 'call' },
        { href: hrefOf(['users', userId]), label: t('callers.account'), current: open === 'account' },
      ]}
    />
  );
}
