import type { User } from '../../../shared/http/api-types.ts';
import { distinct } from './search.ts';

test('a user who is found in two ways is listed once', () => {
  const user = (userId: string) => ({ userId }) as User;
  expect(distinct([user('ada'), user('grace'), user('ada')]).map(({ userId }) => userId)).toEqual(['ada', 'grace']);
});
