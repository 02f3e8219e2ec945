import type { Texts } from './model.ts';

export const de: Texts = {
  greeting: 'Guten Tag {name},',
  greetingUnnamed: 'Guten Tag,',
  linkHint: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  closing: 'Fragen? Wenden Sie sich an: {helpDesk}.',
  mails: {
    migration: {
      subject: '{organisation}: Ihr Konto ist umgezogen – bitte legen Sie ein Kennwort fest',
      blocks: [
        'Ihr Konto und Ihr SecurID-Token sind auf den neuen Anmeldedienst von {organisation} umgezogen. Ihre Benutzer-ID lautet weiterhin {userId}, und Ihr Token funktioniert wie bisher. Ihr altes Kennwort konnte nicht übernommen werden; bitte legen Sie deshalb jetzt ein neues fest. Das dauert etwa fünf Minuten. Sie brauchen dazu Ihr Token.',
        {
          steps: [
            'Öffnen Sie die Self-Service Console und melden Sie sich mit Ihrem Token an: Benutzer-ID {userId}, dann ein Code von Ihrem Token, mit Ihrer PIN. Falls Sie noch nie eine PIN hatten, geben Sie nur den Code ein; Sie wählen dann zuerst eine PIN.',
            'Richten Sie Ihre Sicherheitsfragen ein: Wählen Sie Fragen aus und beantworten Sie diese.',
            'Melden Sie sich ab.',
            'Klicken Sie auf der Anmeldeseite auf „Kennwort vergessen“, folgen Sie dem Link, den wir Ihnen daraufhin per E-Mail senden, und beantworten Sie Ihre Sicherheitsfragen.',
            'Wählen Sie Ihr neues Kennwort. Von da an können Sie sich damit anmelden.',
          ],
        },
        { button: 'Self-Service Console öffnen' },
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
  },
};
