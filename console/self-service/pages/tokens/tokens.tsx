/** The user's own tokens, and what the user may do with them. */

import { useState } from 'preact/hooks';
import { isUsable } from '#core/tokens/state.ts';
import type { MyTokens } from '../../../shared/http/api-types.ts';
import { date } from '../../../shared/i18n/language.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Badge, Empty, Loaded } from '../../../shared/ui/feedback.tsx';
import { Facts, Page } from '../../../shared/ui/page.tsx';
import { TOKEN_TONES } from '../../../shared/ui/token-tones.ts';
import { t } from '../../texts/index.ts';
import { ChangePin } from './change-pin.tsx';
import type { MyToken } from './dialog-props.ts';
import { ReportLost } from './report-lost.tsx';
import { Resynchronise } from './resynchronise.tsx';

const DIALOGS = { lost: ReportLost, resynchronise: Resynchronise, pin: ChangePin } as const;
type Act = keyof typeof DIALOGS;

/** How long before a token expires its user sees a warning, in milliseconds: enough time to get another one. */
const SOON = 60 * 86_400_000;

export function Tokens({ visit }: { visit: Visit }) {
  const tokens = useResource<MyTokens>('me/tokens');
  const [open, setOpen] = useState<{ act: Act; token: MyToken }>();
  const [done, setDone] = useState<string>();
  const Opened = open && DIALOGS[open.act];
  return (
    <Page title={t('tokens.title')}>
      {done !== undefined && (
        <Alert tone="good" live>
          {done}
        </Alert>
      )}
      <Loaded from={tokens}>
        {(data) =>
          data.tokens.length === 0 ? (
            <Empty>{t('tokens.none')}</Empty>
          ) : (
            data.tokens.map((token) => (
              <TokenCard key={token.serial} token={token} onAct={(act) => setOpen({ act, token })} />
            ))
          )
        }
      </Loaded>
      {open && Opened && (
        <Opened
          token={open.token}
          visit={visit}
          onClose={() => setOpen(undefined)}
          onDone={(what) => {
            setOpen(undefined);
            setDone(t(what, { serial: open.token.serial }));
            tokens.reload();
          }}
        />
      )}
    </Page>
  );
}

function TokenCard({ token, onAct }: { token: MyToken; onAct: (act: Act) => void }) {
  const { serial, state, newPinMode, pinStyle, expiresAt, nickname } = token;
  const usable = isUsable(state);
  const soon = usable && expiresAt !== undefined && Date.parse(expiresAt) - Date.now() < SOON;
  const act = (one: Act, label: string, danger = false) => (
    <Button small kind={danger ? 'danger' : 'usual'} name={`${label}: ${serial}`} onClick={() => onAct(one)}>
      {label}
    </Button>
  );
  return (
    <section class="card stack" aria-label={serial}>
      <div class="row apart">
        <h2 class="mono">{nickname ?? serial}</h2>
        <span class="row">
          <Badge tone={TOKEN_TONES[state]}>{t(`state.${state}`)}</Badge>
          {newPinMode && <Badge tone="warn">{t('tokens.new-pin')}</Badge>}
          {soon && <Badge tone="warn">{t('tokens.soon')}</Badge>}
        </span>
      </div>
      <Facts
        of={[
          [t('tokens.serial'), <span class="mono">{serial}</span>],
          [t('tokens.expires'), expiresAt === undefined ? t('tokens.never') : date(expiresAt)],
        ]}
      />
      <div class="row">
        {usable && act('resynchronise', t('tokens.resync'))}
        {usable && pinStyle !== 'none' && !newPinMode && act('pin', t('tokens.pin'))}
        {state !== 'lost' && act('lost', t('tokens.lost'), true)}
      </div>
    </section>
  );
}
