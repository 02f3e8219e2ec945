import type { Translation } from '../../../shared/i18n/language.ts';
import type { settingFields as en } from '../en/setting-fields.ts';

export const settingFields: Translation<typeof en> = {
  'settings.field.consoleAuthentication.selfService': 'Méthode d’authentification de la console',
  'settings.field.consoleAuthentication.security': 'Méthode d’authentification de la console',
  'settings.field.selfServiceFeatures.forgotPasswordLink': 'Afficher le lien « Mot de passe oublié »',
  'settings.hint.selfServiceFeatures.forgotPasswordLink':
    'Sur la page de connexion de la Self-Service Console. La procédure en a besoin.',
  'settings.field.internalDatabase.passwordRequired': 'Mot de passe obligatoire',
  'settings.hint.internalDatabase.passwordRequired':
    'Activé : aucune modification d’un utilisateur sans mot de passe n’est enregistrée si elle n’en apporte pas un. Désactivé : les utilisateurs importés se modifient tels quels.',
  'settings.field.securityQuestions.enrolment': 'Questions auxquelles répondre à l’inscription',
  'settings.hint.securityQuestions.enrolment': 'Au moins autant que pour un nouveau mot de passe.',
  'settings.wrong.securityQuestions.enrolment':
    'Il faut répondre à au moins autant de questions qu’il en est posé pour un nouveau mot de passe.',
  'settings.field.securityQuestions.authentication': 'Questions posées pour un nouveau mot de passe',
  'settings.hint.securityQuestions.authentication': 'Toutes les réponses doivent être justes.',
  'settings.field.securityQuestions.defaultLanguage': 'Langue par défaut',
  'settings.hint.securityQuestions.defaultLanguage': 'Pour les utilisateurs dont la langue n’a pas de questions.',
  'settings.field.securityQuestions.aliases': 'Correspondances',
  'settings.field.recovery.mode': 'Vérification',
  'settings.option.recovery.mode.email-link+questions': 'Un lien par e-mail, puis les questions de sécurité',
  'settings.advice.recovery.mode.email-link+questions':
    'Le choix par défaut. Les réponses seules valent peu ; la preuve est la boîte aux lettres.',
  'settings.option.recovery.mode.email-link+token': 'Un lien par e-mail, puis un code d’accès du jeton',
  'settings.advice.recovery.mode.email-link+token':
    'Le plus sûr : ce qu’accepte NIST SP 800-63B-4. Les utilisateurs ont besoin de leur jeton.',
  'settings.option.recovery.mode.questions': 'Les questions de sécurité seules',
  'settings.advice.recovery.mode.questions':
    'La manière de l’ancienne console. NIST SP 800-63B-4 et OWASP ASVS 6.4.2 la déconseillent : d’autres peuvent connaître ou deviner les réponses. Un premier code PIN demande alors toujours un code reçu par e-mail.',
  'settings.field.recovery.linkMinutes': 'Le lien envoyé est valable',
  'settings.field.recovery.readdressedWaitHours':
    'Après une nouvelle adresse donnée par un administrateur, pas de lien pendant',
  'settings.hint.recovery.readdressedWaitHours':
    'L’ancienne et la nouvelle adresse sont prévenues. D’ici là, un code d’accès remplace le lien. 0 : sans attente.',
  'settings.field.recovery.wrongSetsPerDay': 'Séries de réponses fausses par jour',
  'settings.hint.recovery.wrongSetsPerDay': 'Au-delà, c’est fini pour la journée.',
  'settings.field.recovery.mailsPerUserPerHour': 'E-mails à un utilisateur par heure',
  'settings.field.recovery.mailsPerMailboxPerHour': 'E-mails à une boîte par heure',
  'settings.hint.recovery.mailsPerMailboxPerHour': 'Pour tous les utilisateurs qui la partagent.',
  'settings.field.lockout.failures': 'Échecs avant le verrouillage',
  'settings.field.lockout.windowHours': 'Les échecs sont comptés pendant',
  'settings.hint.lockout.windowHours': 'Ensuite le compte repart de zéro.',
  'settings.field.lockout.lockoutMinutes': 'Un verrouillage dure',
  'settings.field.throttles.logonsPerSourcePerMinute': 'Étapes échouées depuis une adresse par minute',
  'settings.hint.throttles.logonsPerSourcePerMinute': 'Une étape en cours compte comme échouée jusqu’à sa fin.',
  'settings.field.throttles.failedLogonsPerSourcePerDay': 'Connexions échouées depuis une adresse par jour',
  'settings.hint.throttles.failedLogonsPerSourcePerDay': 'Chaque personne qui se connecte de là en compense trois.',
  'settings.field.throttles.failedLogonsPer24PerDay': 'Connexions échouées depuis un réseau IPv4 /24 par jour',
  'settings.hint.throttles.failedLogonsPer24PerDay':
    'Une adresse d’où quelqu’un s’est connecté au cours de la dernière semaine n’est pas jugée d’après les réseaux qui l’entourent.',
  'settings.field.throttles.failedLogonsPer56PerDay': 'Connexions échouées depuis un réseau IPv6 /56 par jour',
  'settings.hint.throttles.failedLogonsPer56PerDay': 'C’est en général ce dont dispose un seul abonné.',
  'settings.field.throttles.failedLogonsPer48PerDay': 'Connexions échouées depuis un réseau IPv6 /48 par jour',
  'settings.field.throttles.failedLogonsOverall':
    'Connexions échouées en six heures, toutes adresses confondues, avant la limite globale',
  'settings.hint.throttles.failedLogonsOverall':
    'Tant que la limite globale est atteinte, chaque code de jeton doit être suivi du code suivant, sauf là où quelqu’un s’est connecté au cours de la dernière semaine. Plus le nombre est élevé, plus un code est facile à deviner.',
  'settings.field.throttles.forgotPasswordPer24PerHour': '« Mot de passe oublié » depuis un réseau IPv4 /24 par heure',
  'settings.field.throttles.forgotPasswordPer56PerHour': '« Mot de passe oublié » depuis un réseau IPv6 /56 par heure',
  'settings.field.throttles.forgotPasswordPer48PerHour': '« Mot de passe oublié » depuis un réseau IPv6 /48 par heure',
  'settings.field.throttles.officeNetworks': 'Réseaux de vos bureaux',
  'settings.hint.throttles.officeNetworks':
    'Un par ligne, par exemple 192.0.2.0/24 ou 2001:db8:1::/48. Leurs limites sont plus élevées.',
  'settings.wrong.throttles.officeNetworks':
    'Au plus {items} réseaux ou adresses, par exemple 192.0.2.0/24 ; IPv4 à partir de /16, IPv6 à partir de /32.',
  'settings.field.throttles.officeFactor': 'Les limites des bureaux sont tant de fois plus élevées',
  'settings.field.throttles.forgotPasswordPerSourcePerHour': '« Mot de passe oublié » depuis une adresse par heure',
  'settings.field.tokenPolicy.wrongPasscodesToNextTokencode': 'Codes d’accès erronés avant de demander le code suivant',
  'settings.field.tokenPolicy.failuresToDisable': 'Codes d’accès erronés de suite qui suspendent un jeton',
  'settings.hint.tokenPolicy.failuresToDisable': 'Son utilisateur le rétablit en donnant deux codes successifs.',
  'settings.field.tokenPolicy.pinMinLength': 'Longueur minimale d’un code PIN',
  'settings.wrong.tokenPolicy.pinMinLength': 'La longueur minimale ne doit pas dépasser la maximale.',
  'settings.field.tokenPolicy.pinMaxLength': 'Longueur maximale d’un code PIN',
  'settings.field.tokenPolicy.pinCharacters': 'Caractères d’un code PIN',
  'settings.option.tokenPolicy.pinCharacters.digits': 'Chiffres',
  'settings.option.tokenPolicy.pinCharacters.alphanumeric': 'Lettres et chiffres',
  'settings.field.tokenPolicy.pinChoice': 'Qui choisit un nouveau code PIN',
  'settings.option.tokenPolicy.pinChoice.user': 'L’utilisateur',
  'settings.option.tokenPolicy.pinChoice.system': 'Le système',
  'settings.option.tokenPolicy.pinChoice.either': 'L’utilisateur, ou le système s’il le souhaite',
  'settings.field.tokenPolicy.pinHistory': 'Anciens codes PIN qui ne peuvent pas resservir',
  'settings.hint.tokenPolicy.pinHistory': '0 : tout code PIN peut resservir.',
  'settings.field.tokenPolicy.temporaryCodeHours': 'Validité d’un code de remplacement pour un jeton perdu',
  'settings.hint.tokenPolicy.temporaryCodeHours':
    'Il tient lieu, une fois, de code du jeton et ne vaut qu’avec le code PIN.',
  'settings.field.tokenPolicy.newPinProof': 'Preuve avant un premier code PIN',
  'settings.hint.tokenPolicy.newPinProof':
    'Si les questions de sécurité suffisent à récupérer un mot de passe, le code est demandé dans tous les cas, quel que soit ce choix.',
  'settings.option.tokenPolicy.newPinProof.none': 'Le code du jeton seul',
  'settings.option.tokenPolicy.newPinProof.mail': 'Aussi un code reçu dans la boîte de l’utilisateur',
  'settings.advice.tokenPolicy.newPinProof.mail':
    'Pour que personne ne puisse s’approprier un jeton neuf trouvé. Sans boîte aux lettres, il faut un administrateur.',
  'settings.field.passwordPolicy.minLength': 'Longueur minimale',
  'settings.hint.passwordPolicy.minLength': 'Là où le mot de passe suffit. NIST SP 800-63B-4 en demande au moins 15.',
  'settings.wrong.passwordPolicy.minLength': 'Au moins 15 caractères : avec cette longueur, le mot de passe suffit.',
  'settings.field.passwordPolicy.minLengthWithToken': 'Longueur minimale là où un jeton est toujours demandé aussi',
  'settings.hint.passwordPolicy.minLengthWithToken': 'Au plus la longueur ci-dessus.',
  'settings.wrong.passwordPolicy.minLengthWithToken': 'Elle ne doit pas dépasser la longueur minimale ci-dessus.',
  'settings.field.passwordPolicy.leastStrength': 'Force minimale',
  'settings.hint.passwordPolicy.leastStrength':
    'La difficulté à deviner un mot de passe, selon l’estimation que la page affiche pendant la saisie. Rangées de touches, suites, dates et mots courants comptent peu.',
  'settings.option.passwordPolicy.leastStrength.any': 'Toutes',
  'settings.option.passwordPolicy.leastStrength.fair': 'Moyenne',
  'settings.option.passwordPolicy.leastStrength.good': 'Bonne',
  'settings.option.passwordPolicy.leastStrength.very-good': 'Très bonne',
  'settings.field.passwordPolicy.history': 'Anciens mots de passe qui ne peuvent pas resservir',
  'settings.hint.passwordPolicy.history': '0 : tout mot de passe peut resservir.',
  'settings.field.passwordPolicy.words': 'Mots propres à votre organisation',
  'settings.hint.passwordPolicy.words':
    'Un par ligne, de {min} à {max} caractères : noms de produits, de sites, d’équipes. Les mots de passe qui en contiennent un sont refusés.',
  'settings.wrong.passwordPolicy.words': 'Au plus {items} mots de {min} à {max} caractères.',
  'settings.field.passwordPolicy.breachedPasswords': 'Refuser les mots de passe connus par des fuites',
  'settings.hint.passwordPolicy.breachedPasswords':
    'Seuls les 5 premiers caractères d’une empreinte quittent le déploiement, jamais le mot de passe.',
  'settings.field.passwordPolicy.breachedPasswordsUrl': 'Qui est interrogé sur les fuites',
  'settings.hint.passwordPolicy.breachedPasswordsUrl':
    'Have I Been Pwned, ou votre propre miroir de ce service. Se termine par une barre oblique.',
  'settings.wrong.passwordPolicy.breachedPasswordsUrl':
    'Une adresse https qui se termine par une barre oblique, sans nom d’utilisateur, requête ni fragment.',
  'settings.field.administratorReset.allowTypedPassword':
    'Les administrateurs peuvent saisir le mot de passe d’un utilisateur',
  'settings.hint.administratorReset.allowTypedPassword':
    'L’utilisateur doit le changer à la prochaine connexion. Désactivé : seulement des liens et des mots de passe à usage unique.',
  'settings.field.administratorReset.linkHours': 'Le lien envoyé est valable',
  'settings.field.administratorReset.temporaryPasswordHours':
    'Un mot de passe attribué par un administrateur est valable',
  'settings.hint.administratorReset.temporaryPasswordHours':
    'De même s’il a été saisi. Après la première utilisation, il expire au bout de 30 minutes.',
  'settings.field.administratorReset.temporaryPasswordsPerHour':
    'Mots de passe qu’un administrateur peut attribuer par heure',
  'settings.field.sessions.displayHours': 'Un affichage mural dure',
  'settings.hint.sessions.displayHours':
    'Il ne montre que des nombres, sans noms. Ensuite il demande une nouvelle connexion.',
  'settings.field.sessions.idleMinutes': 'Se termine sans requête après',
  'settings.field.sessions.overallHours': 'Se termine dans tous les cas après',
  'settings.field.organisation.name': 'Nom',
  'settings.hint.organisation.name': 'En tête de chaque page et dans chaque e-mail.',
  'settings.field.organisation.helpDesk': 'Centre d’assistance',
  'settings.hint.organisation.helpDesk':
    'À qui s’adresser : un numéro de téléphone, une adresse, un nom. Il termine la phrase « Des questions ? Contact : … ».',
  'settings.field.mail.from': 'Expéditeur',
  'settings.hint.mail.from': 'Exactement une adresse, sans nom. Le service d’e-mail doit la connaître.',
  'settings.field.mail.senderName': 'Nom de l’expéditeur',
  'settings.hint.mail.senderName': 'Affiché à côté de l’adresse. Vide : le nom de l’organisation.',
  'settings.field.mail.replyTo': 'Les réponses vont à',
  'settings.hint.mail.replyTo': 'Exactement une adresse, sans nom. Vide : les réponses vont à l’expéditeur.',
  'settings.wrong.mail.replyTo': 'Saisissez exactement une adresse e-mail, ou rien.',
  'settings.field.mail.sandbox': 'Envoyer dans le bac à sable d’Amazon SES',
  'settings.hint.mail.sandbox':
    'Pour un essai : seuls les destinataires vérifiés par Amazon SES reçoivent un e-mail ; les autres sont listés comme refusés.',
  'settings.field.mail.defaultLanguage': 'Langue par défaut',
  'settings.hint.mail.defaultLanguage': 'Pour les utilisateurs dont la langue n’est pas l’une de celles-ci.',
  'settings.field.mail.linkDays': 'Le lien de l’e-mail de migration est valable',
  'settings.hint.mail.linkDays': 'Il ouvre la console avec l’identifiant rempli et n’accorde rien par lui-même.',
  'settings.field.mail.toleratedReturnsPercent': 'E-mails retournés qui arrêtent une campagne',
  'settings.hint.mail.toleratedReturnsPercent': 'Sur au moins 100 e-mails : refusés ou signalés comme indésirables.',
  'settings.field.mail.campaignDays': 'Une campagne doit s’achever en',
  'settings.hint.mail.campaignDays':
    'Celle qui devrait durer plus longtemps est signalée en retard, et une alarme sonne.',
  'settings.field.reminders.everyDays': 'Rappels après',
  'settings.hint.reminders.everyDays':
    'Les utilisateurs qui ont été prévenus, peuvent se connecter et n’ont pas encore de mot de passe reçoivent un rappel tant de jours après le dernier e-mail. 0 : aucun ne part de lui-même.',
  'settings.field.reminders.atMost': 'Rappels par utilisateur, au plus',
  'settings.field.migration.policy': 'Utilisateurs et jetons déjà présents',
  'settings.option.migration.policy.correct': 'Corriger ce qui n’a pas servi',
  'settings.advice.migration.policy.correct':
    'Les utilisateurs et jetons qui n’ont pas encore servi ici suivent l’export le plus récent de leur source ; pour les autres, seuls les noms et la langue.',
  'settings.option.migration.policy.skip': 'Les laisser tels quels',
  'settings.advice.migration.policy.skip': 'Rien n’y est modifié.',
  'settings.option.migration.policy.update': 'Mettre à jour noms et langue',
  'settings.advice.migration.policy.update':
    'Jamais les mots de passe, codes PIN, réponses, adresses, dates ou verrouillages.',
  'settings.option.migration.policy.fail': 'Ne rien écrire du tout',
  'settings.advice.migration.policy.fail': 'L’importation s’arrête avant de commencer si quoi que ce soit existe déjà.',
  'settings.field.migration.toleratedRejects': 'Enregistrements rejetés tolérés',
  'settings.hint.migration.toleratedRejects': 'Au-delà, l’exécution échoue.',
  'settings.field.migration.packageDays': 'Les paquets sont conservés',
  'settings.hint.migration.packageDays': 'Ensuite le fichier envoyé est supprimé.',
  'settings.field.migration.signatureDays': 'Âge maximal de la signature d’un paquet',
  'settings.hint.migration.signatureDays': 'Les paquets plus anciens sont refusés.',

  'settings.field.corrections.told': 'Corrections des personnes qui ont déjà reçu leur e-mail',
  'settings.option.corrections.told.confirm': 'Attendre l’accord d’un super-administrateur',
  'settings.advice.corrections.told.confirm':
    'Adresse, réponses, graine, PIN et jetons restent tels quels jusqu’à la confirmation : la clé volée d’un empaqueteur ne s’empare d’aucune de ces personnes.',
  'settings.option.corrections.told.apply': 'Suivre l’export immédiatement',
  'settings.advice.corrections.told.apply': 'Adresse, réponses, graine, PIN et jetons changent sans autre question.',
  'settings.field.corrections.beforeImageDays': 'Délai pendant lequel un import peut être annulé',
  'settings.hint.corrections.beforeImageDays':
    'L’état des personnes et des jetons avant un import est conservé, chiffré, pendant ce délai.',
};
