/** One act of a caller's case, by the dialog that the act has elsewhere. */
import { useState } from 'preact/hooks';
import type { AccountAct } from '#core/administration/users/act.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import { post } from '../../../shared/http/api.ts';
import type { CallerCase, Token, UserToTell } from '../../../shared/http/api-types.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { EditToken, ResynchroniseToken } from '../tokens/acts.tsx';
import { AssignBySerial } from '../tokens/of-user.tsx';
import { TemporaryCode } from '../tokens/temporary-code.tsx';
import type { UserContext } from './context.ts';
import { Reset } from './password.tsx';
import { act as actOn } from './save.ts';

type CallActProps = {
  offered: CallerCase['acts'][number];
  context: UserContext;
  token: Token | undefined;
};

export function CallAct({ offered: { act }, context, token }: CallActProps) {
  const { user, visit, done, reload } = context;
  const of = token && { token, owner: user, visit, done, deleted: reload, reload };
  switch (act) {
    case 'enable-account':
      return <OnAccount {...context} act="enable" />;
    case 'unlock':
      return <OnAccount {...context} act="unlock" />;
    case 'change-dates':
    case 'change-address':
      return (
        <div>
          <LinkButton href={hrefOf(['users', user.userId])}>{t(`callers.act.${act}`)}</LinkButton>
        </div>
      );
    case 'send-mail':
      return <SendMail {...context} />;
    case 'assign-token':
      return <AssignBySerial owner={user} done={done} />;
    case 'reset-link':
    case 'one-time-password':
      return <Password {...context} label={t(`callers.act.${act}`)} />;
    case 'temporary-code':
      return of ? <TemporaryCode {...of} /> : null;
    case 'resynchronise':
      return of ? <ResynchroniseToken {...of} /> : null;
    case 'clear-pin':
      return of ? <EditToken {...of} act="clear-pin" edit={{ clearPin: true }} /> : null;
    case 'found-again':
      return of ? <EditToken {...of} act="found-again" edit={{ lost: false }} /> : null;
    case 'report-lost':
      return of ? <EditToken {...of} act="lost" edit={{ lost: true }} /> : null;
    case 'enable-token':
      return of ? <EditToken {...of} act={of.token.enabled ? 'forget' : 'enable'} edit={{ enabled: true }} /> : null;
  }
}

function OnAccount({ act, ...context }: UserContext & { act: Extract<AccountAct, 'enable' | 'unlock'> }) {
  const { user, done } = context;
  return (
    <div>
      <Act
        label={t(`users.${act}`)}
        title={t(`users.${act}.title`, { userId: user.userId })}
        confirm={t(`users.${act}`)}
        run={async () => done(t(`users.${act}.done`), await actOn(context, act))}
      >
        <p>{t(`users.${act}.text`)}</p>
      </Act>
    </div>
  );
}

function SendMail({ user, done }: UserContext) {
  async function run() {
    const body: UserToTell = { userId: user.userId, mail: 'migration' };
    await post('admin/users/tell', body);
    done(t('callers.mail.done'));
  }
  return (
    <div>
      <Act
        label={t('callers.act.send-mail')}
        title={t('callers.mail.title', { userId: user.userId })}
        confirm={t('callers.act.send-mail')}
        run={run}
      >
        <p>{t('callers.then.send-mail')}</p>
      </Act>
    </div>
  );
}

function Password({ label, ...context }: UserContext & { label: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button small onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && <Reset {...context} onClose={() => setOpen(false)} />}
    </div>
  );
}
