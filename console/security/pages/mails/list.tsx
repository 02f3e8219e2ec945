/** Which mails there are, in which languages, and which of them have texts of their own. */
import { LANGUAGES } from '#core/languages.ts';
import { MAIL_KINDS, type MailKind } from '#core/mail/texts/model.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { MailText } from '../../../shared/http/api-types.ts';
import { currentLanguage, LANGUAGE_NAMES } from '../../../shared/i18n/language.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';

type Row = { readonly kind: MailKind; readonly texts: readonly MailText[] };

function stateOf(text: MailText | undefined) {
  if (text?.faults) return <Badge tone="bad">{t('mail-texts.state.unusable')}</Badge>;
  return text?.own ? <Badge tone="accent">{t('mail-texts.state.own')}</Badge> : t('mail-texts.state.product');
}

export function MailTextList({ texts }: { texts: readonly MailText[] }) {
  const rows: Row[] = MAIL_KINDS.map((kind) => ({ kind, texts: texts.filter((text) => text.kind === kind) }));
  const columns: Column<Row>[] = [
    {
      key: 'kind',
      name: t('mail-texts.kind'),
      cell: ({ kind }) => <a href={hrefOf(['mail-texts', kind, currentLanguage()])}>{t(`mail-texts.kind.${kind}`)}</a>,
    },
    ...LANGUAGES.map(
      (language): Column<Row> => ({
        key: language,
        name: LANGUAGE_NAMES[language],
        cell: ({ kind, texts: of }) => (
          <a href={hrefOf(['mail-texts', kind, language])}>{stateOf(of.find((text) => text.language === language))}</a>
        ),
      }),
    ),
  ];
  return <DataTable label={t('mail-texts.title')} columns={columns} rows={rows} keyOf={({ kind }) => kind} />;
}
