import type { Texts } from './model.ts';

export const de: Texts = {
  greeting: 'Guten Tag {name},',
  greetingUnnamed: 'Guten Tag,',
  linkHint: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  closing: 'Fragen? Wenden Sie sich an: {helpDesk}.',
  changes: {
    address: {
      title: 'Ihre E-Mail-Adresse wurde geändert',
      text: 'Die E-Mail-Adresse der Benutzer-ID {userId} wurde auf diese Adresse geändert.',
    },
    'address-former': {
      title: 'Ihre E-Mail-Adresse wurde geändert',
      text: 'Dies ist nicht mehr die E-Mail-Adresse der Benutzer-ID {userId}. Nachrichten zu diesem Konto kommen nicht mehr hierher.',
    },
    answers: {
      title: 'Ihre Sicherheitsfragen wurden geändert',
      text: 'Die Sicherheitsfragen der Benutzer-ID {userId} wurden neu beantwortet.',
    },
    'answers-cleared': {
      title: 'Ihre Antworten wurden gelöscht',
      text: 'Die Antworten auf die Sicherheitsfragen der Benutzer-ID {userId} wurden gelöscht. In der Self-Service Console können Sie neue festlegen.',
    },
    'answers-dropped': {
      title: 'einige Ihrer Antworten wurden entfernt',
      text: 'Einige Antworten auf die Sicherheitsfragen der Benutzer-ID {userId} wurden entfernt, weil die Fragen nicht mehr gestellt werden. In der Self-Service Console können Sie andere wählen.',
    },
    pin: {
      title: 'Ihre PIN wurde geändert',
      text: 'Für das Token {serial} der Benutzer-ID {userId} wurde eine neue PIN festgelegt.',
    },
    'pin-cleared': {
      title: 'Ihre PIN wurde gelöscht',
      text: 'Die PIN des Tokens {serial} der Benutzer-ID {userId} wurde gelöscht. Bei der nächsten Anmeldung damit wählen Sie eine neue.',
    },
    'token-assigned': {
      title: 'Ihnen wurde ein Token zugewiesen',
      text: 'Das Token {serial} wurde der Benutzer-ID {userId} zugewiesen. Damit ist eine Anmeldung möglich.',
    },
    'token-unassigned': {
      title: 'Ihrem Konto wurde ein Token entzogen',
      text: 'Das Token {serial} gehört nicht mehr zur Benutzer-ID {userId}.',
    },
    'token-enabled': {
      title: 'Ihr Token wurde aktiviert',
      text: 'Das Token {serial} der Benutzer-ID {userId} wurde aktiviert: Damit ist eine Anmeldung möglich.',
    },
    'token-disabled': {
      title: 'Ihr Token wurde deaktiviert',
      text: 'Das Token {serial} der Benutzer-ID {userId} wurde deaktiviert: Damit ist keine Anmeldung mehr möglich.',
    },
    'token-lost': {
      title: 'Ihr Token wurde als verloren gemeldet',
      text: 'Das Token {serial} der Benutzer-ID {userId} wurde als verloren gemeldet: Damit ist keine Anmeldung mehr möglich.',
    },
    'token-found': {
      title: 'Ihr Token gilt als wiedergefunden',
      text: 'Das Token {serial} der Benutzer-ID {userId} gilt nicht mehr als verloren: Damit ist eine Anmeldung wieder möglich.',
    },
    'temporary-code': {
      title: 'für Ihr verlorenes Token gibt es einen Ersatzcode',
      text: 'Für das verlorene Token {serial} wurde ein Ersatzcode vergeben, der bei einer Anmeldung mit der Benutzer-ID {userId} an die Stelle des Tokencodes tritt. Er gilt nur zusammen mit Ihrer PIN.',
    },
    'temporary-password': {
      title: 'Sie haben ein vorläufiges Kennwort erhalten',
      text: 'Für die Benutzer-ID {userId} wurde ein vorläufiges Kennwort vergeben. Bei der nächsten Anmeldung muss es durch ein eigenes ersetzt werden; es gilt längstens bis zum {until}.',
    },
    role: {
      title: 'Ihre Administratorrechte wurden geändert',
      text: 'Die Administratorrolle der Benutzer-ID {userId} wurde geändert.',
    },
    'user-id': {
      title: 'Ihre Benutzer-ID wurde geändert',
      text: 'Die Benutzer-ID Ihres Kontos lautet ab jetzt {userId}. Verwenden Sie sie überall dort, wo Sie bisher die alte verwendet haben; Ihr Token und Ihre Antworten bleiben, wie sie sind.',
    },
    'break-glass': {
      title: 'im Notfall wurde ein Administrator angelegt',
      text: 'Ein Betreiber dieser Bereitstellung hat mit --break-glass einen weiteren Administrator angelegt, obwohl es Administratoren gibt. Das Protokoll nennt den Betreiber und den neuen Administrator. Sie erfahren es, weil die Benutzer-ID {userId} eine Rolle hat.',
    },
  },
  changers: {
    user: 'eine Person, die mit dieser Benutzer-ID angemeldet war oder sich gerade anmeldete',
    administrator: 'einen Administrator',
    operator: 'einen Betreiber dieses Dienstes',
    import: 'einen Import aus dem Verzeichnis Ihrer Organisation',
  },
  waits:
    'Vor dem {until} wird kein Link zum Zurücksetzen des Kennworts versandt. Bis dahin ersetzt ein Passcode von Ihrem Token den Link.',
  mails: {
    migration: {
      subject: '{organisation}: Ihr Konto ist umgezogen – bitte legen Sie ein Kennwort fest',
      blocks: [
        'Ihr Konto und Ihr SecurID-Token sind auf den neuen Anmeldedienst von {organisation} umgezogen. Ihr altes Kennwort konnte nicht mitkommen; bitte legen Sie ein neues fest. Das dauert etwa drei Minuten, und Sie brauchen Ihr Token.',
        { button: 'Self-Service Console öffnen' },
        'Ihre Benutzer-ID lautet weiterhin {userId}, und Ihr Token funktioniert wie bisher. Das sind die Schritte:',
        {
          steps: [
            'Öffnen Sie die Self-Service Console und melden Sie sich mit Ihrem Token an: Benutzer-ID {userId}, dann ein Code von Ihrem Token, mit Ihrer PIN. Falls Sie noch nie eine PIN hatten, geben Sie nur den Code ein; Sie wählen dann zuerst eine PIN.',
            'Richten Sie Ihre Sicherheitsfragen ein: Wählen Sie Fragen aus und beantworten Sie diese.',
            'Melden Sie sich ab.',
            'Klicken Sie auf der Anmeldeseite auf „Kennwort vergessen“, folgen Sie dem Link, den wir Ihnen daraufhin per E-Mail senden, und beantworten Sie Ihre Sicherheitsfragen.',
            'Wählen Sie Ihr neues Kennwort. Von da an können Sie sich damit anmelden.',
          ],
        },
        'Der Link öffnet die Konsole und trägt Ihre Benutzer-ID ein. Er gilt {days} Tage und verschafft niemandem Zugang, der Ihr Token nicht hat.',
        'Wir werden Sie weder per E-Mail noch am Telefon nach Ihrer PIN, einem Code von Ihrem Token oder Ihrem Kennwort fragen.',
      ],
    },
    reminder: {
      subject: '{organisation}: Ihr Kennwort fehlt noch',
      blocks: [
        'Vor einiger Zeit haben wir Ihnen geschrieben, dass Ihr Konto und Ihr SecurID-Token auf den neuen Anmeldedienst von {organisation} umgezogen sind. Sie haben dort noch kein Kennwort festgelegt. Das dauert etwa drei Minuten, und Sie brauchen Ihr Token.',
        { button: 'Self-Service Console öffnen' },
        'Das sind die Schritte, für die Benutzer-ID {userId}:',
        {
          steps: [
            'Öffnen Sie die Self-Service Console und melden Sie sich mit Ihrem Token an: Benutzer-ID {userId}, dann ein Code von Ihrem Token, mit Ihrer PIN. Falls Sie noch nie eine PIN hatten, geben Sie nur den Code ein; Sie wählen dann zuerst eine PIN.',
            'Richten Sie Ihre Sicherheitsfragen ein: Wählen Sie Fragen aus und beantworten Sie diese.',
            'Melden Sie sich ab.',
            'Klicken Sie auf der Anmeldeseite auf „Kennwort vergessen“, folgen Sie dem Link, den wir Ihnen daraufhin per E-Mail senden, und beantworten Sie Ihre Sicherheitsfragen.',
            'Wählen Sie Ihr neues Kennwort. Von da an können Sie sich damit anmelden.',
          ],
        },
        'Der Link öffnet die Konsole und trägt Ihre Benutzer-ID ein. Er gilt {days} Tage und verschafft niemandem Zugang, der Ihr Token nicht hat.',
        'Wir werden Sie weder per E-Mail noch am Telefon nach Ihrer PIN, einem Code von Ihrem Token oder Ihrem Kennwort fragen.',
      ],
    },
    'recovery-link': {
      subject: '{organisation}: Kennwort zurücksetzen',
      blocks: [
        'Jemand, vermutlich Sie selbst, hat für die Benutzer-ID {userId} auf „Kennwort vergessen“ geklickt.',
        { button: 'Kennwort zurücksetzen' },
        'Der Link funktioniert nur einmal und nur {minutes} Minuten lang.',
        'Falls Sie das nicht waren, ignorieren Sie diese Nachricht: Es hat sich nichts geändert, und Ihr Kennwort gilt weiter.',
      ],
    },
    'recovery-not-ready': {
      subject: '{organisation}: Bitte melden Sie sich mit Ihrem Token an',
      blocks: [
        'Jemand, vermutlich Sie selbst, hat für die Benutzer-ID {userId} auf „Kennwort vergessen“ geklickt. Für dieses Konto ist das noch nicht möglich.',
        'Bitte melden Sie sich zuerst mit Ihrem Token an der Self-Service Console an.',
        { button: 'Mit dem Token anmelden' },
        'Falls Sie das nicht waren, ignorieren Sie diese Nachricht: Es hat sich nichts geändert.',
      ],
    },
    'password-changed': {
      subject: '{organisation}: Ihr Kennwort wurde geändert',
      blocks: [
        'Das Kennwort der Benutzer-ID {userId} wurde am {time} geändert. Alle anderen Sitzungen wurden beendet.',
        'Falls Sie das selbst waren, brauchen Sie nichts weiter zu tun.',
        'Falls Sie es nicht waren, lassen Sie Ihr Konto sofort sperren. Kontakt: {helpDesk}.',
      ],
    },
    'administrator-reset': {
      subject: '{organisation}: Wählen Sie ein neues Kennwort',
      blocks: [
        'Ein Administrator hat das Kennwort der Benutzer-ID {userId} zum Zurücksetzen freigegeben.',
        { button: 'Neues Kennwort wählen' },
        'Der Link funktioniert nur einmal und nur {hours} Stunden lang. Bis Sie ein neues Kennwort gewählt haben, ändert sich nichts.',
        'Falls Sie nicht darum gebeten haben, melden Sie sich bitte hier: {helpDesk}.',
      ],
    },
    'new-pin-proof': {
      subject: '{organisation}: Bestätigen Sie Ihre neue PIN',
      blocks: [
        'Für ein Token der Benutzer-ID {userId} soll eine PIN festgelegt werden. Geben Sie diesen Code auf der Seite ein, die danach fragt:',
        { code: '{code}' },
        'Der Code funktioniert nur einmal und nur {minutes} Minuten lang.',
        'Falls Sie das nicht waren, melden Sie sich sofort hier: {helpDesk}. Möglicherweise hat jemand anderes Ihr Token.',
      ],
    },
    'recovery-wait': {
      subject: '{organisation}: Zurücksetzen per Link noch nicht möglich',
      blocks: [
        'Jemand, vermutlich Sie selbst, hat für die Benutzer-ID {userId} auf „Kennwort vergessen“ geklickt. Ein Administrator hat vor kurzem die E-Mail-Adresse dieses Kontos geändert. Deshalb senden wir vor dem {until} keinen Link. Das schützt Sie, falls die Änderung falsch war.',
        'Mit Ihrem Token brauchen Sie nicht zu warten: Wählen Sie auf der Seite „Kennwort vergessen“ statt des Links den Weg mit einem Passcode.',
        { button: '„Kennwort vergessen“ öffnen' },
        'Falls Sie das nicht waren, ignorieren Sie diese Nachricht: Es hat sich nichts geändert.',
      ],
    },
    'way-changed': {
      subject: '{organisation}: {title}',
      blocks: [
        '{what}',
        'Das geschah am {time} durch {who}.',
        'Falls Ihnen das bekannt ist, brauchen Sie nichts weiter zu tun.',
        'Falls nicht, lassen Sie Ihr Konto sofort sperren. Kontakt: {helpDesk}.',
      ],
    },
  },
};
