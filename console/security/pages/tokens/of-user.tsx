/** The tokens of one user, and the form to assign another one. */
import { useState } from 'preact/hooks';
import { checkMayHandle } from '#core/administration/tokens/rights.ts';
import { checkMayChangeCredentials } from '#core/administration/users/rights.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import { get, isRefusal, post, query } from '../../../shared/http/api.ts';
import type { Token, TokenAssignment, User } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { CheckField, TextField } from '../../../shared/ui/field.tsx';
import { actorOf, may, reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { TokenActs } from './acts.tsx';
import { TokenBadges, TokenFacts } from './facts.tsx';

type UserTokensProps = {
  owner: User;
  tokens: readonly Token[];
  visit: Visit;
  done: (text: string) => void;
  reload: () => void;
};

export function UserTokens({ owner, tokens, visit, done, reload }: UserTokensProps) {
  const actor = actorOf(visit.me!);
  const assigns =
    reaches(visit.me?.role, 'admin') &&
    may(() => checkMayHandle(actor, owner, true)) &&
    may(() => checkMayChangeCredentials(actor, owner));
  return (
    <>
      {tokens.length === 0 && <p class="soft">{t('tokens.of-user.none')}</p>}
      <ul class="records">
        {tokens.map((token) => (
          <li key={token.serial} class="stack">
            <div class="row apart">
              <h3>
                <a href={hrefOf(['tokens', token.serial])}>{token.serial}</a>
              </h3>
              <TokenBadges token={token} />
            </div>
            <TokenFacts token={token} brief columns />
            <TokenActs token={token} owner={owner} visit={visit} done={done} deleted={reload} reload={reload} />
          </li>
        ))}
      </ul>
      {assigns && <AssignBySerial owner={owner} done={done} />}
    </>
  );
}

/** The administrator types the serial number printed on the token; its version is read when the form is sent. */
export function AssignBySerial({ owner, done }: Pick<UserTokensProps, 'owner' | 'done'>) {
  const [serial, setSerial] = useState('');
  const [clearPin, setClearPin] = useState(true);
  async function run() {
    const typed = serial.trim();
    const { version } = await get<Token>(`admin/token${query({ serial: typed })}`);
    const body: TokenAssignment = { version, userId: owner.userId, clearPin };
    await post<Token>(`admin/token/assign${query({ serial: typed })}`, body);
    setSerial('');
    done(t('tokens.assign.done', { serial: typed, userId: owner.userId }));
  }
  return (
    <div>
      <Act
        label={t('tokens.assign-to')}
        title={t('tokens.assign-to.title', { userId: owner.userId })}
        confirm={t('tokens.assign')}
        run={run}
        atField={(error) => isRefusal(error, 'token.not_found')}
      >
        {(error) => (
          <>
            <TextField
              label={t('tokens.serial')}
              hint={t('tokens.serial.hint')}
              error={isRefusal(error, 'token.not_found') ? t('problem.token.not_found') : undefined}
              autocomplete="off"
              maxLength={64}
              required
              code
              value={serial}
              onValue={setSerial}
            />
            <CheckField
              label={t('tokens.assign.clear-pin')}
              hint={t('tokens.assign.clear-pin.hint')}
              checked={clearPin}
              onChecked={setClearPin}
            />
          </>
        )}
      </Act>
    </div>
  );
}
