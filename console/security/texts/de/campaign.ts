import type { Translation } from '../../../shared/i18n/language.ts';
import type { campaign as en } from '../en/campaign.ts';

export const campaign: Translation<typeof en> = {
  'campaign.title': 'E-Mails an die Benutzer',
  'campaign.goes-on': 'Die übrigen E-Mails gehen in einer Kampagne hinaus.',
  'campaign.goes-on.show': 'Kampagne öffnen',
  'campaign.sent': 'Gesendet',
  'campaign.bounced': 'Unzustellbar',
  'campaign.bounced.text': {
    one: '{count} E-Mail kam zurück: Dieses Postfach gibt es nicht. Berichtigen Sie die Adresse, oder sagen Sie es der Person auf anderem Weg.',
    other:
      '{count} E-Mails kamen zurück: Diese Postfächer gibt es nicht. Berichtigen Sie die Adressen, oder sagen Sie es den Personen auf anderem Weg.',
  },
  'campaign.bounced.show': 'Zeigen, wessen E-Mail zurückkam',
  'campaign.complained': 'Als Spam gemeldet',
  'campaign.complained.text': {
    one: '{count} Empfänger hat die E-Mail als Spam gemeldet. Sagen Sie ihm auf anderem Weg, dass sie echt ist.',
    other: '{count} Empfänger haben die E-Mail als Spam gemeldet. Sagen Sie ihnen auf anderem Weg, dass sie echt ist.',
  },
  'campaign.complained.show': 'Zeigen, wer sie als Spam gemeldet hat',
  'campaign.not-informed': 'Nicht informiert',
  'campaign.failed': 'Senden fehlgeschlagen',
  'campaign.claimed': 'Ungewiss',
  'campaign.claimed.text': {
    one: 'Ob {count} E-Mail gesendet wurde, ist nicht bekannt: Die Antwort ging verloren. Sie wird nicht noch einmal gesendet. Fragen Sie bei der Person nach.',
    other:
      'Ob {count} E-Mails gesendet wurden, ist nicht bekannt: Die Antworten gingen verloren. Sie werden nicht noch einmal gesendet. Fragen Sie bei den Personen nach.',
  },
  'campaign.claimed.show': 'Zeigen, wessen E-Mail ungewiss ist',
  'campaign.not-needed': 'Nicht nötig',
  'campaign.not-able': 'Kann sich nicht anmelden',
  'campaign.not-able.text': {
    one: '{count} Benutzer kann sich nicht anmelden und wurde nicht benachrichtigt: deaktiviert, gesperrt, außerhalb der Kontodaten oder ohne brauchbaren Token. Ein späterer Import holt das nach, sobald das behoben ist.',
    other:
      '{count} Benutzer können sich nicht anmelden und wurden nicht benachrichtigt: deaktiviert, gesperrt, außerhalb der Kontodaten oder ohne brauchbaren Token. Ein späterer Import holt das nach, sobald das behoben ist.',
  },
  'campaign.not-able.show': 'Zeigen, wer sich nicht anmelden kann',
  'campaign.not-possible': 'Nicht möglich',
  'campaign.not-possible.text': {
    one: '{count} Benutzer wurde nicht informiert: Kein Token allein genügt für die Self-Service Console, oder „Kennwort vergessen“ ist ausgeschaltet.',
    other:
      '{count} Benutzer wurden nicht informiert: Kein Token allein genügt für die Self-Service Console, oder „Kennwort vergessen“ ist ausgeschaltet.',
  },
  'campaign.not-possible.show': 'Zeigen, wer nicht informiert werden konnte',
  'campaign.not-informed.text': {
    one: '{count} Benutzer hat keine E-Mail-Adresse. Sagen Sie dieser Person auf anderem Weg, wie sie sich anmeldet.',
    other:
      '{count} Benutzer haben keine E-Mail-Adresse. Sagen Sie diesen Personen auf anderem Weg, wie sie sich anmelden.',
  },
  'campaign.not-informed.show': 'Zeigen, wer nicht informiert wurde',
  'campaign.failed.text': {
    one: '{count} E-Mail konnte nicht gesendet werden. Prüfen Sie die Adresse, oder sagen Sie es der Person auf anderem Weg.',
    other:
      '{count} E-Mails konnten nicht gesendet werden. Prüfen Sie die Adressen, oder sagen Sie es den Personen auf anderem Weg.',
  },
  'campaign.failed.show': 'Zeigen, wessen E-Mail fehlschlug',
};
