import type { Translation } from '../../../shared/i18n/language.ts';
import type { settings as en } from '../en/settings.ts';

export const settings: Translation<typeof en> = {
  'settings.title': 'Paramètres',
  'settings.lead':
    'Tout ce qui se règle dans ce déploiement. Chaque modification figure au journal avec ses valeurs avant et après.',
  'settings.all': 'Tous les paramètres',
  'settings.group.logon': 'Connexion',
  'settings.group.passwords': 'Mots de passe',
  'settings.group.protection': 'Jetons et verrouillage',
  'settings.group.organisation': 'Organisation et e-mail',
  'settings.group.migration': 'Importations',
  'settings.find': 'Chercher un réglage',
  'settings.find.none': 'Aucun réglage ne correspond. Cherchez d’autres mots, ou affichez-les tous.',
  'settings.only-changed': 'Seulement ce qui diffère de la valeur par défaut',
  'settings.count': { one: '{count} réglage', other: '{count} réglages' },
  'settings.column.setting': 'Réglage',
  'settings.column.value': 'Valeur',
  'settings.column.default': 'Par défaut',
  'settings.changed': 'Modifié',
  'settings.default': 'Par défaut : {value}.',
  'settings.read-only': 'Vous pouvez lire les paramètres. Seul un super-administrateur peut les modifier.',
  'settings.on': 'Activé',
  'settings.off': 'Désactivé',
  'settings.saved': 'Les paramètres sont enregistrés.',
  'settings.sure': 'Enregistrer quand même ?',
  'settings.save-anyway': 'Enregistrer quand même',
  'settings.overtaken':
    'Une autre personne a enregistré ces paramètres pendant votre saisie. Votre saisie est toujours là ; l’enregistrer remplace ces valeurs :',
  'settings.unit.minutes': { one: '{count} minute', other: '{count} minutes' },
  'settings.unit.hours': { one: '{count} heure', other: '{count} heures' },
  'settings.unit.days': { one: '{count} jour', other: '{count} jours' },
  'settings.unit.characters': { one: '{count} caractère', other: '{count} caractères' },
  'settings.unit.percent': '{count} %',
  'settings.range.percent': 'De {min} à {max} %.',
  'settings.range.minutes': 'De {min} à {max} minutes.',
  'settings.range.hours': 'De {min} à {max} heures.',
  'settings.range.days': 'De {min} à {max} jours.',
  'settings.range.characters': 'De {min} à {max} caractères.',
  'settings.range.count': 'De {min} à {max}.',
  'settings.page.self-service-authentication': 'Authentification à la Self-Service Console',
  'settings.page.self-service-authentication.lead':
    'Ce que les utilisateurs prouvent pour se connecter à la Self-Service Console.',
  'settings.page.security-authentication': 'Authentification à la Security Console',
  'settings.page.security-authentication.lead':
    'Ce que les administrateurs prouvent pour se connecter à la Security Console.',
  'settings.page.self-service-features': 'Activer ou désactiver les fonctions de libre-service',
  'settings.page.self-service-features.lead': 'Ce qu’offre la Self-Service Console.',
  'settings.page.security-questions': 'Exigences des questions de sécurité',
  'settings.page.security-questions.lead':
    'À combien de questions les utilisateurs répondent, et quelle question de la source correspond à laquelle des vôtres.',
  'settings.page.internal-database': 'Base de données interne',
  'settings.page.internal-database.lead':
    'Si chaque utilisateur de la base de données interne doit avoir un mot de passe.',
  'settings.page.forgot-password': 'Mot de passe oublié',
  'settings.page.forgot-password.lead':
    'Comment les utilisateurs prouvent qui ils sont avant de choisir un nouveau mot de passe.',
  'settings.page.administrator-reset': 'Réinitialisation par un administrateur',
  'settings.page.administrator-reset.lead': 'Comment les administrateurs redonnent un mot de passe aux utilisateurs.',
  'settings.page.password-policy': 'Règles des mots de passe',
  'settings.page.password-policy.lead':
    'Quels mots de passe sont acceptés. C’est la longueur qui compte, non les caractères spéciaux.',
  'settings.page.token-policy': 'Règles des jetons',
  'settings.page.token-policy.lead': 'Codes d’accès erronés et codes PIN.',
  'settings.page.lockout': 'Verrouillage et limitation',
  'settings.page.lockout.lead': 'Comment les tentatives sont freinées, par compte et par adresse.',
  'settings.page.sessions': 'Sessions',
  'settings.page.sessions.lead': 'Combien de temps dure une connexion.',
  'settings.page.organisation': 'Organisation',
  'settings.page.organisation.lead':
    'Comment les pages et les e-mails vous nomment, et à qui les utilisateurs s’adressent.',
  'settings.page.mail': 'E-mail',
  'settings.page.mail.lead': 'Qui écrit aux utilisateurs, dans quelle langue, et quoi.',
  'settings.page.migration-defaults': 'Valeurs par défaut des importations',
  'settings.page.migration-defaults.lead': 'Ce que fait une importation quand personne n’en décide autrement.',
  'settings.wrong': 'Cette valeur n’est pas acceptée.',
  'settings.warning.closed':
    'Plus personne ne peut se connecter à une console : sa méthode exige quelque chose qui n’est pas offert ici. Modifiez-la avant de vous déconnecter.',
  'settings.warning.guessing':
    'Avec ces limites, des inconnus devinent un code avec une probabilité de plus de 0,1 % par jour. Diminuez le nombre de connexions échouées avant la limite globale.',
  'settings.warning.questions-alone':
    'Les questions de sécurité seules rendent désormais un mot de passe. NIST SP 800-63B-4 et OWASP ASVS 6.4.2 le déconseillent.',
  'settings.method.RSA_Password': 'mot de passe',
  'settings.method.LDAP_Password': 'mot de passe LDAP (pas offert ici)',
  'settings.method.SecurID_Native': 'jeton',
  'settings.method.OnDemand': 'code de jeton à la demande (pas offert ici)',
  'settings.expression.hint':
    'Avec RSA_Password, LDAP_Password, SecurID_Native et OnDemand : « / » signifie ou, « + » signifie et ; + lie plus fort, les parenthèses le plus fort.',
  'settings.expression.common': 'Méthodes courantes',
  'settings.expression.reading': {
    one: 'Il y a une façon de se connecter :',
    other: 'Il y a {count} façons de se connecter :',
  },
  'settings.fault.method': 'Au caractère {position}, il manque une méthode ou une parenthèse ouvrante.',
  'settings.fault.meant': 'Au caractère {position} : écrivez {method}, exactement avec ces majuscules.',
  'settings.fault.operator': 'Au caractère {position}, seuls « / », « + » ou la fin peuvent suivre.',
  'settings.fault.close': 'Au caractère {position}, il manque une parenthèse fermante.',
  'settings.fault.shorter': 'Au plus {position} caractères.',
  'settings.finding.closed':
    'Plus personne ne pourrait se connecter à cette console : chaque façon exige quelque chose qui n’est pas offert ici. Un exploitant devrait y remédier.',
  'settings.finding.unserved':
    'Au moins une de ces façons est impossible : les mots de passe LDAP et les codes à la demande ne sont pas offerts ici.',
  'settings.finding.weaker': 'Jusqu’ici deux preuves sont demandées ; ainsi, une suffirait.',
  'settings.finding.password-alone':
    'Les administrateurs entreraient avec un mot de passe seul. Pour cette console, un jeton est la preuve la plus sûre.',
  'settings.finding.token-not-alone':
    'Les utilisateurs importés n’ont pas encore de mot de passe : si un jeton seul ne suffit pas, ils ne peuvent pas se connecter pour commencer.',
  'settings.finding.yourself': 'Vous-même ne pourriez plus vous connecter avec ce qui vous a servi pour cette session.',
  'settings.aliases': 'Correspondances',
  'settings.aliases.text':
    'Quelle question de la source correspond à quelle question de votre catalogue. Utile seulement là où elles sont écrites différemment ; décidez avant une migration.',
  'settings.aliases.none': 'Pas encore de correspondance.',
  'settings.aliases.count': { one: '{count} correspondance', other: '{count} correspondances' },
  'settings.aliases.new': 'Nouvelle correspondance',
  'settings.aliases.language': 'Langue',
  'settings.aliases.from': 'Question dans la source',
  'settings.aliases.to': 'Question du catalogue',
  'settings.aliases.act': 'Action',
  'settings.aliases.remove': 'Supprimer',
  'settings.aliases.add': 'Ajouter la correspondance',
  'settings.aliases.known': 'Cette question a déjà une correspondance. Supprimez-la d’abord.',
  'settings.aliases.no-sets': 'Le catalogue ne contient pas encore de questions. Importez-en d’abord.',
  'settings.language.no-set': '{language} (pas encore de questions)',
  'problem.settings.not_proved':
    'Connectez-vous avec ce que demande la nouvelle méthode, puis enregistrez : elle pourrait vous exclure.',
  'problem.settings.invalid': 'Un paramètre est hors de ses limites. Vérifiez votre saisie.',
  'problem.settings.expression': 'La méthode d’authentification ne peut pas être lue. Vérifiez-la à l’endroit marqué.',
  'problem.settings.conflict':
    'Une autre personne a enregistré les paramètres entre-temps. Les valeurs les plus récentes sont affichées, et votre saisie est toujours là : regardez les deux, puis enregistrez à nouveau.',
};
