import type { Translation } from '../../../shared/i18n/language.ts';
import type { frame as en } from '../en/frame.ts';

export const frame: Translation<typeof en> = {
  'frame.console': 'Security Console',
  'frame.logon': 'Connexion à la Security Console',
  'frame.logoff': 'Se déconnecter',
  'frame.ended': 'Votre session est terminée. Reconnectez-vous pour reprendre là où vous en étiez.',
  'frame.change-password': 'Votre mot de passe ne vaut que pour une connexion : choisissez d’abord le vôtre.',
  'frame.change-password.link': 'Choisir un mot de passe dans la Self-Service Console',
  'frame.higher-role': 'Votre rôle n’ouvre pas cette page : il y faut le rôle « {role} ».',
  'frame.group.migration': 'Migration',
  'frame.group.identity': 'Identités',
  'frame.group.setup': 'Configuration',
  'frame.home': 'Vue d’ensemble',
  'logon.passcode': 'Code d’accès (passcode)',
  'next.code': 'Code suivant du jeton (tokencode)',
  'problem.pin.none':
    'Ce jeton n’a pas encore de code PIN : connectez-vous avec le code du jeton (tokencode) pour définir le premier.',
};
