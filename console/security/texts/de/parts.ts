import type { Translation } from '../../../shared/i18n.ts';
import type { parts as en } from '../en/parts.ts';

export const parts: Translation<typeof en> = {
  'parts.search': 'Suchen',
  'parts.searching': { one: 'Suche läuft … bisher {count} Treffer', other: 'Suche läuft … bisher {count} Treffer' },
  'parts.found': { one: '{count} Treffer', other: '{count} Treffer' },
  'parts.stop': 'Anhalten',
  'parts.reset': 'Änderungen verwerfen',
  'parts.changes': 'Zu speichernde Änderungen',
  'parts.changes.field': 'Feld',
  'parts.changes.before': 'Vorher',
  'parts.changes.after': 'Nachher',
  'parts.unsaved': 'Ohne Speichern verlassen?',
  'parts.unsaved.text': 'Was Sie hier eingegeben haben, ist noch nicht gespeichert.',
  'parts.unsaved.stay': 'Hier bleiben',
  'parts.unsaved.leave': 'Ohne Speichern verlassen',
  'parts.overtaken': 'Was jemand anderes gespeichert hat',
  'problem.request.next': 'Die Liste hat sich inzwischen geändert. Beginnen Sie wieder auf der ersten Seite.',
};
