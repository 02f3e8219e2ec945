import type { Texts } from './model.ts';

export const fr: Texts = {
  greeting: 'Bonjour {name},',
  greetingUnnamed: 'Bonjour,',
  linkHint: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
  closing: 'Des questions ? Contact : {helpDesk}.',
  mails: {
    migration: {
      subject: '{organisation} : votre compte a été transféré – veuillez définir un mot de passe',
      blocks: [
        'Votre compte et votre jeton SecurID ont été transférés vers le nouveau service d’authentification de {organisation}. Votre identifiant reste {userId} et votre jeton fonctionne comme avant. Votre ancien mot de passe n’a pas pu être repris ; veuillez donc en définir un nouveau dès maintenant. Cela prend environ cinq minutes, et il vous faut votre jeton.',
        {
          steps: [
            'Ouvrez la Self-Service Console et connectez-vous avec votre jeton : identifiant {userId}, puis un code de votre jeton, avec votre code PIN. Si vous n’avez jamais eu de code PIN, saisissez uniquement le code du jeton ; vous choisirez d’abord un code PIN.',
            'Configurez vos questions de sécurité : choisissez-les et répondez-y.',
            'Déconnectez-vous.',
            'Sur la page de connexion, cliquez sur « Mot de passe oublié », suivez le lien que nous vous enverrons alors par e-mail et répondez à vos questions de sécurité.',
            'Choisissez votre nouveau mot de passe. Vous pourrez dès lors vous connecter avec celui-ci.',
          ],
        },
        { button: 'Ouvrir la Self-Service Console' },
        'Le lien ouvre la console avec votre identifiant déjà saisi. Il est valable {days} jours et ne donne accès à personne sans votre jeton.',
        'Nous ne vous demanderons jamais votre code PIN, un code de votre jeton ni votre mot de passe par e-mail ou par téléphone.',
      ],
    },
    'recovery-link': {
      subject: '{organisation} : réinitialiser votre mot de passe',
      blocks: [
        'Quelqu’un, probablement vous, a cliqué sur « Mot de passe oublié » pour l’identifiant {userId}.',
        { button: 'Réinitialiser mon mot de passe' },
        'Le lien ne fonctionne qu’une fois et pendant {minutes} minutes seulement.',
        'Si ce n’était pas vous, ignorez ce message : rien n’a changé et votre mot de passe reste valable.',
      ],
    },
    'recovery-not-ready': {
      subject: '{organisation} : connectez-vous avec votre jeton',
      blocks: [
        'Quelqu’un, probablement vous, a cliqué sur « Mot de passe oublié » pour l’identifiant {userId}. Ce n’est pas encore possible pour ce compte.',
        'Veuillez d’abord vous connecter à la Self-Service Console avec votre jeton.',
        { button: 'Se connecter avec le jeton' },
        'Si ce n’était pas vous, ignorez ce message : rien n’a changé.',
      ],
    },
    'password-changed': {
      subject: '{organisation} : votre mot de passe a été modifié',
      blocks: [
        'Le mot de passe de l’identifiant {userId} a été modifié le {time}. Toutes les autres sessions ont été fermées.',
        'Si c’était vous, vous n’avez rien d’autre à faire.',
        'Si ce n’était pas vous, faites immédiatement bloquer votre compte. Contact : {helpDesk}.',
      ],
    },
    'administrator-reset': {
      subject: '{organisation} : choisissez un nouveau mot de passe',
      blocks: [
        'Un administrateur a lancé la réinitialisation du mot de passe de l’identifiant {userId}.',
        { button: 'Choisir un nouveau mot de passe' },
        'Le lien ne fonctionne qu’une fois et pendant {hours} heures seulement. Rien ne change tant que vous n’avez pas choisi de nouveau mot de passe.',
        'Si vous ne l’avez pas demandé, prenez contact : {helpDesk}.',
      ],
    },
    'new-pin-proof': {
      subject: '{organisation} : confirmez votre nouveau code PIN',
      blocks: [
        'Un code PIN va être défini pour un jeton de l’identifiant {userId}. Saisissez ce code sur la page qui le demande :',
        { code: '{code}' },
        'Le code ne fonctionne qu’une fois et pendant {minutes} minutes seulement.',
        'Si ce n’était pas vous, prenez immédiatement contact : {helpDesk}. Quelqu’un d’autre détient peut-être votre jeton.',
      ],
    },
  },
};
