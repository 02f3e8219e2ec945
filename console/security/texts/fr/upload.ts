import type { Translation } from '../../../shared/i18n/language.ts';
import type { upload as en } from '../en/upload.ts';

export const upload: Translation<typeof en> = {
  'upload.title': 'Envoi',
  'upload.lead':
    'Un paquet va de cet appareil directement dans le stockage. Rien ne commence avant que vous le demandiez.',
  'upload.drop': 'Déposez ici le paquet d’exportation',
  'upload.drop.hint': 'Le fichier ZIP écrit par landfall pack.',
  'upload.choose': 'Choisir un fichier',
  'upload.none': 'Pas encore de paquet ?',
  'upload.none.link': 'Comment en faire un',
  'upload.fault.empty': '{name} est vide. Choisissez le fichier écrit par landfall pack.',
  'upload.fault.not-zip': '{name} n’est pas un fichier ZIP. Choisissez le fichier écrit par landfall pack.',
  'upload.fault.truncated': '{name} est coupé : il manque la fin. Copiez-le à nouveau depuis son lieu d’origine.',
  'upload.fault.not-package':
    '{name} est un fichier ZIP, mais pas un paquet d’exportation. Prenez le fichier tel que landfall pack l’a écrit ; ne le décompressez pas pour le recompresser.',
  'upload.fault.too-large':
    '{name} dépasse ce que le stockage accepte (5 Tio). Répartissez l’export sur plusieurs paquets.',
  'upload.fault.unreadable':
    '{name} est illisible. Est-ce un dossier, ou a-t-il été déplacé ? Choisissez-le à nouveau.',
  'upload.fault.several': 'Un paquet à la fois, s’il vous plaît. Choisissez un seul fichier.',
  'upload.phase.preparing': 'Préparation …',
  'upload.phase.sending': 'Envoi en cours. Vous pouvez consulter d’autres pages ; gardez cet onglet ouvert.',
  'upload.phase.trouble': 'La connexion est mauvaise. Les tentatives reprennent d’elles-mêmes, et rien n’est perdu.',
  'upload.phase.paused': 'En pause. Les parties arrivées sont gardées un jour ; celles en cours seront renvoyées.',
  'upload.phase.finishing': 'Tout est envoyé. Les parties sont assemblées …',
  'upload.phase.done': 'Terminé.',
  'upload.phase.failed': 'L’envoi s’est arrêté. Les parties arrivées sont gardées un jour.',
  'upload.progress': 'Envoi de {name}',
  'upload.sent': '{sent} sur {size}',
  'upload.rate': '{size} par seconde',
  'upload.resumed': 'Un envoi antérieur de ce fichier se poursuit : seul ce qui manque est envoyé.',
  'upload.pause': 'Pause',
  'upload.go-on': 'Poursuivre',
  'upload.cancel': 'Annuler l’envoi',
  'upload.cancel.title': 'Annuler cet envoi ?',
  'upload.cancel.text':
    'L’envoi s’arrête. Si vous choisissez à nouveau le même fichier dans la journée, il reprend où il en était.',
  'upload.cancel.not': 'Continuer l’envoi',
  'upload.no-answer':
    'Le stockage ne répond pas. Vérifiez votre connexion, puis poursuivez : ce qui est envoyé est gardé.',
  'upload.refused':
    'Le stockage a refusé une partie (HTTP {status}). Poursuivez pour réessayer ; si cela persiste, prévenez l’exploitant.',
  'upload.gone':
    'Cet envoi n’existe plus : il a été abandonné après un jour. Choisissez le fichier à nouveau pour recommencer.',
  'upload.choose-again': 'Choisir le fichier à nouveau',
  'upload.done': '{name} est dans le stockage.',
  'upload.earlier': 'Envois antérieurs depuis cet appareil',
  'upload.earlier.broken': 'Interrompu. Choisissez à nouveau le même fichier pour reprendre où il en était.',
  'upload.earlier.complete': 'Complet, sans aperçu pour le moment.',
  'upload.forget': 'Oublier',
  'export-key.title': 'Clé d’exportation',
  'export-key.lead': 'Qui prépare un export le chiffre avec cette clé. Seul ce déploiement peut l’ouvrir.',
  'export-key.key': 'Clé publique',
  'export-key.key.text': 'Elle n’est pas secrète. Portez-la à l’ancien déploiement, et comparez-y l’empreinte.',
  'export-key.fingerprint': 'Empreinte',
  'export-key.fingerprint.text':
    'landfall pack et landfall inspect affichent la même empreinte, celle du destinataire.',
  'export-key.pem': 'Clé publique au format PEM',
  'export-key.download': 'Télécharger {file}',
  'pack.title': 'Préparer un paquet',
  'pack.lead': 'À l’ancien déploiement, là où se trouvent son annuaire et les fichiers de jetons :',
  'pack.step.key': 'Déposez-y {file}.',
  'pack.step.packer':
    'Créez une fois la clé propre du préparateur. Il faut faire confiance ici à sa moitié publique, packer.pub.pem.',
  'pack.step.packer.command': 'commande pour la clé du préparateur',
  'pack.step.pack': 'Préparez le paquet. Dites ce que vous avez, puis copiez la commande :',
  'pack.to-packers': 'Vers les préparateurs',
  'pack.people': 'Les utilisateurs viennent',
  'pack.people.ldif': 'd’un fichier LDIF',
  'pack.people.csv': 'd’un fichier CSV',
  'pack.people.ldap': 'd’un annuaire LDAP en service',
  'pack.source': 'Source d’identité là-bas',
  'pack.source.external': 'externe (annuaire LDAP)',
  'pack.source.internal': 'base interne',
  'pack.name': 'Nom de l’ancien déploiement',
  'pack.name.hint': 'Ses paquets et ses exécutions figurent sous ce nom. Facultatif.',
  'pack.answers': 'Avec les réponses aux questions de sécurité (answers.csv)',
  'pack.command': 'Commande landfall pack',
  'pack.files':
    'Remplacez les noms de fichiers par les vôtres. --tokens peut être répété ; landfall pack --help dit ce qu’il y a d’autre.',
  'pack.then': 'Apportez ensuite export.zip ici.',
  'pack.to-upload': 'Vers l’envoi',
  'packers.title': 'Préparateurs',
  'packers.lead': 'Ceux dont les paquets sont acceptés. Un paquet que personne de cette liste n’a signé est refusé.',
  'packers.read-only': 'Seul un super-administrateur modifie cette liste.',
  'packers.none': 'Personne n’a encore la confiance de ce déploiement : aucun paquet ne serait accepté.',
  'packers.name': 'Nom',
  'packers.name.hint': 'Qui prépare, et où. Pour les personnes ; rien n’en dépend.',
  'packers.id': 'Empreinte',
  'packers.added': 'Ajouté',
  'packers.added-by': 'par {who}',
  'packers.added.said': '{name} a désormais la confiance de ce déploiement. Empreinte : {id}',
  'packers.count': { one: '{count} préparateur', other: '{count} préparateurs' },
  'packers.remove': 'Retirer',
  'packers.remove.title': 'Retirer {name} ?',
  'packers.remove.text':
    'Les paquets signés avec cette clé sont désormais refusés. Ce qui a déjà été importé reste tel quel.',
  'packers.removed.said': '{name} n’a plus la confiance de ce déploiement.',
  'packers.add': 'Faire confiance à un autre préparateur',
  'packers.add.text':
    'Comparez l’empreinte avec son propriétaire par un autre moyen, au téléphone par exemple : qui détient la moitié privée peut amener des utilisateurs ici.',
  'packers.key': 'Clé publique',
  'packers.key.hint': 'Le contenu de packer.pub.pem : une clé Ed25519 en PEM ou en base64.',
  'packers.key.private':
    'C’est une clé privée. Elle n’a pas été envoyée. Gardez-la là où les paquets sont préparés, et donnez la moitié publique : packer.pub.pem.',
  'packers.key.too-large': 'C’est trop long pour une clé publique. Donnez le contenu de packer.pub.pem.',
  'packers.key.unreadable': 'Ce fichier ne peut pas être lu comme une clé. Choisissez packer.pub.pem.',
  'packers.file': 'La lire dans un fichier',
  'packers.add.do': 'Faire confiance à ce préparateur',
  'problem.packers.key_invalid':
    'Ce n’est pas une clé publique Ed25519. Donnez ce que landfall packers new-key a affiché.',
  'problem.packers.exists': 'Cette clé est déjà de confiance.',
  'problem.packers.not_found': 'Ce préparateur n’est plus dans la liste.',
  'problem.role.required': 'Votre rôle ne va pas jusque-là. Demandez à un administrateur d’un rôle supérieur.',
  'problem.upload.key': 'Le stockage ne connaît pas cet envoi. Recommencez l’envoi.',
  'problem.upload.incomplete': 'Il manque des parties. Poursuivez pour qu’elles soient renvoyées.',
  'problem.upload.not_found': 'Cet envoi n’existe plus. Recommencez-le.',
  'problem.upload.too_large': 'Un paquet peut faire au plus 5 Tio. Répartissez l’export sur plusieurs paquets.',
  'problem.run.key': 'Ce fichier n’est pas sous staged/ ni uploads/.',
  'problem.run.not_found': 'Cette exécution n’existe pas. L’adresse est peut-être mal saisie.',
  'problem.run.running': 'Ce paquet est en cours d’importation. Attendez que ce soit terminé.',
  'problem.run.done': 'Ce paquet a déjà été importé. Ne l’importez à nouveau que si c’est bien ce que vous voulez.',
  'problem.run.not_previewed': 'Faites d’abord un aperçu de ce paquet avec les mêmes options, il y a moins d’un jour.',
  'problem.run.not_failed': 'Cette exécution n’a pas échoué : il n’y a rien à reprendre.',
  'problem.run.superseded': 'Une exécution plus récente de cette source a commencé. Importez le paquet de nouveau.',
  'problem.source.busy': 'Une autre exécution de cette source écrit en ce moment. Attendez qu’elle soit terminée.',
  'problem.source.closed': 'Cette source est fermée : rien n’en est importé.',
  'problem.source.not_found': 'Il n’existe aucune source de ce nom.',
  'problem.renames.invalid':
    'La liste des autres identifiants nomme deux fois un utilisateur, ou donne le même identifiant à deux d’entre eux.',
  'problem.campaign.not_found': 'Cette campagne n’existe pas. L’adresse est peut-être mal saisie.',
  'problem.campaign.state': 'La campagne n’est plus dans cet état. Regardez-la de nouveau.',
  'problem.campaign.unknown_people': 'Aucun utilisateur de la liste n’est ici. Comparez les identifiants.',
  'problem.campaign.time': 'Indiquez un moment à venir, d’ici un an.',
  'problem.campaign.test_address': 'Un e-mail d’essai ne part qu’à votre propre adresse.',
  'problem.run.exists':
    'Quelque chose du paquet existe déjà ici, et vous avez choisi d’échouer dans ce cas. Rien n’a été écrit. Avec « Ignorer », ce qui est ici reste tel quel.',
  'problem.run.parts_failed':
    'Certaines parties n’ont pas pu être reprises. Poursuivez : celles qui sont terminées ne sont pas refaites.',
  'problem.run.too_many_rejects':
    'Plus d’enregistrements ont été rejetés que les paramètres ne le tolèrent. Voyez pourquoi, corrigez la source et préparez un nouveau paquet ; ou relevez la limite dans les paramètres, puis poursuivez.',
  'problem.sender.unset':
    'Aucun e-mail n’a été envoyé : l’expéditeur est encore celui d’un déploiement neuf. Indiquez une adresse qu’Amazon SES a vérifiée, puis continuez.',
  'problem.sender.not_verified':
    'L’envoi s’est arrêté : Amazon SES n’a vérifié ni l’expéditeur ni son domaine. Faites-le vérifier ou choisissez-en un autre, puis continuez.',
  'problem.sender.sandbox':
    'L’envoi s’est arrêté : Amazon SES garde le compte dans son bac à sable et n’écrit qu’aux destinataires vérifiés. Demandez à AWS l’accès en production, puis continuez.',
  'problem.sender.configuration_set':
    'L’envoi s’est arrêté : Amazon SES ne connaît pas le jeu de configuration de ce déploiement. Faites-le déployer à nouveau, puis continuez.',
  'problem.sender.paused':
    'L’envoi s’est arrêté : il est désactivé dans Amazon SES. Examinez-y les retours et les plaintes, faites-le réactiver, puis continuez.',
  'problem.sender.suspended':
    'L’envoi s’est arrêté : AWS a suspendu l’envoi pour ce compte. Son propriétaire a reçu d’AWS un e-mail qui en donne la raison.',
  'problem.sender.not_allowed':
    'L’envoi s’est arrêté : ce déploiement n’a pas le droit d’écrire sous cet expéditeur. La personne qui l’exploite doit comparer son identité d’envoi avec l’expéditeur ; continuez ensuite.',
  'problem.sender.content':
    'L’envoi s’est arrêté : Amazon SES rejette le contenu des e-mails. Vérifiez les noms et l’adresse de réponse dans les paramètres, puis continuez.',
  'problem.campaign.stopped':
    'Trop d’e-mails sont revenus : l’envoi s’est arrêté. Voyez lesquels, prévenez ces personnes autrement et corrigez les adresses. Pour continuer avec les autres, relevez d’abord la part tolérée dans les paramètres des e-mails.',
  'problem.package.missing': 'Le paquet n’est plus dans le stockage. Envoyez-le à nouveau.',
  'problem.package.changed': 'Le fichier du stockage a été remplacé entre-temps. Envoyez le paquet à nouveau.',
  'problem.package.not_zip': 'Ce n’est pas un fichier ZIP. Envoyez le fichier écrit par landfall pack.',
  'problem.package.truncated': 'Le paquet est incomplet ou endommagé. Copiez-le et envoyez-le à nouveau.',
  'problem.package.layout_invalid':
    'Le ZIP contient quelque chose qui n’a pas sa place dans un paquet d’exportation. Prenez le fichier tel que landfall pack l’a écrit ; ne le décompressez pas pour le recompresser.',
  'problem.package.part_missing': 'Il manque une partie du paquet. Préparez un nouveau paquet.',
  'problem.package.part_tampered':
    'Une partie du paquet a été modifiée. N’utilisez pas ce paquet ; préparez-en un nouveau.',
  'problem.package.manifest_invalid':
    'La description du paquet ne correspond pas au format. Préparez un nouveau paquet avec landfall pack.',
  'problem.package.version_unsupported':
    'Le paquet a un format plus récent que celui que lit ce déploiement. Préparez-le avec la version du déploiement.',
  'problem.package.unknown_field':
    'La description du paquet contient quelque chose d’inconnu ici. Préparez-le avec la version de landfall de ce déploiement.',
  'problem.package.unsigned': 'Le paquet n’est pas signé. Préparez-en un nouveau avec une clé de signature.',
  'problem.package.untrusted':
    'Le paquet n’est signé par personne en qui ce déploiement a confiance. Comparez la clé avec son propriétaire, faites ajouter le préparateur, puis recommencez.',
  'problem.package.signature_invalid': 'Le paquet a été modifié après sa signature. Préparez un nouveau paquet.',
  'problem.package.signature_old':
    'La signature est trop ancienne. Préparez un nouveau paquet, qui reflète la situation d’aujourd’hui.',
  'problem.package.wrong_key':
    'Le paquet a été chiffré pour un autre déploiement. Préparez-en un nouveau avec la clé d’exportation de celui-ci.',
  'problem.package.too_large': 'Le paquet dépasse ce que permet le format. Répartissez l’export sur plusieurs paquets.',
};
