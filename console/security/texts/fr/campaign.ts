import type { Translation } from '../../../shared/i18n/language.ts';
import type { campaign as en } from '../en/campaign.ts';

export const campaign: Translation<typeof en> = {
  'campaign.title': 'E-mails aux utilisateurs',
  'campaign.goes-on': 'Le reste des e-mails part dans une campagne.',
  'campaign.goes-on.show': 'Ouvrir la campagne',
  'campaign.sent': 'Envoyés',
  'campaign.bounced': 'Revenus',
  'campaign.bounced.text': {
    one: '{count} e-mail est revenu : cette boîte n’existe pas. Corrigez l’adresse, ou prévenez cette personne autrement.',
    other:
      '{count} e-mails sont revenus : ces boîtes n’existent pas. Corrigez les adresses, ou prévenez ces personnes autrement.',
  },
  'campaign.bounced.show': 'Voir quels e-mails sont revenus',
  'campaign.complained': 'Signalés comme spam',
  'campaign.complained.text': {
    one: '{count} destinataire a signalé l’e-mail comme spam. Dites-lui autrement qu’il est authentique.',
    other: '{count} destinataires ont signalé l’e-mail comme spam. Dites-leur autrement qu’il est authentique.',
  },
  'campaign.complained.show': 'Voir qui l’a signalé comme spam',
  'campaign.not-informed': 'Non prévenus',
  'campaign.failed': 'Envoi échoué',
  'campaign.claimed': 'Incertain',
  'campaign.claimed.text': {
    one: 'On ne sait pas si {count} e-mail est parti : la réponse s’est perdue. Il n’est pas renvoyé. Demandez à cette personne.',
    other:
      'On ne sait pas si {count} e-mails sont partis : les réponses se sont perdues. Ils ne sont pas renvoyés. Demandez à ces personnes.',
  },
  'campaign.claimed.show': 'Voir quels e-mails sont incertains',
  'campaign.not-needed': 'Pas nécessaire',
  'campaign.not-able': 'Connexion impossible',
  'campaign.not-able.text': {
    one: '{count} utilisateur ne peut pas se connecter et n’a pas été prévenu : désactivé, verrouillé, hors des dates du compte ou sans jeton utilisable. Une importation ultérieure le préviendra une fois cela réglé.',
    other:
      '{count} utilisateurs ne peuvent pas se connecter et n’ont pas été prévenus : désactivés, verrouillés, hors des dates du compte ou sans jeton utilisable. Une importation ultérieure les préviendra une fois cela réglé.',
  },
  'campaign.not-able.show': 'Voir qui ne peut pas se connecter',
  'campaign.not-possible': 'Impossible',
  'campaign.not-possible.text': {
    one: '{count} utilisateur n’a pas été prévenu : aucun jeton seul ne donne accès à la Self-Service Console, ou « Mot de passe oublié » est désactivé.',
    other:
      '{count} utilisateurs n’ont pas été prévenus : aucun jeton seul ne donne accès à la Self-Service Console, ou « Mot de passe oublié » est désactivé.',
  },
  'campaign.not-possible.show': 'Voir qui n’a pas pu être prévenu',
  'campaign.not-informed.text': {
    one: '{count} utilisateur n’a pas d’adresse e-mail. Dites-lui autrement comment se connecter.',
    other: '{count} utilisateurs n’ont pas d’adresse e-mail. Dites-leur autrement comment se connecter.',
  },
  'campaign.not-informed.show': 'Voir qui n’a pas été prévenu',
  'campaign.failed.text': {
    one: '{count} e-mail n’a pas pu être envoyé. Vérifiez l’adresse, ou prévenez cette personne autrement.',
    other: '{count} e-mails n’ont pas pu être envoyés. Vérifiez les adresses, ou prévenez ces personnes autrement.',
  },
  'campaign.failed.show': 'Voir quels e-mails ont échoué',
};
