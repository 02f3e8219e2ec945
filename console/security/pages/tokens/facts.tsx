/** A token in words. */
import type { ComponentChildren } from 'preact';
import type { Token } from '../../../shared/http/api-types.ts';
import { date, dateTime, number } from '../../../shared/i18n/language.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { Facts } from '../../../shared/ui/page.tsx';
import { TOKEN_TONES } from '../../../shared/ui/token-tones.ts';
import { t } from '../../texts/index.ts';

export function TokenBadges({ token }: { token: Token }) {
  return (
    <span class="row">
      <Badge tone={TOKEN_TONES[token.state]}>{t(`state.${token.state}`)}</Badge>
      {token.newPinMode && <Badge tone="accent">{t('tokens.new-pin-mode')}</Badge>}
      {token.nextTokencodeMode && <Badge tone="warn">{t('tokens.next-tokencode-mode')}</Badge>}
    </span>
  );
}

/** "SecurID, 8 digits, every 60 seconds". */
export function kindOf({ algorithm, digits, interval }: Token): string {
  const name = t(`tokens.algorithm.${algorithm}`);
  return interval === 0
    ? t('tokens.kind.event', { name, digits })
    : t('tokens.kind', { name, digits, count: interval });
}

type TokenFactsProps = { token: Token; brief?: boolean; columns?: boolean; assignee?: ComponentChildren };

export function TokenFacts({ token, brief = false, columns = false, assignee }: TokenFactsProps) {
  const more = brief
    ? []
    : ([
        [t('tokens.nickname'), token.nickname ?? '–'],
        [t('tokens.starts'), token.startsAt === undefined ? '–' : date(token.startsAt)],
        [t('tokens.offset'), number(token.clockOffset, { signDisplay: 'exceptZero' })],
        [t('tokens.created'), dateTime(token.createdAt)],
        [t('tokens.updated'), dateTime(token.updatedAt)],
      ] as const);
  return (
    <Facts
      columns={columns}
      of={[
        ...(assignee === undefined ? [] : ([[t('tokens.assignee'), assignee]] as const)),
        [t('tokens.kind.label'), kindOf(token)],
        [t('tokens.pin'), t(token.newPinMode ? 'tokens.pin.unset' : `tokens.pin.${token.pinStyle}`)],
        [t('tokens.failures'), number(token.failures)],
        [t('tokens.expires'), token.expiresAt === undefined ? t('tokens.expires.never') : date(token.expiresAt)],
        ...more,
      ]}
    />
  );
}
