/** A token as text. */
import type { TokenDetail } from '#core/administration/tokens/view.ts';
import { list, table } from './output.ts';

const kind = ({ algorithm, digits, interval, pinStyle }: TokenDetail): string =>
  `${algorithm}, ${digits} digits${interval === 0 ? '' : `, ${interval} s`}, ${pinStyle === 'none' ? 'no PIN' : pinStyle}`;

/** The state of a token for the list, with what may need an action. */
const condition = ({ state, newPinMode, nextTokencodeMode }: TokenDetail): string =>
  [state, ...(newPinMode ? ['New PIN mode'] : []), ...(nextTokencodeMode ? ['next tokencode mode'] : [])].join(', ');

const offset = ({ clockOffset, algorithm }: TokenDetail): string | undefined => {
  if (algorithm === 'hotp-sha1') return undefined;
  if (clockOffset === 0) return 'none known';
  return `${Math.abs(clockOffset)} intervals ${clockOffset > 0 ? 'ahead' : 'behind'}`;
};

export function tokenText(token: TokenDetail): string {
  return list([
    ['token', token.serial],
    ['kind', kind(token)],
    ['state', token.state],
    ['enabled', token.enabled ? 'yes' : 'no'],
    ['reported lost', token.lost ? 'yes' : 'no'],
    ['assigned to', token.assignee ?? 'nobody'],
    ['nickname', token.nickname],
    ['PIN', token.pinStyle === 'none' ? 'not used' : token.newPinMode ? 'none yet (New PIN mode)' : 'set'],
    ['wrong passcodes', `${token.failures}${token.nextTokencodeMode ? ' (next tokencode mode)' : ''}`],
    ['clock', offset(token)],
    ['starts', token.startsAt],
    ['expires', token.expiresAt],
    ['changed', token.updatedAt],
    ['version', token.version],
  ]);
}

export function tokensText(tokens: readonly TokenDetail[]): string {
  const rows = tokens.map((token) => [
    token.serial,
    kind(token),
    condition(token),
    token.assignee ?? '',
    token.expiresAt?.slice(0, 10) ?? '',
  ]);
  return tokens.length === 0 ? 'No token.' : table(['token', 'kind', 'state', 'assigned to', 'expires'], rows);
}
