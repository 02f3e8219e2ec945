import type { PageProps } from '../../../shared/state/page-props.ts';
import { CallPage } from './call.tsx';
import { FindUsers } from './find.tsx';
import { UserPage } from './user.tsx';

/** `#/users` finds, `#/users/ada` shows, `#/users/ada/call` is for a user on the telephone. */
export function UsersPage({ route, visit }: PageProps) {
  const [, userId, side] = route.path;
  if (userId === undefined) return <FindUsers visit={visit} />;
  return side === 'call' ? <CallPage userId={userId} visit={visit} /> : <UserPage userId={userId} visit={visit} />;
}
