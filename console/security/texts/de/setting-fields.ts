import type { Translation } from '../../../shared/i18n/language.ts';
import type { settingFields as en } from '../en/setting-fields.ts';

export const settingFields: Translation<typeof en> = {
  'settings.field.consoleAuthentication.selfService': 'Anmeldeverfahren der Konsole',
  'settings.field.consoleAuthentication.security': 'Anmeldeverfahren der Konsole',
  'settings.field.selfServiceFeatures.forgotPasswordLink': 'Link „Kennwort vergessen“ anzeigen',
  'settings.hint.selfServiceFeatures.forgotPasswordLink':
    'Auf der Anmeldeseite der Self-Service Console. Das Verfahren braucht ihn.',
  'settings.field.internalDatabase.passwordRequired': 'Kennwort erforderlich',
  'settings.hint.internalDatabase.passwordRequired':
    'Ein: Keine Änderung an einem Benutzer ohne Kennwort wird gespeichert, wenn sie keines mitbringt. Aus: Übernommene Benutzer lassen sich bearbeiten, wie sie sind.',
  'settings.field.securityQuestions.enrolment': 'Fragen, die zu beantworten sind',
  'settings.hint.securityQuestions.enrolment': 'Mindestens so viele, wie für ein neues Kennwort gestellt werden.',
  'settings.wrong.securityQuestions.enrolment':
    'Es müssen mindestens so viele Fragen beantwortet werden, wie für ein neues Kennwort gestellt werden.',
  'settings.field.securityQuestions.authentication': 'Fragen für ein neues Kennwort',
  'settings.hint.securityQuestions.authentication': 'Alle müssen richtig beantwortet werden.',
  'settings.field.securityQuestions.defaultLanguage': 'Standardsprache',
  'settings.hint.securityQuestions.defaultLanguage': 'Für Benutzer, für deren Sprache es keine Fragen gibt.',
  'settings.field.securityQuestions.aliases': 'Entsprechungen',
  'settings.field.recovery.mode': 'Nachweis',
  'settings.option.recovery.mode.email-link+questions': 'Link per E-Mail, dann Sicherheitsfragen',
  'settings.advice.recovery.mode.email-link+questions':
    'Die Vorgabe. Die Antworten allein sind wenig wert; der Nachweis ist das Postfach.',
  'settings.option.recovery.mode.email-link+token': 'Link per E-Mail, dann Passcode des Tokens',
  'settings.advice.recovery.mode.email-link+token':
    'Am stärksten: das, was NIST SP 800-63B-4 anerkennt. Benutzer brauchen ihr Token.',
  'settings.option.recovery.mode.questions': 'Nur Sicherheitsfragen',
  'settings.advice.recovery.mode.questions':
    'Der Weg der alten Konsole. NIST SP 800-63B-4 und OWASP ASVS 6.4.2 raten davon ab: Andere können die Antworten kennen oder erraten. Eine erste PIN verlangt dann immer auch einen Code aus dem Postfach.',
  'settings.field.recovery.linkMinutes': 'Der Link in der E-Mail gilt',
  'settings.field.recovery.readdressedWaitHours': 'Nach neuer Adresse durch einen Administrator kein Link für',
  'settings.hint.recovery.readdressedWaitHours':
    'Die bisherige und die neue Adresse werden benachrichtigt. Bis dahin ersetzt ein Passcode den Link. 0: ohne Wartezeit.',
  'settings.field.recovery.wrongSetsPerDay': 'Falsche Antworten am Tag (ganze Sätze)',
  'settings.hint.recovery.wrongSetsPerDay': 'Nach so vielen ist für den Tag Schluss.',
  'settings.field.recovery.mailsPerUserPerHour': 'E-Mails an einen Benutzer pro Stunde',
  'settings.field.recovery.mailsPerMailboxPerHour': 'E-Mails an ein Postfach pro Stunde',
  'settings.hint.recovery.mailsPerMailboxPerHour': 'Aller Benutzer, die es teilen.',
  'settings.field.lockout.failures': 'Fehlversuche bis zur Sperre',
  'settings.field.lockout.windowHours': 'Fehlversuche zählen',
  'settings.hint.lockout.windowHours': 'Dann beginnt die Zählung neu.',
  'settings.field.lockout.lockoutMinutes': 'Eine Sperre dauert',
  'settings.field.throttles.logonsPerSourcePerMinute': 'Fehlgeschlagene Schritte von einer Adresse pro Minute',
  'settings.hint.throttles.logonsPerSourcePerMinute':
    'Schritte, die noch laufen, gelten bis zu ihrem Ende als fehlgeschlagen.',
  'settings.field.throttles.failedLogonsPerSourcePerDay': 'Fehlgeschlagene Anmeldungen von einer Adresse am Tag',
  'settings.hint.throttles.failedLogonsPerSourcePerDay': 'Jede Person, die sich von dort anmeldet, wiegt drei auf.',
  'settings.field.throttles.failedLogonsPer24PerDay': 'Fehlgeschlagene Anmeldungen aus einem IPv4-Netz /24 am Tag',
  'settings.hint.throttles.failedLogonsPer24PerDay':
    'Für Adressen, von denen sich in der letzten Woche jemand angemeldet hat, zählen die Netze um sie herum nicht.',
  'settings.field.throttles.failedLogonsPer56PerDay': 'Fehlgeschlagene Anmeldungen aus einem IPv6-Netz /56 am Tag',
  'settings.hint.throttles.failedLogonsPer56PerDay': 'So viel hat meist ein einzelner Anschluss.',
  'settings.field.throttles.failedLogonsPer48PerDay': 'Fehlgeschlagene Anmeldungen aus einem IPv6-Netz /48 am Tag',
  'settings.field.throttles.failedLogonsOverall':
    'Fehlgeschlagene Anmeldungen in sechs Stunden, überall zusammen, bis zur Gesamtgrenze',
  'settings.hint.throttles.failedLogonsOverall':
    'Solange die Gesamtgrenze erreicht ist, wird nach jedem Code vom Token auch der nächste verlangt, außer dort, wo sich in der letzten Woche jemand angemeldet hat. Je höher, desto eher wird ein Code erraten.',
  'settings.field.throttles.forgotPasswordPer24PerHour': '„Kennwort vergessen“ aus einem IPv4-Netz /24 pro Stunde',
  'settings.field.throttles.forgotPasswordPer56PerHour': '„Kennwort vergessen“ aus einem IPv6-Netz /56 pro Stunde',
  'settings.field.throttles.forgotPasswordPer48PerHour': '„Kennwort vergessen“ aus einem IPv6-Netz /48 pro Stunde',
  'settings.field.throttles.officeNetworks': 'Netze Ihrer Büros',
  'settings.hint.throttles.officeNetworks':
    'Je Zeile eines, etwa 192.0.2.0/24 oder 2001:db8:1::/48. Dort sind die Grenzen höher.',
  'settings.wrong.throttles.officeNetworks':
    'Höchstens {items} Netze oder Adressen, etwa 192.0.2.0/24; IPv4 ab /16 und IPv6 ab /32.',
  'settings.field.throttles.officeFactor': 'So vielmal höher sind die Grenzen der Büros',
  'settings.field.throttles.forgotPasswordPerSourcePerHour': '„Kennwort vergessen“ von einer Adresse pro Stunde',
  'settings.field.tokenPolicy.wrongPasscodesToNextTokencode':
    'Falsche Passcodes, bis der nächste Tokencode verlangt wird',
  'settings.field.tokenPolicy.failuresToDisable': 'Falsche Passcodes in Folge, die ein Token aussetzen',
  'settings.hint.tokenPolicy.failuresToDisable': 'Sein Benutzer setzt es mit zwei Codes nacheinander wieder in Kraft.',
  'settings.field.tokenPolicy.pinMinLength': 'Kleinste Länge einer PIN',
  'settings.wrong.tokenPolicy.pinMinLength': 'Die kleinste Länge darf nicht über der größten liegen.',
  'settings.field.tokenPolicy.pinMaxLength': 'Größte Länge einer PIN',
  'settings.field.tokenPolicy.pinCharacters': 'Zeichen einer PIN',
  'settings.option.tokenPolicy.pinCharacters.digits': 'Ziffern',
  'settings.option.tokenPolicy.pinCharacters.alphanumeric': 'Buchstaben und Ziffern',
  'settings.field.tokenPolicy.pinChoice': 'Wer eine neue PIN wählt',
  'settings.option.tokenPolicy.pinChoice.user': 'Der Benutzer',
  'settings.option.tokenPolicy.pinChoice.system': 'Das System',
  'settings.option.tokenPolicy.pinChoice.either': 'Der Benutzer, oder auf seinen Wunsch das System',
  'settings.field.tokenPolicy.pinHistory': 'Frühere PINs, die nicht wiederkommen dürfen',
  'settings.hint.tokenPolicy.pinHistory': '0: Jede PIN darf wiederkommen.',
  'settings.field.tokenPolicy.temporaryCodeHours': 'Gültigkeit eines Ersatzcodes für ein verlorenes Token',
  'settings.hint.tokenPolicy.temporaryCodeHours':
    'Er tritt einmal an die Stelle eines Tokencodes und gilt nur mit der PIN.',
  'settings.field.tokenPolicy.newPinProof': 'Nachweis vor der ersten PIN',
  'settings.hint.tokenPolicy.newPinProof':
    'Wo allein Sicherheitsfragen ein Kennwort zurücksetzen, wird der Code in jedem Fall verlangt, was immer hier gewählt ist.',
  'settings.option.tokenPolicy.newPinProof.none': 'Nur der Tokencode',
  'settings.option.tokenPolicy.newPinProof.mail': 'Auch ein Code aus dem Postfach des Benutzers',
  'settings.advice.tokenPolicy.newPinProof.mail':
    'Damit niemand ein gefundenes neues Token zu seinem machen kann. Wer kein Postfach hat, braucht einen Administrator.',
  'settings.field.passwordPolicy.minLength': 'Kleinste Länge',
  'settings.hint.passwordPolicy.minLength': 'Wo das Kennwort allein genügt. NIST SP 800-63B-4 verlangt mindestens 15.',
  'settings.wrong.passwordPolicy.minLength': 'Mindestens 15 Zeichen: Mit dieser Länge genügt das Kennwort allein.',
  'settings.field.passwordPolicy.minLengthWithToken': 'Kleinste Länge, wo immer auch ein Token verlangt wird',
  'settings.hint.passwordPolicy.minLengthWithToken': 'Höchstens die Länge darüber.',
  'settings.wrong.passwordPolicy.minLengthWithToken': 'Sie darf nicht über der kleinsten Länge darüber liegen.',
  'settings.field.passwordPolicy.leastStrength': 'Kleinste Stärke',
  'settings.hint.passwordPolicy.leastStrength':
    'Wie schwer ein Kennwort zu erraten ist, nach der Schätzung, die die Seite beim Tippen zeigt. Tastenreihen, Folgen, Daten und häufige Wörter zählen wenig.',
  'settings.option.passwordPolicy.leastStrength.any': 'Jede',
  'settings.option.passwordPolicy.leastStrength.fair': 'Mäßig',
  'settings.option.passwordPolicy.leastStrength.good': 'Gut',
  'settings.option.passwordPolicy.leastStrength.very-good': 'Sehr gut',
  'settings.field.passwordPolicy.history': 'Frühere Kennwörter, die nicht wiederkommen dürfen',
  'settings.hint.passwordPolicy.history': '0: Jedes Kennwort darf wiederkommen.',
  'settings.field.passwordPolicy.words': 'Eigene Wörter Ihrer Organisation',
  'settings.hint.passwordPolicy.words':
    'Eines je Zeile, je {min} bis {max} Zeichen: Namen von Produkten, Standorten, Teams. Kennwörter, die eines enthalten, werden abgelehnt.',
  'settings.wrong.passwordPolicy.words': 'Höchstens {items} Wörter mit je {min} bis {max} Zeichen.',
  'settings.field.passwordPolicy.breachedPasswords': 'Kennwörter aus Datenlecks ablehnen',
  'settings.hint.passwordPolicy.breachedPasswords':
    'Nur die ersten 5 Zeichen eines Hashwerts verlassen die Installation, nie das Kennwort.',
  'settings.field.passwordPolicy.breachedPasswordsUrl': 'Wer nach Datenlecks gefragt wird',
  'settings.hint.passwordPolicy.breachedPasswordsUrl':
    'Have I Been Pwned oder Ihr eigener Spiegel dieses Dienstes. Endet mit einem Schrägstrich.',
  'settings.wrong.passwordPolicy.breachedPasswordsUrl':
    'Eine https-Adresse, die mit einem Schrägstrich endet, ohne Benutzernamen, Abfrage oder Fragment.',
  'settings.field.administratorReset.allowTypedPassword': 'Administratoren dürfen ein Kennwort für Benutzer eingeben',
  'settings.hint.administratorReset.allowTypedPassword':
    'Der Benutzer muss es bei der nächsten Anmeldung ändern. Aus: nur Links und Einmalkennwörter.',
  'settings.field.administratorReset.linkHours': 'Der Link in der E-Mail gilt',
  'settings.field.administratorReset.temporaryPasswordHours': 'Ein vom Administrator vergebenes Kennwort gilt',
  'settings.hint.administratorReset.temporaryPasswordHours':
    'Auch ein eingegebenes. Nach der ersten Benutzung endet es in 30 Minuten.',
  'settings.field.administratorReset.temporaryPasswordsPerHour':
    'Kennwörter, die ein Administrator pro Stunde vergeben darf',
  'settings.field.sessions.displayHours': 'Eine Wandanzeige gilt',
  'settings.hint.sessions.displayHours': 'Sie zeigt nur Zahlen, keine Namen. Danach verlangt sie eine neue Anmeldung.',
  'settings.field.sessions.idleMinutes': 'Endet ohne Anfrage nach',
  'settings.field.sessions.overallHours': 'Endet in jedem Fall nach',
  'settings.field.organisation.name': 'Name',
  'settings.hint.organisation.name': 'Im Kopf jeder Seite und in jeder E-Mail.',
  'settings.field.organisation.helpDesk': 'Helpdesk',
  'settings.hint.organisation.helpDesk':
    'An wen man sich wendet: Telefonnummer, Adresse, Name. Damit endet der Satz „Fragen? Wenden Sie sich an: …“.',
  'settings.field.mail.from': 'Absender',
  'settings.hint.mail.from': 'Genau eine Adresse, ohne Namen. Der Maildienst muss sie kennen.',
  'settings.field.mail.senderName': 'Name des Absenders',
  'settings.hint.mail.senderName': 'Steht neben der Adresse. Leer: der Name der Organisation.',
  'settings.field.mail.replyTo': 'Antworten gehen an',
  'settings.hint.mail.replyTo': 'Genau eine Adresse, ohne Namen. Leer: Antworten gehen an den Absender.',
  'settings.wrong.mail.replyTo': 'Geben Sie genau eine E-Mail-Adresse ein, oder nichts.',
  'settings.field.mail.sandbox': 'In der Sandbox von Amazon SES senden',
  'settings.hint.mail.sandbox':
    'Zum Ausprobieren: Nur Empfänger, die Amazon SES bestätigt hat, erhalten eine E-Mail; die übrigen gelten als abgelehnt.',
  'settings.field.mail.defaultLanguage': 'Standardsprache',
  'settings.hint.mail.defaultLanguage': 'Für Benutzer, deren Sprache keine von diesen ist.',
  'settings.field.mail.linkDays': 'Der Link in der Migrations-E-Mail gilt',
  'settings.hint.mail.linkDays':
    'Er öffnet die Konsole mit ausgefüllter Benutzer-ID und gewährt für sich allein nichts.',
  'settings.field.mail.toleratedReturnsPercent': 'Rückläufer, bei denen eine Kampagne anhält',
  'settings.hint.mail.toleratedReturnsPercent': 'Von mindestens 100 E-Mails: unzustellbare und als Spam gemeldete.',
  'settings.field.mail.campaignDays': 'Eine Kampagne soll fertig sein innerhalb von',
  'settings.hint.mail.campaignDays':
    'Eine, die voraussichtlich länger dauert, gilt als verspätet, und ein Alarm meldet es.',
  'settings.field.reminders.everyDays': 'Erinnerungen nach',
  'settings.hint.reminders.everyDays':
    'Benutzer, die benachrichtigt wurden, sich anmelden können und noch kein Kennwort haben, erhalten so viele Tage nach der letzten E-Mail eine Erinnerung. 0: Von selbst wird keine verschickt.',
  'settings.field.reminders.atMost': 'Erinnerungen an einen Benutzer, höchstens',
  'settings.field.migration.policy': 'Benutzer und Token, die es schon gibt',
  'settings.option.migration.policy.correct': 'Unbenutztes berichtigen',
  'settings.advice.migration.policy.correct':
    'Benutzer und Token, die hier noch nicht benutzt wurden, folgen dem neuesten Export ihrer Quelle; bei den anderen nur Namen und Sprache.',
  'settings.option.migration.policy.skip': 'Lassen, wie sie sind',
  'settings.advice.migration.policy.skip': 'An ihnen wird nichts geändert.',
  'settings.option.migration.policy.update': 'Namen und Sprache aktualisieren',
  'settings.advice.migration.policy.update': 'Nie Kennwörter, PINs, Antworten, Adressen, Zeiten oder Sperren.',
  'settings.option.migration.policy.fail': 'Gar nichts schreiben',
  'settings.advice.migration.policy.fail': 'Gibt es irgendetwas davon schon, endet der Import, bevor er beginnt.',
  'settings.field.migration.toleratedRejects': 'Abgelehnte Datensätze, die ein Lauf hinnimmt',
  'settings.hint.migration.toleratedRejects': 'Bei mehr scheitert der Lauf.',
  'settings.field.migration.packageDays': 'Pakete werden aufbewahrt',
  'settings.hint.migration.packageDays': 'Dann wird die hochgeladene Datei gelöscht.',
  'settings.field.migration.signatureDays': 'Höchstes Alter der Signatur eines Pakets',
  'settings.hint.migration.signatureDays': 'Ältere Pakete werden abgelehnt.',

  'settings.field.corrections.told': 'Korrekturen bei Personen, die ihre E-Mail schon haben',
  'settings.option.corrections.told.confirm': 'Auf das Ja eines Super-Administrators warten',
  'settings.advice.corrections.told.confirm':
    'Adresse, Antworten, Seed, PIN und Token bleiben, bis der Lauf bestätigt ist: Mit dem gestohlenen Schlüssel eines Packers übernimmt man keine dieser Personen.',
  'settings.option.corrections.told.apply': 'Dem Export sofort folgen',
  'settings.advice.corrections.told.apply':
    'Adresse, Antworten, Seed, PIN und Token ändern sich ohne weitere Rückfrage.',
  'settings.field.corrections.beforeImageDays': 'Zeit, in der ein Import zurückgenommen werden kann',
  'settings.hint.corrections.beforeImageDays':
    'So lange bleibt verschlüsselt aufbewahrt, wie Personen und Token vor einem Import waren.',
};
