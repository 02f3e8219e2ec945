/** Erasing a person everywhere: the user ID is typed once more. */
import { useState } from 'preact/hooks';
import { post, query } from '../../../shared/http/api.ts';
import type { Erasure, ErasureDone } from '../../../shared/http/api-types.ts';
import { CheckField, TextField } from '../../../shared/ui/field.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import type { UserContext } from './context.ts';

/** Step by step, until all reports have been looked through. @returns the lines of reports that named the person */
async function eraseAll(userId: string, asked: Erasure): Promise<number> {
  let lines = 0;
  let next: string | undefined;
  do {
    const body: Erasure = { ...asked, ...(next === undefined ? {} : { next }) };
    const done = await post<ErasureDone>(`admin/user/erase${query({ userId })}`, body);
    lines += done.lines;
    next = done.next;
  } while (next !== undefined);
  return lines;
}

export function Erase({ user, visit, self, erased }: UserContext & { erased: (lines: number) => void }) {
  const { userId, role } = user;
  const [confirm, setConfirm] = useState('');
  const [deleteTokens, setDeleteTokens] = useState(false);
  if (self || role !== undefined || !reaches(visit.me?.role, 'super-admin')) return null;
  return (
    <Section title={t('users.erase.section')}>
      <p class="soft">{t('users.erase.lead')}</p>
      <Act
        label={t('users.erase')}
        title={t('users.erase.title', { userId })}
        confirm={t('users.erase')}
        kind="danger"
        run={async () => erased(await eraseAll(userId, { confirm, deleteTokens }))}
      >
        <p>{t('users.erase.text')}</p>
        <TextField
          label={t('users.erase.confirm')}
          autocomplete="off"
          maxLength={255}
          required
          code
          value={confirm}
          onValue={setConfirm}
        />
        <CheckField
          label={t('users.erase.tokens')}
          hint={t('users.erase.tokens.hint')}
          checked={deleteTokens}
          onChecked={setDeleteTokens}
        />
      </Act>
    </Section>
  );
}
