/** `#/packers`: the trusted packers. Every administrator who may import sees the list; a super administrator changes it. */
import { useState } from 'preact/hooks';
import { at, isRefusal, post, remove } from '../../../shared/http/api.ts';
import type { NewPacker, Packer, Packers } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource, useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { Alert, Empty, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { TableBox } from '../../../shared/ui/table.tsx';
import { t } from '../../texts/index.ts';
import { Notice } from '../../ui/notice.tsx';
import { AddPacker } from './add-packer.tsx';

function List({ of: packers, onRemove }: { of: readonly Packer[]; onRemove: ((packer: Packer) => void) | undefined }) {
  return (
    <TableBox cards label={t('packers.title')}>
      <thead>
        <tr>
          <th scope="col">{t('packers.name')}</th>
          <th scope="col">{t('packers.id')}</th>
          <th scope="col">{t('packers.added')}</th>
          {onRemove && (
            <th scope="col">
              <span class="unseen">{t('packers.remove')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {packers.map((packer) => (
          <tr key={packer.id}>
            <th scope="row" class="wrap">
              {packer.name}
            </th>
            <td data-name={t('packers.id')}>
              <code>{packer.id}</code>
            </td>
            <td data-name={t('packers.added')}>
              {dateTime(packer.addedAt)}
              <div class="soft small wrap">{t('packers.added-by', { who: packer.addedBy })}</div>
            </td>
            {onRemove && (
              <td>
                <Button
                  small
                  kind="danger"
                  name={`${t('packers.remove')}: ${packer.name}`}
                  onClick={() => onRemove(packer)}
                >
                  {t('packers.remove')}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function Removal({ of: packer, onDone, onClose }: { of: Packer; onDone: () => void; onClose: () => void }) {
  const { busy, error, submit } = useSubmit(async () => {
    try {
      await remove(`admin/${at('packers', packer.id)}`);
    } catch (failure) {
      // Another administrator has removed it already, which is the wanted result.
      if (!isRefusal(failure, 'packers.not_found')) throw failure;
    }
    onDone();
  });
  return (
    <Dialog title={t('packers.remove.title', { name: packer.name })} onClose={onClose}>
      <p>{t('packers.remove.text')}</p>
      <ErrorAlert error={error} />
      <DialogButtons onCancel={onClose} busy={busy}>
        <Button kind="danger" busy={busy} onClick={() => void submit()}>
          {t('packers.remove')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

export function PackersPage({ visit }: PageProps) {
  const packers = useResource<Packers>('admin/packers');
  const [leaving, setLeaving] = useState<Packer>();
  const [said, setSaid] = useState<{ readonly text: string }>();
  const mayChange = visit.me?.role === 'super-admin';
  return (
    <Page title={t('packers.title')} lead={t('packers.lead')}>
      {!mayChange && <Alert tone="info">{t('packers.read-only')}</Alert>}
      <Notice of={said}>{said?.text}</Notice>
      <Loaded from={packers}>
        {({ packers: known }) => (
          <>
            {known.length === 0 ? (
              <Empty>
                <p>{t('packers.none')}</p>
              </Empty>
            ) : (
              <List of={known} onRemove={mayChange ? setLeaving : undefined} />
            )}
            {mayChange && (
              <AddPacker
                add={async (packer: NewPacker) => {
                  const added = await post<Packer>('admin/packers', packer);
                  setSaid({ text: t('packers.added.said', { name: added.name, id: added.id }) });
                  packers.reload();
                }}
              />
            )}
          </>
        )}
      </Loaded>
      {leaving && (
        <Removal
          of={leaving}
          onDone={() => {
            setLeaving(undefined);
            setSaid({ text: t('packers.removed.said', { name: leaving.name }) });
            packers.reload();
          }}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </Page>
  );
}
