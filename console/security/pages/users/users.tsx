import type { PageProps } from '../../../shared/state/page-props.ts';
import { FindUsers } from './find.tsx';
import { UserPage } from './user.tsx';

/** `#/users` finds, `#/users/ada` shows. */
export function UsersPage({ route, visit }: PageProps) {
  const [, userId] = route.path;
  return userId === undefined ? <FindUsers visit={visit} /> : <UserPage userId={userId} visit={visit} />;
}
