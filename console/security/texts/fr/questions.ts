import type { Translation } from '../../../shared/i18n/language.ts';
import type { questions as en } from '../en/questions.ts';

export const questions: Translation<typeof en> = {
  'questions.title': 'Questions de sécurité',
  'questions.lead':
    'Les questions parmi lesquelles les utilisateurs choisissent. Le nombre de réponses se règle dans les paramètres.',
  'questions.catalogue': 'Le catalogue',
  'questions.none': 'Il n’y a pas encore de questions. Importez un catalogue ci-dessous.',
  'questions.language': 'Langue',
  'questions.set': { one: '{language} : {count} question', other: '{language} : {count} questions' },
  'questions.search': 'Rechercher dans cette langue',
  'questions.search.none': 'Aucune question ne contient « {text} ».',
  'questions.shown': '{count} sur {of}',
  'questions.import': 'Importer des questions',
  'questions.import.text':
    'Un fichier XML remplace les questions des langues qu’il contient ; les autres langues restent. Vous voyez d’abord ce que cela implique, puis vous décidez.',
  'questions.file': 'Fichier XML',
  'questions.xml': 'Ou le XML lui-même',
  'questions.preview': 'Voir ce qui changerait',
  'questions.preview.name': 'Ce qui changerait',
  'questions.counting': {
    one: 'Examen des utilisateurs, page {pages} : {count} réponse serait perdue pour l’instant',
    other: 'Examen des utilisateurs, page {pages} : {count} réponses seraient perdues pour l’instant',
  },
  'questions.kept': { one: '{count} conservée', other: '{count} conservées' },
  'questions.added': { one: '{count} ajoutée', other: '{count} ajoutées' },
  'questions.removed': { one: '{count} supprimée', other: '{count} supprimées' },
  'questions.added.list': 'Questions ajoutées',
  'questions.removed.list': 'Questions supprimées',
  'questions.lost': {
    one: '{count} réponse serait perdue définitivement.',
    other: '{count} réponses seraient perdues définitivement.',
  },
  'questions.lost.users': {
    one: '{count} utilisateur devrait de nouveau choisir des questions et y répondre.',
    other: '{count} utilisateurs devraient de nouveau choisir des questions et y répondre.',
  },
  'questions.lost.none': 'Aucune réponse ne serait perdue.',
  'questions.spared': {
    one: 'Les réponses de {count} utilisateur ayant un rôle restent : seul un autre super-administrateur peut les supprimer.',
    other:
      'Les réponses de {count} utilisateurs ayant un rôle restent : seul un autre super-administrateur peut les supprimer.',
  },
  'questions.incomplete': 'Tous les utilisateurs n’ont pas encore été examinés.',
  'questions.do': 'Importer ces questions',
  'questions.sure': 'Importer et perdre des réponses ?',
  'questions.sure.text': 'Personne ne peut récupérer ces réponses.',
  'questions.dropping': {
    one: 'Suppression des réponses : {count} pour l’instant',
    other: 'Suppression des réponses : {count} pour l’instant',
  },
  'questions.imported': {
    one: 'Les questions sont importées ; {count} réponse a été supprimée.',
    other: 'Les questions sont importées ; {count} réponses ont été supprimées.',
  },
  'questions.too-large': 'Cela dépasse {kilobytes} Ko. Importez les langues une par une.',
  'questions.encoding':
    'Le fichier n’est pas lisible comme texte : il est endommagé, ou pas dans l’encodage qu’il annonce. Enregistrez-le en UTF-8.',
  'questions.at-line': 'Regardez à la ligne {line}.',
  'questions.at-question': 'Regardez à la question {question} de {language}.',
  'questions.at-language': 'Regardez à la langue {language}.',
  'questions.drop': 'Réponses à des questions disparues',
  'questions.drop.text':
    'Une importation les supprime d’elle-même. Si elle a été interrompue, terminez-la ici ; ce qui est déjà fait ne coûte rien.',
  'questions.drop.do': 'Supprimer ces réponses',
  'questions.drop.sure': 'Supprimer les réponses à des questions disparues ?',
  'questions.drop.sure.text':
    'Tous les utilisateurs sont examinés. Les réponses à des questions que le catalogue ne contient plus disparaissent définitivement.',
  'questions.dropped': {
    one: '{count} réponse a été supprimée.',
    other: '{count} réponses ont été supprimées.',
  },
  'problem.questions.unreadable': 'Ce n’est pas un catalogue de questions de sécurité lisible.',
  'problem.questions.conflict':
    'Une autre personne a importé des questions au même moment. Regardez le catalogue, puis réessayez.',
};
