/** The actions on one token and the roles that may take them; each sends the version that was read. */
import { useState } from 'preact/hooks';
import { checkMayHandle } from '#core/administration/tokens/rights.ts';
import type { Handled } from '#core/administration/users/rights.ts';
import { checkMayChangeCredentials } from '#core/administration/users/rights.ts';
import { isRefusal, patch, post, query } from '../../../shared/http/api.ts';
import type { Token, TokenAssignment, TokenEdit } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { CheckField, TextField } from '../../../shared/ui/field.tsx';
import { actorOf, may, reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { TemporaryCode } from './temporary-code.tsx';

export type TokenActsProps = {
  token: Token;
  /** The user it is assigned to; undefined where it is unassigned. */
  owner: Handled | undefined;
  visit: Visit;
  done: (text: string) => void;
  /** The token is gone. */
  deleted: () => void;
  /** Reads the token again after another administrator has changed it. */
  reload: () => void;
};

/** Reads the token again where another administrator has changed it. @throws Refusal, Unreachable */
async function act(of: Pick<TokenActsProps, 'reload'>, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (isRefusal(error, 'token.conflict', 'token.not_found', 'token.assigned', 'token.unassigned', 'token.in_use'))
      of.reload();
    throw error;
  }
}
const path = (serial: string, act = '') => `admin/token${act}${query({ serial })}`;

export function TokenActs(props: TokenActsProps) {
  const { token, owner, visit } = props;
  const actor = actorOf(visit.me!);
  const takes = may(() => checkMayHandle(actor, owner, false));
  const own = !may(() => checkMayHandle(actor, owner, true));
  const changes = may(() => checkMayChangeCredentials(actor, owner));
  const gives = !own && changes;
  const assigns = reaches(visit.me!.role, 'admin');
  if (!takes) return <p class="soft">{t('problem.user.higher_role')}</p>;
  return (
    <div class="stack tight">
      <div class="row">
        {(token.enabled || gives) && (
          <EditToken {...props} act={token.enabled ? 'disable' : 'enable'} edit={{ enabled: !token.enabled }} />
        )}
        {(!token.lost || gives) && (
          <EditToken {...props} act={token.lost ? 'found-again' : 'lost'} edit={{ lost: !token.lost }} />
        )}
        {gives && token.enabled && token.failures > 0 && <EditToken {...props} act="forget" edit={{ enabled: true }} />}
        {gives && token.pinStyle !== 'none' && !token.newPinMode && (
          <EditToken {...props} act="clear-pin" edit={{ clearPin: true }} />
        )}
        {gives && token.lost && token.assignee !== undefined && token.pinStyle !== 'none' && !token.newPinMode && (
          <TemporaryCode {...props} />
        )}
        {gives && <ResynchroniseToken {...props} />}
        {assigns && changes && token.assignee !== undefined && <Unassign {...props} />}
        {assigns && token.assignee === undefined && <Assign {...props} />}
        {assigns && token.assignee === undefined && <Delete {...props} />}
      </div>
      {!gives && <p class="soft small">{t(own ? 'problem.token.own' : 'problem.user.role_holder')}</p>}
    </div>
  );
}

type EditProps = TokenActsProps & {
  act: 'disable' | 'enable' | 'lost' | 'found-again' | 'forget' | 'clear-pin';
  edit: Omit<TokenEdit, 'version'>;
};
const DANGEROUS = ['disable', 'lost', 'clear-pin'];

export function EditToken({ act: name, edit, token, done, reload }: EditProps) {
  const { serial, version } = token;
  async function run() {
    await act({ reload }, () => patch<Token>(path(serial), { version, ...edit }));
    done(t(`tokens.${name}.done`, { serial }));
  }
  return (
    <Act
      label={t(`tokens.${name}`)}
      name={`${t(`tokens.${name}`)}: ${serial}`}
      title={t(`tokens.${name}.title`, { serial })}
      confirm={t(`tokens.${name}`)}
      kind={DANGEROUS.includes(name) ? 'danger' : 'usual'}
      run={run}
    >
      <p>{t(`tokens.${name}.text`)}</p>
    </Act>
  );
}

export function ResynchroniseToken({ token, done, reload }: TokenActsProps) {
  const { serial, version } = token;
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const plain = (code: string) => code.replace(/\s/gu, '');
  async function run() {
    const body = { version, tokencode: plain(first), nextTokencode: plain(second) };
    await act({ reload }, () => post<Token>(path(serial, '/resynchronise'), body));
    setFirst('');
    setSecond('');
    done(t('tokens.resync.done', { serial }));
  }
  const code = { autocomplete: 'off', inputMode: 'numeric', maxLength: 64, code: true, required: true } as const;
  return (
    <Act
      label={t('tokens.resync')}
      name={`${t('tokens.resync')}: ${serial}`}
      title={t('tokens.resync.title', { serial })}
      confirm={t('tokens.resync')}
      run={run}
    >
      <p>{t('tokens.resync.text')}</p>
      <TextField label={t('tokens.resync.first')} {...code} value={first} onValue={setFirst} />
      <TextField
        label={t('tokens.resync.second')}
        hint={t('tokens.resync.second.hint')}
        {...code}
        value={second}
        onValue={setSecond}
      />
    </Act>
  );
}

function Unassign({ token, done, reload }: TokenActsProps) {
  const { serial, version } = token;
  async function run() {
    await act({ reload }, () => post<Token>(path(serial, '/unassign'), { version }));
    done(t('tokens.unassign.done', { serial }));
  }
  return (
    <Act
      label={t('tokens.unassign')}
      name={`${t('tokens.unassign')}: ${serial}`}
      title={t('tokens.unassign.title', { serial })}
      confirm={t('tokens.unassign')}
      kind="danger"
      run={run}
    >
      <p>{t('tokens.unassign.text')}</p>
    </Act>
  );
}

function Delete({ token, deleted, reload }: TokenActsProps) {
  const { serial, version } = token;
  async function run() {
    await act({ reload }, () => post<void>(path(serial, '/delete'), { version }));
    deleted();
  }
  return (
    <Act
      label={t('tokens.delete')}
      name={`${t('tokens.delete')}: ${serial}`}
      title={t('tokens.delete.title', { serial })}
      confirm={t('tokens.delete')}
      kind="danger"
      run={run}
    >
      <p>{t('tokens.delete.text')}</p>
    </Act>
  );
}

function Assign({ token, done, reload }: TokenActsProps) {
  const { serial, version } = token;
  const [userId, setUserId] = useState('');
  const [clearPin, setClearPin] = useState(true);
  async function run() {
    const body: TokenAssignment = { version, userId: userId.trim(), clearPin };
    await act({ reload }, () => post<Token>(path(serial, '/assign'), body));
    done(t('tokens.assign.done', { serial, userId: userId.trim() }));
  }
  return (
    <Act
      label={t('tokens.assign')}
      name={`${t('tokens.assign')}: ${serial}`}
      title={t('tokens.assign.title', { serial })}
      confirm={t('tokens.assign')}
      run={run}
    >
      <TextField
        label={t('users.id')}
        autocomplete="off"
        maxLength={255}
        required
        code
        value={userId}
        onValue={setUserId}
      />
      <CheckField
        label={t('tokens.assign.clear-pin')}
        hint={t('tokens.assign.clear-pin.hint')}
        checked={clearPin}
        onChecked={setClearPin}
      />
    </Act>
  );
}
