import type { Translation } from '../../../shared/i18n.ts';
import type { parts as en } from '../en/parts.ts';

export const parts: Translation<typeof en> = {
  'parts.search': 'Rechercher',
  'parts.searching': {
    one: 'Recherche en cours … {count} résultat pour l’instant',
    other: 'Recherche en cours … {count} résultats pour l’instant',
  },
  'parts.found': { one: '{count} résultat', other: '{count} résultats' },
  'parts.stop': 'Arrêter',
  'parts.reset': 'Annuler les modifications',
  'parts.changes': 'Modifications à enregistrer',
  'parts.changes.field': 'Champ',
  'parts.changes.before': 'Avant',
  'parts.changes.after': 'Après',
  'parts.unsaved': 'Quitter sans enregistrer ?',
  'parts.unsaved.text': 'Votre saisie n’est pas encore enregistrée.',
  'parts.unsaved.stay': 'Rester ici',
  'parts.unsaved.leave': 'Quitter sans enregistrer',
  'parts.overtaken': 'Ce qu’une autre personne a enregistré',
  'problem.request.next': 'La liste a changé entre-temps. Reprenez à la première page.',
};
