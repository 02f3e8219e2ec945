/** A token's record compared with the token of the directory that has its serial. */
import { defined } from '#core/directory/items.ts';
import type { Token } from '#core/directory/model.ts';
import type { TokenOfUser } from '#core/export/record.ts';
import type { ChangeValue } from './change.ts';
import type { Difference, Fields, Secrets } from './difference.ts';
import type { RuleName } from './rules.ts';
import { iso } from './user-differences.ts';

type Plain = Readonly<{
  field: string;
  rule: RuleName;
  from?: ChangeValue | undefined;
  to?: ChangeValue | undefined;
  fields: Fields<Token>;
}>;

const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
/** Small, medium and large in seconds; `-` where there is none. */
const shownWindows = (windows: Token['windows']): string | undefined =>
  windows && [windows.small, windows.medium, windows.large].map((seconds) => seconds ?? '-').join('/');

/** A counter never goes back while the seed is the same: its codes were spent in the source. */
function counterOf(token: Token, record: TokenOfUser, sameSeed: boolean): number {
  const last = (record.counter ?? 0) - 1;
  return sameSeed ? Math.max(last, token.lastInterval) : last;
}

function plainFields(token: Token, record: TokenOfUser, sameSeed: boolean): Plain[] {
  const { algorithm, digits, interval, pinStyle, enabled, nickname } = record;
  const windows = record.windows && defined(record.windows);
  const [startsAt, expiresAt] = [time(record.startsAt), time(record.expiresAt)];
  const offset = record.clockOffset ?? 0;
  const lastInterval = counterOf(token, record, sameSeed);
  return [
    { field: 'algorithm', rule: 'secret', from: token.algorithm, to: algorithm, fields: { algorithm } },
    { field: 'pinStyle', rule: 'secret', from: token.pinStyle, to: pinStyle, fields: { pinStyle } },
    { field: 'digits', rule: 'other', from: token.digits, to: digits, fields: { digits } },
    { field: 'interval', rule: 'other', from: token.interval, to: interval, fields: { interval } },
    { field: 'enabled', rule: 'other', from: token.enabled, to: enabled, fields: { enabled } },
    {
      field: 'windows',
      rule: 'other',
      from: shownWindows(token.windows),
      to: shownWindows(windows),
      fields: { windows },
    },
    { field: 'startsAt', rule: 'other', from: iso(token.startsAt), to: iso(startsAt), fields: { startsAt } },
    { field: 'expiresAt', rule: 'other', from: iso(token.expiresAt), to: iso(expiresAt), fields: { expiresAt } },
    { field: 'nickname', rule: 'learned', from: token.nickname, to: nickname, fields: { nickname } },
    { field: 'clockOffset', rule: 'learned', from: token.offset, to: offset, fields: { offset } },
    {
      field: 'counter',
      rule: 'learned',
      from: token.lastInterval + 1,
      to: lastInterval + 1,
      fields: { lastInterval },
    },
  ];
}

function samePin(token: Token, record: TokenOfUser, secrets: Secrets): boolean {
  const pin = record.pinStyle === 'none' ? undefined : record.pin;
  if (pin === undefined || token.pinHash === undefined) return pin === token.pinHash;
  return secrets.samePin(record, token.pinHash, pin);
}

/** @param token as it is here */
export function tokenDifferences(token: Token, record: TokenOfUser, secrets: Secrets): Difference<Token>[] {
  const sameSeed = secrets.sameSeed(token, record.seed);
  const plain = plainFields(token, record, sameSeed)
    .filter(({ from, to }) => from !== to)
    .map(
      ({ fields, ...plain }): Difference<Token> => ({
        ...plain,
        missing: plain.to === undefined,
        fields: () => fields,
      }),
    );
  const seed: Difference<Token> = {
    field: 'seed',
    rule: 'secret',
    missing: false,
    fields: (sealer) => ({ seed: sealer.seed(record.serial, Buffer.from(record.seed, 'base64')) }),
  };
  const { pin, pinStyle } = record;
  const pinned: Difference<Token> = {
    field: 'pin',
    rule: 'secret',
    missing: pin === undefined,
    // A PIN that its user had before is none of the new one's.
    fields: (sealer) => ({
      pinHash: pin === undefined || pinStyle === 'none' ? undefined : sealer.pin(record, pin),
      formerPins: undefined,
    }),
  };
  return [...plain, ...(sameSeed ? [] : [seed]), ...(samePin(token, record, secrets) ? [] : [pinned])];
}
