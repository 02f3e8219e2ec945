/** What each code of a report means, and what to do about it, in French. */
import type { CodeTexts } from './report-texts.ts';

export const codes = {
  'code.user.exists': 'L’utilisateur existait déjà',
  'fix.user.exists': 'Rien. Son mot de passe, ses jetons et ses réponses restent tels qu’ils étaient ici.',
  'code.user.has_role': 'L’utilisateur est administrateur ici',
  'fix.user.has_role': 'Rien. Une importation ne touche jamais aux administrateurs.',
  'code.user.duplicate': 'L’identifiant figure deux fois dans le paquet',
  'fix.user.duplicate':
    'Le premier enregistrement compte. Supprimez l’un des deux à la source et préparez un nouveau paquet.',
  'code.user.no_token': 'L’utilisateur n’a pas de jeton',
  'fix.user.no_token':
    'Attribuez-lui un jeton, ou réinitialisez son mot de passe : sans cela, il ne peut pas se connecter.',
  'code.user.no_address': 'L’utilisateur n’a pas d’adresse e-mail',
  'fix.user.no_address': 'Dites-lui autrement comment se connecter.',
  'code.user.differs': 'L’utilisateur a déjà servi ici et diffère de l’export',
  'fix.user.differs':
    'Les différences sont listées. Pour appliquer adresse, activation et dates, importez de nouveau en incluant les utilisateurs en service.',
  'code.user.renamed': 'La personne a maintenant un autre identifiant dans la source',
  'fix.user.renamed':
    'L’ancien reste, car il a servi ici. Pour le changer, importez de nouveau en incluant les utilisateurs en service.',
  'code.user.id_reused': 'Une autre personne de cette source a cet identifiant ici',
  'fix.user.id_reused':
    'Les deux noms sont listés. Supprimez ou désactivez ici la personne précédente, ou donnez à la nouvelle un autre identifiant dans la source.',
  'code.user.other_source': 'L’identifiant appartient à quelqu’un d’ailleurs',
  'fix.user.other_source':
    'Les deux noms sont listés. Donnez à la personne de cette source un autre identifiant : par une liste de renommages ou un suffixe pour toute la source.',
  'code.user.gone': 'La personne n’est plus dans la source',
  'fix.user.gone': 'Désactivez l’utilisateur ici, ou importez de nouveau en désactivant ceux qui ont disparu.',
  'code.user.awaits_yes': 'Les changements attendent, car l’utilisateur a déjà reçu son e-mail',
  'fix.user.awaits_yes': 'Un super-administrateur examine les changements et confirme l’exécution.',
  'code.user.not_in_wave': 'L’utilisateur n’est pas dans cette vague',
  'fix.user.not_in_wave': 'Rien. Une exécution ultérieure du même paquet l’apportera.',
  'code.notice.not_possible':
    'L’utilisateur n’a pas pu être prévenu : un jeton seul ne suffit pas à la console, ou « Mot de passe oublié » est désactivé',
  'fix.notice.not_possible':
    'Faites approuver la modification des réglages par un super-administrateur, puis importez le paquet encore une fois.',
  'code.user.email_invalid': 'Le champ e-mail ne contient pas exactement une adresse',
  'fix.user.email_invalid':
    'Corrigez à la source et préparez un nouveau paquet, ou saisissez l’adresse ici chez l’utilisateur.',
  'code.token.exists': 'Le jeton existait déjà',
  'fix.token.exists': 'Rien. Il reste tel quel.',
  'code.token.assigned': 'Le jeton appartient ici à quelqu’un d’autre',
  'fix.token.assigned': 'S’il doit aller à cet utilisateur, reprenez-le à l’autre et attribuez-le de nouveau.',
  'code.token.duplicate': 'Le numéro de série figure deux fois dans le paquet',
  'fix.token.duplicate':
    'Le premier enregistrement compte. Supprimez l’un des deux à la source et préparez un nouveau paquet.',
  'code.token.user_missing': 'L’utilisateur du jeton n’existe nulle part',
  'fix.token.user_missing':
    'Ni le paquet ni ce déploiement ne le connaissent. Corrigez l’attribution et préparez un nouveau paquet.',
  'code.token.seed_invalid': 'La graine du jeton n’a pas la bonne longueur',
  'fix.token.seed_invalid': 'Faites rééditer le fichier de jetons, puis préparez un nouveau paquet.',
  'code.token.taken_over': 'Le jeton était ici sans attribution',
  'fix.token.taken_over': 'Rien. Celui du paquet, attribué, a pris sa place.',
  'code.token.pending': 'Un autre jeton attend, car l’utilisateur ou le jeton est en service ici',
  'fix.token.pending': 'Attribuez-le ici, ou importez de nouveau en incluant les utilisateurs en service.',
  'code.token.differs': 'Le jeton a déjà servi ici et diffère de l’export',
  'fix.token.differs': 'Rien, tant que le jeton fonctionne. Sinon, donnez-en un autre à l’utilisateur.',
  'code.token.other_source': 'Le numéro de série appartient à un jeton d’ailleurs',
  'fix.token.other_source':
    'Vérifiez qui détient l’appareil. Si le jeton d’ici ne sert pas, supprimez-le et importez de nouveau.',
  'code.token.gone': 'Le jeton n’est plus dans la source',
  'fix.token.gone': 'Désactivez le jeton ici, ou importez de nouveau en désactivant ce qui a disparu.',
  'code.password.missing': 'L’utilisateur est arrivé sans mot de passe',
  'fix.password.missing': 'Réinitialisez le mot de passe de l’utilisateur.',
  'code.password.not_allowed': 'L’enregistrement contient un mot de passe, mais la source est externe',
  'fix.password.not_allowed':
    'Les utilisateurs d’une source d’identité externe arrivent sans mot de passe. Préparez le paquet sans eux.',
  'code.password.hash_unusable': 'Le condensat du mot de passe est inutilisable',
  'fix.password.hash_unusable': 'Ce n’est pas un condensat argon2id aux coûts permis. Préparez un nouveau paquet.',
  'code.answers.dropped': 'Des réponses ont été écartées',
  'fix.answers.dropped': 'Leurs questions ne sont pas dans le catalogue d’ici. L’utilisateur peut en choisir d’autres.',
  'code.answers.too_few': 'Il reste trop peu de réponses',
  'fix.answers.too_few': 'Rien. L’utilisateur définit ses questions de sécurité à la première connexion.',
  'code.answers.question_unknown': 'Une réponse renvoie à une question que le paquet ne contient pas',
  'fix.answers.question_unknown': 'Préparez un nouveau paquet.',
  'code.record.not_json': 'La ligne est illisible',
  'fix.record.not_json': 'Ce n’est pas du JSON en UTF-8. Préparez un nouveau paquet, ou corrigez l’exportateur.',
  'code.record.too_long': 'La ligne est trop longue',
  'fix.record.too_long': 'Raccourcissez les champs à la source et préparez un nouveau paquet.',
  'code.record.unknown_field': 'L’enregistrement contient un champ inconnu',
  'fix.record.unknown_field': 'Préparez un nouveau paquet avec la version de landfall de ce déploiement.',
  'code.record.invalid': 'Un champ ne correspond pas au format',
  'fix.record.invalid': 'Corrigez le champ à la source et préparez un nouveau paquet.',
  'code.record.older': 'Un export plus récent a déjà été importé',
  'fix.record.older': 'Rien, si c’est exact : le plus récent fait foi.',
  'code.record.refused': 'La base de données refuse l’enregistrement',
  'fix.record.refused':
    'Un champ est trop long ou contient des caractères abîmés. Corrigez-le à la source et préparez un nouveau paquet.',
} as const satisfies CodeTexts;
