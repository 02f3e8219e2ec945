/** A user as text. */
import { isHindering } from '#core/administration/users/account-state.ts';
import type { UserView } from '#core/administration/users/view.ts';
import { list, table } from './output.ts';

const yes = (value: boolean): string => (value ? 'yes' : 'no');

const STATES: Readonly<Record<UserView['state'][number]['fact'], (at: string | undefined) => string>> = {
  disabled: () => 'disabled',
  locked: () => 'locked until an administrator unlocks it',
  'locked-by-failures': (at) => `locked by failed logons until ${at}`,
  'not-started': (at) => `starts on ${at}`,
  ended: (at) => `ended on ${at}`,
  'no-way-in': () => 'no password and no token that works',
  'temporary-password': (at) => `password from an administrator, to be changed before ${at}`,
  'temporary-password-ended': (at) => `password from an administrator, not changed before ${at}`,
  'no-token': () => 'no token',
  'no-usable-token': () => 'no token that works',
  failures: () => 'failed logons counted',
};

/** By fact, what prevents a logon first. */
const stateText = ({ state }: UserView): string =>
  [
    ...(state.some(({ fact }) => isHindering(fact)) ? [] : ['can log on']),
    ...state.map(({ fact, at }) => STATES[fact](at)),
  ].join('; ');

export function userText(user: UserView): string {
  const name = [user.firstName, user.middleName, user.lastName].filter(Boolean).join(' ');
  const password = user.hasPassword
    ? `set ${user.passwordChangedAt}${user.mustChangePassword ? ', must be changed at the next logon' : ''}`
    : 'none (password authentication is disabled)';
  const facts = list([
    ['user ID', user.userId],
    ['name', name],
    ['e-mail', user.email ?? 'none'],
    ['certificate DN', user.certificateDn],
    ['language', user.preferredLanguage],
    ['role', user.role],
    ['state', stateText(user)],
    ['failed logons', user.failures],
    ['account start', user.accountStart],
    ['account end', user.accountEnd],
    ['password', password],
    ['reset by link', user.linksWaitUntil && `not before ${user.linksWaitUntil}: an administrator changed the address`],
    ['questions', `${user.questionsAnswered} answered`],
    ['first token logon', user.firstTokenLogonAt ?? 'not yet'],
    ['imported', yes(user.imported)],
    ['version', user.version],
  ]);
  const tokens = user.tokens.map((token) => [
    token.serial,
    `${token.digits} digits, ${token.interval} s, ${token.pinStyle}`,
    token.newPinMode ? 'New PIN mode' : 'PIN set',
    token.lost ? 'lost' : token.enabled ? 'enabled' : 'disabled',
    token.expiresAt?.slice(0, 10) ?? '',
  ]);
  return tokens.length === 0
    ? `${facts}\n\nNo token.`
    : `${facts}\n\n${table(['token', 'kind', 'PIN', 'state', 'expires'], tokens)}`;
}
