import type { Translation } from '../../../shared/i18n/language.ts';
import type { frame as en } from '../en/frame.ts';

export const frame: Translation<typeof en> = {
  'frame.console': 'Security Console',
  'frame.logon': 'An der Security Console anmelden',
  'frame.logoff': 'Abmelden',
  'frame.ended': 'Ihre Sitzung ist beendet. Melden Sie sich wieder an, um dort weiterzumachen, wo Sie waren.',
  'frame.change-password': 'Ihr Passwort gilt nur für eine Anmeldung: Legen Sie zuerst ein eigenes fest.',
  'frame.change-password.link': 'Passwort in der Self-Service Console festlegen',
  'frame.higher-role': 'Ihre Rolle öffnet diese Seite nicht: Dafür ist die Rolle „{role}“ nötig.',
  'frame.group.migration': 'Migration',
  'frame.group.identity': 'Identitäten',
  'frame.group.setup': 'Einrichtung',
  'frame.home': 'Überblick',
  'logon.passcode': 'Passcode',
  'next.code': 'Nächster Tokencode',
  'problem.pin.none': 'Dieses Token hat noch keine PIN: Melden Sie sich mit dem Tokencode an, um die erste zu setzen.',
};
