/** What a text may name in braces, what each stands for, and a button that puts it where the cursor is. */
import { LINE_PLACEHOLDERS } from '#core/mail/placeholders.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { TableBox } from '../../../shared/ui/table.tsx';
import { t } from '../../texts/index.ts';

export type Placeholder =
  | 'name'
  | 'userId'
  | 'organisation'
  | 'helpDesk'
  | 'link'
  | 'days'
  | 'minutes'
  | 'hours'
  | 'time'
  | 'code'
  | 'until'
  | 'title'
  | 'what'
  | 'who';

type PlaceholdersProps = {
  names: readonly string[];
  required: readonly string[];
  /** Absent: the reader changes nothing. */
  onInsert?: ((name: string) => void) | undefined;
};

export function Placeholders({ names, required, onInsert }: PlaceholdersProps) {
  return (
    <div class="stack">
      <h2>{t('mail-texts.placeholders')}</h2>
      <p class="soft">{t('mail-texts.placeholders.text')}</p>
      <TableBox cards dense label={t('mail-texts.placeholders')}>
        <thead>
          <tr>
            <th scope="col">{t('mail-texts.placeholder')}</th>
            <th scope="col">{t('mail-texts.placeholder.means')}</th>
            {onInsert && <th scope="col">{t('mail-texts.placeholder.act')}</th>}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">
                <code>{`{${name}}`}</code>{' '}
                {required.includes(name) && <Badge>{t('mail-texts.placeholder.required')}</Badge>}
              </th>
              <td data-name={t('mail-texts.placeholder.means')}>
                {t(`mail-texts.placeholder.is.${name as Placeholder}`)}
                {LINE_PLACEHOLDERS.includes(name) && ` ${t('mail-texts.placeholder.line')}`}
              </td>
              {onInsert && (
                <td data-name={t('mail-texts.placeholder.act')}>
                  <Button
                    small
                    name={t('mail-texts.insert.name', { name: `{${name}}` })}
                    onClick={() => onInsert(name)}
                  >
                    {t('mail-texts.insert')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </TableBox>
    </div>
  );
}
