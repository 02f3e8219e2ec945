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
import { t } from '../../texts/index.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Split } from '../../ui/layout.tsx';
import { showOutcome } from '../../ui/outcome.tsx';
import { AddPacker } from './add-packer.tsx';

const columnsOf = (onRemove: ((packer: Packer) => void) | undefined): readonly Column<Packer>[] => [
  { key: 'name', name: t('packers.name'), cell: ({ name }) => name, sort: ({ name }) => name },
  { key: 'id', name: t('packers.id'), cell: ({ id }) => <code>{id}</code> },
  {
    key: 'added',
    name: t('packers.added'),
    sort: ({ addedAt }) => addedAt,
    cell: ({ addedAt, addedBy }) => (
      <>
        {dateTime(addedAt)}
        <div class="soft small">{t('packers.added-by', { who: addedBy })}</div>
      </>
    ),
  },
  ...(onRemove
    ? [
        {
          key: 'remove',
          name: t('settings.aliases.act'),
          cell: (packer: Packer) => (
            <Button small name={`${t('packers.remove')}: ${packer.name}`} onClick={() => onRemove(packer)}>
              {t('packers.remove')}
            </Button>
          ),
        },
      ]
    : []),
];

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
  const mayChange = visit.me?.role === 'super-admin';
  return (
    <Page title={t('packers.title')} lead={t('packers.lead')}>
      {!mayChange && <Alert tone="info">{t('packers.read-only')}</Alert>}
      <Loaded from={packers}>
        {({ packers: known }) => (
          <Split
            aside={
              mayChange && (
                <AddPacker
                  add={async (packer: NewPacker) => {
                    const added = await post<Packer>('admin/packers', packer);
                    showOutcome(t('packers.added.said', { name: added.name, id: added.id }));
                    packers.reload();
                  }}
                />
              )
            }
          >
            {known.length === 0 ? (
              <Empty>
                <p>{t('packers.none')}</p>
              </Empty>
            ) : (
              <DataTable
                label={t('packers.title')}
                columns={columnsOf(mayChange ? setLeaving : undefined)}
                rows={known}
                keyOf={({ id }) => id}
                count={t('packers.count', { count: known.length })}
              />
            )}
          </Split>
        )}
      </Loaded>
      {leaving && (
        <Removal
          of={leaving}
          onDone={() => {
            setLeaving(undefined);
            showOutcome(t('packers.removed.said', { name: leaving.name }));
            packers.reload();
          }}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </Page>
  );
}
