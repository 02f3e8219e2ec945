import type { Translation } from '../i18n/language.ts';
import type { en } from './en.ts';

export const de: Translation<typeof en> = {
  'app.skip': 'Zum Inhalt springen',
  'app.language': 'Sprache',
  'app.theme': 'Darstellung',
  'app.theme.system': 'Wie das Gerät',
  'app.theme.light': 'Hell',
  'app.theme.dark': 'Dunkel',
  'app.loading': 'Wird geladen …',
  'app.again': 'Erneut versuchen',
  'app.not-found': 'Diese Seite gibt es nicht',
  'app.not-found.text': 'Die Adresse ist vielleicht veraltet oder falsch geschrieben.',
  'app.home': 'Zur Startseite',
  'app.menu': 'Menü',
  'app.help': 'Fragen? Wenden Sie sich an: {helpDesk}.',
  'app.offline': 'Zurzeit keine Verbindung. Ihre Eingaben bleiben erhalten.',
  'app.new-version':
    'Diese Seite konnte nicht geladen werden. Vielleicht gibt es eine neuere: Laden Sie die Seite noch einmal.',
  'do.cancel': 'Abbrechen',
  'do.back': 'Zurück',
  'do.close': 'Schließen',
  'do.continue': 'Weiter',
  'do.save': 'Speichern',
  'do.copy': 'Kopieren',
  'do.copied': 'Kopiert',
  'do.show': 'Zeigen',
  'do.hide': 'Verbergen',
  'do.show-field': 'Zeigen: {field}',
  'do.hide-field': 'Verbergen: {field}',
  'do.more': 'Mehr zeigen',
  'field.required': 'Bitte füllen Sie dieses Feld aus.',
  'field.too-short': {
    one: 'Mindestens {count} Zeichen ist nötig.',
    other: 'Mindestens {count} Zeichen sind nötig.',
  },
  'field.email': 'Das ist keine E-Mail-Adresse.',
  'field.number': 'Geben Sie eine ganze Zahl von {min} bis {max} ein.',
  'field.optional': 'freiwillig',
  'say.busy': 'Einen Moment …',
  'say.yes': 'Ja',
  'say.no': 'Nein',
  'say.none': 'Keine',
  'say.error': 'Fehler:',
  'state.enabled': 'Aktiviert',
  'state.suspended': 'Wartet auf zwei Codes nacheinander',
  'state.disabled': 'Deaktiviert',
  'state.lost': 'Verloren gemeldet',
  'state.expired': 'Abgelaufen',
  'state.not-started': 'Noch nicht gültig',
  'error.unreachable':
    'Es kam keine Antwort. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal: Ihre Eingaben sind noch da. Bleibt es dabei, ist der Dienst vielleicht kurz gestört.',
  'error.unreachable-step':
    'Es kam keine Antwort; daher ist nicht bekannt, ob es ausgeführt wurde. Ihre Eingaben sind noch da: Versuchen Sie es noch einmal. Wird das abgelehnt, war es schon ausgeführt.',
  'error.unreachable-code':
    'Es kam keine Antwort. Der Code ist unterwegs vielleicht verbraucht worden: Warten Sie, bis Ihr Token den nächsten zeigt, und versuchen Sie es mit diesem.',
  'error.unknown':
    'Etwas Unerwartetes ist geschehen. Laden Sie die Seite neu; bleibt es dabei, wenden Sie sich an den Helpdesk.',
  'problem.internal':
    'Der Dienst hat eine Störung. Versuchen Sie es in einer Minute noch einmal. Bleibt es dabei, nennen Sie dem Helpdesk diese Nummer: {requestId}',
  'problem.internal-plain': 'Der Dienst hat eine Störung. Versuchen Sie es in einer Minute noch einmal.',
  'problem.request.invalid': 'Etwas im Formular stimmt nicht. Prüfen Sie Ihre Eingaben.',
  'problem.request.too_large': 'Das ist zu viel auf einmal.',
  'problem.session.required': 'Ihre Sitzung ist beendet. Bitte melden Sie sich wieder an.',
  'problem.session.not_fresh':
    'Zu Ihrer Sicherheit ist dafür eine frische Anmeldung nötig. Bitte melden Sie sich wieder an.',
  'problem.session.answers_missing': 'Bitte beantworten Sie zuerst Ihre Sicherheitsfragen.',
  'problem.session.change_password': 'Bitte wählen Sie zuerst ein eigenes Kennwort.',
  'problem.throttle.source':
    'Zu viele Versuche von dieser Adresse. Bitte warten Sie {wait} und versuchen Sie es dann noch einmal.',
  'problem.logon.failed':
    'Die Anmeldung ist fehlgeschlagen. Prüfen Sie Benutzer-ID und Eingabe. Mit einem Token: Warten Sie auf den nächsten Code, denn jeder gilt nur einmal. Bleibt es dabei, fragen Sie Ihren Helpdesk: Viele Versuche sperren ein Konto eine Zeit lang.',
  'problem.challenge.invalid':
    'Dieser Schritt hat zu lange gedauert oder ist schon erledigt. Bitte melden Sie sich noch einmal von vorn an.',
  'problem.pin.characters': 'Die PIN enthält ein Zeichen, das für Ihr Token nicht erlaubt ist.',
  'problem.pin.length': 'Die PIN muss {min} bis {max} Zeichen haben.',
  'problem.pin.zero': 'Die PIN darf nicht nur aus Nullen bestehen.',
  'problem.pin.sequence': 'Die PIN ist eine Folge wie 1234 oder 9876. Wählen Sie eine andere.',
  'problem.pin.repeated': 'Die PIN wiederholt sich wie 1111 oder 1212. Wählen Sie eine andere.',
  'problem.pin.used_before': 'Diese PIN hatten Sie schon einmal. Wählen Sie eine andere.',
  'problem.pin.choice': 'So kann die PIN hier nicht gewählt werden. Beginnen Sie noch einmal auf dem anderen Weg.',
  'problem.pin.none':
    'Dieses Token hat noch keine PIN: Melden Sie sich nur mit dem Code von Ihrem Token an, um die erste zu setzen.',
  'problem.pin.passcode_wrong':
    'Der Code von Ihrem Token stimmt nicht. Warten Sie auf den nächsten und versuchen Sie es dann noch einmal.',
  'problem.pin.not_used': 'Dieses Token wird ohne PIN benutzt.',
  'problem.pin.proof_required': 'Auch der Code aus der E-Mail ist nötig.',
  'problem.pin.proof_wrong':
    'Das ist nicht der Code aus der neuesten E-Mail, oder er ist zu alt. Melden Sie sich noch einmal an, um einen neuen zu erhalten.',
  'problem.password.current_wrong': 'Das jetzige Kennwort stimmt nicht.',
  'problem.password.first_by_recovery': 'Ihr erstes Kennwort erhalten Sie über „Kennwort vergessen“.',
  'problem.password.too_short': 'Das Kennwort braucht mindestens {minLength} Zeichen.',
  'problem.password.too_long': 'Das Kennwort kann höchstens {maxLength} Zeichen haben.',
  'problem.password.too_common':
    'Dieses Kennwort gehört zu den häufigsten, und Angreifer versuchen diese zuerst. Wählen Sie ein anderes.',
  'problem.password.own_word':
    'Das ist nur Ihr Name, Ihre Benutzer-ID, Ihre Adresse oder der Name Ihrer Organisation, also kein Geheimnis. Wählen Sie ein anderes.',
  'problem.password.characters': 'Das Kennwort enthält ein beschädigtes Zeichen. Geben Sie es noch einmal ein.',
  'problem.password.weak':
    'Dieses Kennwort ist leicht zu erraten: Tastenreihen, Folgen, Daten und häufige Wörter zählen wenig. Besser sind ein paar Wörter hintereinander, die nur Sie so zusammenstellen.',
  'problem.password.breached': 'Dieses Kennwort ist aus einem Datenleck bekannt. Wählen Sie ein anderes.',
  'problem.password.used_before': 'Dieses Kennwort hatten Sie schon einmal. Wählen Sie ein anderes.',
  'session.title': 'Sind Sie noch da?',
  'session.idle': {
    one: 'Zu Ihrem Schutz endet diese Sitzung in etwa {count} Minute, wenn Sie nicht weitermachen.',
    other: 'Zu Ihrem Schutz endet diese Sitzung in etwa {count} Minuten, wenn Sie nicht weitermachen.',
  },
  'session.overall': {
    one: 'Diese Sitzung hat ihre längste Dauer erreicht und endet in etwa {count} Minute. Bringen Sie zu Ende, was Sie gerade tun, und melden Sie sich dann wieder an.',
    other:
      'Diese Sitzung hat ihre längste Dauer erreicht und endet in etwa {count} Minuten. Bringen Sie zu Ende, was Sie gerade tun, und melden Sie sich dann wieder an.',
  },
  'session.stay': 'Angemeldet bleiben',
  'more.title': 'Noch ein Nachweis',
  'more.lead': 'Diese Konsole verlangt beides. Bis hierher stimmt alles.',
  'logon.user-id': 'Benutzer-ID',
  'logon.method': 'Womit möchten Sie sich anmelden?',
  'logon.method.SecurID_Native': 'Token',
  'logon.method.RSA_Password': 'Kennwort',
  'logon.passcode': 'Code von Ihrem Token',
  'logon.passcode.hint':
    'Ihre PIN, gefolgt vom Code, den Ihr Token zeigt. Wenn Sie die PIN in das Token selbst eingeben: der Code, den es dann zeigt. Noch keine PIN: nur der Code.',
  'logon.password': 'Kennwort',
  'logon.submit': 'Anmelden',
  'logon.none':
    'Zurzeit kann sich hier niemand anmelden: Die Einstellungen verlangen ein Verfahren, das diese Installation nicht anbietet. Der Betrieb kann das beheben.',
  'next.title': 'Noch ein Code von Ihrem Token',
  'next.lead':
    'Damit sicher ist, dass Sie das Token in der Hand haben, brauchen wir den Code, der nach dem eben benutzten kommt.',
  'next.code': 'Nächster Code von Ihrem Token',
  'next.hint': 'Warten Sie, bis Ihr Token einen neuen Code zeigt, und geben Sie diesen ein. Ohne PIN.',
  'pin.title': 'Wählen Sie eine PIN für Ihr Token',
  'pin.lead': 'Ihr Token hat noch keine PIN. Ab jetzt brauchen Sie sie zu jedem Code.',
  'pin.new': 'Neue PIN',
  'pin.again': 'PIN noch einmal eingeben',
  'pin.differ': 'Die beiden PINs sind verschieden.',
  'pin.rule.digits': '{min} bis {max} Ziffern. Keine Folge wie 1234, keine Wiederholung wie 1212.',
  'pin.rule.alphanumeric':
    '{min} bis {max} Buchstaben oder Ziffern (nur Ziffern, wenn Ihr Token Tasten hat). Keine Folge wie 1234, keine Wiederholung wie 1212.',
  'pin.code': 'Code aus der E-Mail',
  'pin.code.hint': 'Wir haben ihn gerade an Sie gesendet, damit niemand anderes Ihre PIN setzt.',
  'pin.set': 'PIN setzen',
  'pin.generate': 'PIN vorgeben lassen',
  'pin.system': 'Nach den Einstellungen Ihrer Organisation wird die PIN für Sie gewählt.',
  'pin.generated':
    'Das ist Ihre PIN. Sie wird nur jetzt gezeigt: Merken Sie sie sich, und schreiben Sie sie nicht auf das Token.',
  'pin.done': 'Die PIN ist gesetzt',
  'pin.done.text':
    'Warten Sie, bis Ihr Token einen neuen Code zeigt, und melden Sie sich dann mit Ihrer PIN und diesem Code an.',
};
