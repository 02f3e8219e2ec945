import type { Translation } from '../../../shared/i18n/language.ts';
import type { ui as en } from '../en/ui.ts';

export const ui: Translation<typeof en> = {
  'fresh.prove':
    'Connectez-vous avec ce que demande la nouvelle méthode ({method}), pour ne pas vous exclure. Elle est ensuite enregistrée.',
  'fresh.title': 'Une nouvelle connexion est nécessaire',
  'fresh.logon': 'Se reconnecter',
  'fresh.text':
    'La façon dont d’autres se connectent ne se modifie que peu après une connexion. Votre saisie est conservée, puis envoyée.',
  'ui.chart.table': 'Les chiffres en tableau',
  'ui.filters': 'Filtres',
  'ui.search': 'Rechercher',
  'ui.searching': {
    one: 'Recherche en cours … {count} résultat pour l’instant',
    other: 'Recherche en cours … {count} résultats pour l’instant',
  },
  'ui.found': { one: '{count} résultat', other: '{count} résultats' },
  'ui.stop': 'Arrêter',
  'ui.reset': 'Annuler les modifications',
  'ui.changes': 'Modifications à enregistrer',
  'ui.changes.field': 'Champ',
  'ui.changes.before': 'Avant',
  'ui.changes.after': 'Après',
  'ui.save-bar': {
    one: '{count} modification n’est pas enregistrée',
    other: '{count} modifications ne sont pas enregistrées',
  },
  'ui.save-bar.label': 'Modifications non enregistrées',
  'ui.kept':
    'Ce que vous aviez saisi avant la fin de votre session est toujours là. Les secrets doivent être saisis de nouveau.',
  'ui.unsaved': 'Quitter sans enregistrer ?',
  'ui.unsaved.text': 'Votre saisie n’est pas encore enregistrée.',
  'ui.unsaved.stay': 'Rester ici',
  'ui.unsaved.leave': 'Quitter sans enregistrer',
  'ui.overtaken': 'Ce qu’une autre personne a enregistré',
  'problem.request.next': 'La liste a changé entre-temps. Reprenez à la première page.',
};
