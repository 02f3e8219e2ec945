import type { Texts } from './model.ts';

export const fr: Texts = {
  greeting: 'Bonjour {name},',
  greetingUnnamed: 'Bonjour,',
  linkHint: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
  closing: 'Des questions ? Contact : {helpDesk}.',
  changes: {
    address: {
      title: 'votre adresse e-mail a été modifiée',
      text: 'L’adresse e-mail de l’identifiant {userId} est désormais celle-ci.',
    },
    'address-former': {
      title: 'votre adresse e-mail a été modifiée',
      text: 'Cette adresse n’est plus celle de l’identifiant {userId}. Les messages concernant ce compte n’arrivent plus ici.',
    },
    answers: {
      title: 'vos questions de sécurité ont été modifiées',
      text: 'De nouvelles réponses ont été enregistrées pour les questions de sécurité de l’identifiant {userId}.',
    },
    'answers-cleared': {
      title: 'vos réponses ont été effacées',
      text: 'Les réponses aux questions de sécurité de l’identifiant {userId} ont été effacées. Vous pouvez en définir de nouvelles dans la Self-Service Console.',
    },
    'answers-dropped': {
      title: 'certaines de vos réponses ont été supprimées',
      text: 'Certaines réponses aux questions de sécurité de l’identifiant {userId} ont été supprimées, car ces questions ne sont plus posées. Vous pouvez en choisir d’autres dans la Self-Service Console.',
    },
    pin: {
      title: 'votre code PIN a été modifié',
      text: 'Un nouveau code PIN a été défini pour le jeton {serial} de l’identifiant {userId}.',
    },
    'pin-cleared': {
      title: 'votre code PIN a été effacé',
      text: 'Le code PIN du jeton {serial} de l’identifiant {userId} a été effacé. Vous en choisirez un nouveau lors de la prochaine connexion avec ce jeton.',
    },
    'token-assigned': {
      title: 'un jeton vous a été attribué',
      text: 'Le jeton {serial} a été attribué à l’identifiant {userId}. Il permet de se connecter.',
    },
    'token-unassigned': {
      title: 'un jeton a été retiré de votre compte',
      text: 'Le jeton {serial} n’appartient plus à l’identifiant {userId}.',
    },
    'token-enabled': {
      title: 'votre jeton a été activé',
      text: 'Le jeton {serial} de l’identifiant {userId} a été activé : il permet de se connecter.',
    },
    'token-disabled': {
      title: 'votre jeton a été désactivé',
      text: 'Le jeton {serial} de l’identifiant {userId} a été désactivé : il ne permet plus de se connecter.',
    },
    'token-lost': {
      title: 'votre jeton a été déclaré perdu',
      text: 'Le jeton {serial} de l’identifiant {userId} a été déclaré perdu : il ne permet plus de se connecter.',
    },
    'token-found': {
      title: 'votre jeton est considéré comme retrouvé',
      text: 'Le jeton {serial} de l’identifiant {userId} n’est plus considéré comme perdu : il permet de nouveau de se connecter.',
    },
    'temporary-code': {
      title: 'un code de remplacement existe pour votre jeton perdu',
      text: 'Un code de remplacement a été attribué au jeton perdu {serial} : il tient lieu de code du jeton pour une seule connexion de l’identifiant {userId}. Il ne vaut qu’avec votre code PIN.',
    },
    'temporary-password': {
      title: 'un mot de passe provisoire vous a été attribué',
      text: 'Un mot de passe provisoire a été attribué à l’identifiant {userId}. Il doit être remplacé par le vôtre lors de la prochaine connexion et n’est utilisable que jusqu’au {until}.',
    },
    role: {
      title: 'vos droits d’administration ont été modifiés',
      text: 'Le rôle d’administration de l’identifiant {userId} a été modifié.',
    },
    'user-id': {
      title: 'votre identifiant a été modifié',
      text: 'L’identifiant de votre compte est désormais {userId}. Utilisez-le partout où vous utilisiez l’ancien ; votre jeton et vos réponses ne changent pas.',
    },
    'break-glass': {
      title: 'un administrateur a été créé en urgence',
      text: 'Un opérateur de ce déploiement a créé un autre administrateur avec --break-glass, alors qu’il existe des administrateurs. Le journal nomme l’opérateur et le nouvel administrateur. Vous en êtes informé car l’identifiant {userId} a un rôle.',
    },
  },
  changers: {
    user: 'une personne connectée avec cet identifiant, ou en train de se connecter',
    administrator: 'un administrateur',
    operator: 'un exploitant de ce service',
    import: 'un import depuis l’annuaire de votre organisation',
  },
  waits:
    'Aucun lien de réinitialisation du mot de passe n’est envoyé avant le {until}. D’ici là, un passcode de votre jeton remplace le lien.',
  mails: {
    migration: {
      subject: '{organisation} : votre compte a été transféré – veuillez définir un mot de passe',
      blocks: [
        'Votre compte et votre jeton SecurID ont été transférés vers le nouveau service d’authentification de {organisation}. Votre ancien mot de passe n’a pas pu suivre : veuillez en définir un nouveau. Cela prend environ trois minutes, et il vous faut votre jeton.',
        { button: 'Ouvrir la Self-Service Console' },
        'Votre identifiant reste {userId} et votre jeton fonctionne comme avant. Voici les étapes :',
        {
          steps: [
            'Ouvrez la Self-Service Console et connectez-vous avec votre jeton : identifiant {userId}, puis un code de votre jeton, avec votre code PIN. Si vous n’avez jamais eu de code PIN, saisissez uniquement le code du jeton ; vous choisirez d’abord un code PIN.',
            'Configurez vos questions de sécurité : choisissez-les et répondez-y.',
            'Déconnectez-vous.',
            'Sur la page de connexion, cliquez sur « Mot de passe oublié », suivez le lien que nous vous enverrons alors par e-mail et répondez à vos questions de sécurité.',
            'Choisissez votre nouveau mot de passe. Vous pourrez dès lors vous connecter avec celui-ci.',
          ],
        },
        'Le lien ouvre la console avec votre identifiant déjà saisi. Il est valable {days} jours et ne donne accès à personne sans votre jeton.',
        'Nous ne vous demanderons jamais votre code PIN, un code de votre jeton ni votre mot de passe par e-mail ou par téléphone.',
      ],
    },
    reminder: {
      subject: '{organisation} : votre mot de passe manque encore',
      blocks: [
        'Nous vous avons écrit il y a quelque temps que votre compte et votre jeton SecurID ont été transférés vers le nouveau service d’authentification de {organisation}. Vous n’y avez pas encore défini de mot de passe. Cela prend environ trois minutes, et il vous faut votre jeton.',
        { button: 'Ouvrir la Self-Service Console' },
        'Voici les étapes, pour l’identifiant {userId} :',
        {
          steps: [
            'Ouvrez la Self-Service Console et connectez-vous avec votre jeton : identifiant {userId}, puis un code de votre jeton, avec votre code PIN. Si vous n’avez jamais eu de code PIN, saisissez uniquement le code du jeton ; vous choisirez d’abord un code PIN.',
            'Configurez vos questions de sécurité : choisissez-les et répondez-y.',
            'Déconnectez-vous.',
            'Sur la page de connexion, cliquez sur « Mot de passe oublié », suivez le lien que nous vous enverrons alors par e-mail et répondez à vos questions de sécurité.',
            'Choisissez votre nouveau mot de passe. Vous pourrez dès lors vous connecter avec celui-ci.',
          ],
        },
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
    'recovery-wait': {
      subject: '{organisation} : réinitialisation par lien pas encore possible',
      blocks: [
        'Quelqu’un, probablement vous, a cliqué sur « Mot de passe oublié » pour l’identifiant {userId}. Un administrateur a modifié récemment l’adresse e-mail de ce compte ; nous n’envoyons donc aucun lien avant le {until}. Cela vous protège au cas où cette modification serait une erreur.',
        'Avec votre jeton, vous n’avez pas besoin d’attendre : sur la page « Mot de passe oublié », choisissez la voie avec un passcode au lieu du lien.',
        { button: 'Ouvrir « Mot de passe oublié »' },
        'Si ce n’était pas vous, ignorez ce message : rien n’a changé.',
      ],
    },
    'way-changed': {
      subject: '{organisation} : {title}',
      blocks: [
        '{what}',
        'Cela a été fait le {time} par {who}.',
        'Si vous êtes au courant, vous n’avez rien d’autre à faire.',
        'Sinon, faites immédiatement bloquer votre compte. Contact : {helpDesk}.',
      ],
    },
  },
};
