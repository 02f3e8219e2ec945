/** What each code of a report means, and what to do about it, in German. */
import type { CodeTexts } from './report-texts.ts';

export const codes = {
  'code.user.exists': 'Den Benutzer gab es schon',
  'fix.user.exists': 'Nichts. Kennwort, Token und Antworten bleiben, wie sie hier waren.',
  'code.user.has_role': 'Der Benutzer ist hier Administrator',
  'fix.user.has_role': 'Nichts. Ein Import rührt Administratoren nie an.',
  'code.user.duplicate': 'Die Benutzer-ID steht zweimal im Paket',
  'fix.user.duplicate': 'Der frühere Datensatz gilt. Entfernen Sie einen der beiden an der Quelle und packen Sie neu.',
  'code.user.no_token': 'Der Benutzer hat keinen Token',
  'fix.user.no_token':
    'Weisen Sie einen Token zu, oder setzen Sie das Kennwort zurück: Sonst kann sich der Benutzer nicht anmelden.',
  'code.user.no_address': 'Der Benutzer hat keine E-Mail-Adresse',
  'fix.user.no_address': 'Sagen Sie dieser Person auf anderem Weg, wie sie sich anmeldet.',
  'code.user.differs': 'Der Benutzer ist hier schon in Gebrauch und weicht vom Export ab',
  'fix.user.differs':
    'Die Abweichungen sind aufgeführt. Adresse, Aktivierung und Daten übernimmt ein weiterer Import, der auch Benutzer in Gebrauch ändert.',
  'code.user.renamed': 'Die Person hat an der Quelle jetzt eine andere Benutzer-ID',
  'fix.user.renamed':
    'Die alte bleibt, weil sie hier in Gebrauch ist. Ein weiterer Import, der auch Benutzer in Gebrauch ändert, stellt sie um.',
  'code.user.id_reused': 'Die Benutzer-ID gehört hier einer anderen Person derselben Quelle',
  'fix.user.id_reused':
    'Beide Namen sind aufgeführt. Löschen oder deaktivieren Sie hier die frühere Person, oder geben Sie der neuen an der Quelle eine andere Benutzer-ID.',
  'code.user.other_source': 'Die Benutzer-ID gehört jemandem von anderswo',
  'fix.user.other_source':
    'Beide Namen sind aufgeführt. Geben Sie der Person dieser Quelle eine andere Benutzer-ID: mit einer Umbenennungsliste oder einem Zusatz für die ganze Quelle.',
  'code.user.gone': 'Die Person gibt es an der Quelle nicht mehr',
  'fix.user.gone':
    'Deaktivieren Sie den Benutzer hier, oder importieren Sie noch einmal und deaktivieren dabei alle, die fehlen.',
  'code.user.awaits_yes': 'Die Änderungen warten, weil der Benutzer seine E-Mail schon hat',
  'fix.user.awaits_yes': 'Ein Super-Administrator sieht sich die Änderungen an und bestätigt den Lauf.',
  'code.user.not_in_wave': 'Der Benutzer gehört nicht zu dieser Welle',
  'fix.user.not_in_wave': 'Nichts. Ein späterer Lauf desselben Pakets bringt ihn.',
  'code.notice.not_possible':
    'Der Benutzer konnte nicht informiert werden: Ein Token allein genügt der Konsole nicht, oder „Kennwort vergessen“ ist ausgeschaltet',
  'fix.notice.not_possible':
    'Lassen Sie die Änderung der Einstellungen von einem Super-Administrator genehmigen, und importieren Sie das Paket noch einmal.',
  'code.user.email_invalid': 'Im E-Mail-Feld steht nicht genau eine Adresse',
  'fix.user.email_invalid':
    'Berichtigen Sie es an der Quelle und packen Sie neu, oder tragen Sie die Adresse hier beim Benutzer ein.',
  'code.token.exists': 'Den Token gab es schon',
  'fix.token.exists': 'Nichts. Er bleibt, wie er ist.',
  'code.token.assigned': 'Der Token gehört hier jemand anderem',
  'fix.token.assigned':
    'Wenn er zu diesem Benutzer gehören soll, nehmen Sie ihn dem anderen ab und weisen Sie ihn neu zu.',
  'code.token.duplicate': 'Die Seriennummer steht zweimal im Paket',
  'fix.token.duplicate': 'Der frühere Datensatz gilt. Entfernen Sie einen der beiden an der Quelle und packen Sie neu.',
  'code.token.user_missing': 'Den Benutzer des Tokens gibt es nirgends',
  'fix.token.user_missing':
    'Weder das Paket noch diese Installation kennt ihn. Berichtigen Sie die Zuweisung und packen Sie neu.',
  'code.token.seed_invalid': 'Der Seed des Tokens hat die falsche Länge',
  'fix.token.seed_invalid': 'Lassen Sie die Token-Datei neu ausstellen, dann packen Sie neu.',
  'code.token.taken_over': 'Der Token war hier ohne Zuweisung',
  'fix.token.taken_over': 'Nichts. Der zugewiesene aus dem Paket hat ihn ersetzt.',
  'code.token.pending': 'Ein weiterer Token wartet, weil der Benutzer oder der Token hier in Gebrauch ist',
  'fix.token.pending':
    'Weisen Sie ihn hier zu, oder importieren Sie noch einmal so, dass auch Benutzer in Gebrauch geändert werden.',
  'code.token.differs': 'Der Token ist hier schon in Gebrauch und weicht vom Export ab',
  'fix.token.differs': 'Nichts, solange der Token funktioniert. Sonst geben Sie dem Benutzer einen anderen.',
  'code.token.other_source': 'Die Seriennummer gehört einem Token von anderswo',
  'fix.token.other_source':
    'Klären Sie, wer das Gerät hat. Wird der Token hier nicht benutzt, löschen Sie ihn und importieren noch einmal.',
  'code.token.gone': 'Den Token gibt es an der Quelle nicht mehr',
  'fix.token.gone':
    'Deaktivieren Sie den Token hier, oder importieren Sie noch einmal und deaktivieren dabei alles, was fehlt.',
  'code.password.missing': 'Der Benutzer kam ohne Kennwort',
  'fix.password.missing': 'Setzen Sie das Kennwort des Benutzers zurück.',
  'code.password.not_allowed': 'Der Datensatz enthält ein Kennwort, aber die Quelle ist extern',
  'fix.password.not_allowed': 'Benutzer einer externen Identitätsquelle kommen ohne Kennwort. Packen Sie ohne.',
  'code.password.hash_unusable': 'Der Kennwort-Hash ist unbrauchbar',
  'fix.password.hash_unusable': 'Er ist kein argon2id-Hash innerhalb der erlaubten Kosten. Packen Sie neu.',
  'code.answers.dropped': 'Einige Antworten wurden verworfen',
  'fix.answers.dropped': 'Ihre Fragen stehen hier nicht im Katalog. Der Benutzer kann andere beantworten.',
  'code.answers.too_few': 'Es bleiben zu wenige Antworten',
  'fix.answers.too_few': 'Nichts. Der Benutzer richtet die Sicherheitsfragen bei der ersten Anmeldung ein.',
  'code.answers.question_unknown': 'Eine Antwort nennt eine Frage, die das Paket nicht aufführt',
  'fix.answers.question_unknown': 'Packen Sie neu.',
  'code.record.not_json': 'Die Zeile ist nicht lesbar',
  'fix.record.not_json': 'Sie ist kein JSON in UTF-8. Packen Sie neu, oder berichtigen Sie das Exportprogramm.',
  'code.record.too_long': 'Die Zeile ist zu lang',
  'fix.record.too_long': 'Kürzen Sie die Felder an der Quelle und packen Sie neu.',
  'code.record.unknown_field': 'Der Datensatz enthält ein unbekanntes Feld',
  'fix.record.unknown_field': 'Packen Sie neu mit der Version von landfall, die diese Installation hat.',
  'code.record.invalid': 'Ein Feld passt nicht zum Format',
  'fix.record.invalid': 'Berichtigen Sie das Feld an der Quelle und packen Sie neu.',
  'code.record.older': 'Ein neuerer Export ist schon importiert',
  'fix.record.older': 'Nichts, wenn das stimmt: Der neuere gilt.',
  'code.record.refused': 'Die Datenbank nimmt den Datensatz nicht an',
  'fix.record.refused':
    'Ein Feld ist zu lang oder enthält kaputte Zeichen. Berichtigen Sie es an der Quelle und packen Sie neu.',
} as const satisfies CodeTexts;
