import type { Translation } from '../../../shared/i18n/language.ts';
import type { upload as en } from '../en/upload.ts';

export const upload: Translation<typeof en> = {
  'upload.title': 'Upload',
  'upload.lead': 'Ein Paket geht von diesem Gerät direkt in den Speicher. Nichts beginnt, bevor Sie es sagen.',
  'upload.drop': 'Exportpaket hier ablegen',
  'upload.drop.hint': 'Die ZIP-Datei, die landfall pack geschrieben hat.',
  'upload.choose': 'Datei auswählen',
  'upload.none': 'Noch kein Paket?',
  'upload.none.link': 'So entsteht eines',
  'upload.fault.empty': '{name} ist leer. Wählen Sie die Datei, die landfall pack geschrieben hat.',
  'upload.fault.not-zip': '{name} ist keine ZIP-Datei. Wählen Sie die Datei, die landfall pack geschrieben hat.',
  'upload.fault.truncated':
    '{name} ist abgeschnitten: Das Ende fehlt. Kopieren Sie die Datei noch einmal vom Ursprungsort.',
  'upload.fault.not-package':
    '{name} ist eine ZIP-Datei, aber kein Exportpaket. Nehmen Sie die Datei, wie landfall pack sie geschrieben hat; entpacken und packen Sie sie nicht neu.',
  'upload.fault.too-large':
    '{name} ist größer, als der Speicher fasst (5 TiB). Verteilen Sie den Export auf mehrere Pakete.',
  'upload.fault.unreadable':
    '{name} ist nicht lesbar. Ist es ein Ordner, oder wurde die Datei verschoben? Wählen Sie sie noch einmal.',
  'upload.fault.several': 'Bitte ein Paket nach dem anderen. Wählen Sie eine einzelne Datei.',
  'upload.phase.preparing': 'Wird vorbereitet …',
  'upload.phase.sending': 'Wird hochgeladen. Sie können inzwischen andere Seiten ansehen; lassen Sie diesen Tab offen.',
  'upload.phase.trouble': 'Die Verbindung ist schlecht. Es wird von selbst weiter versucht, und nichts geht verloren.',
  'upload.phase.paused':
    'Angehalten. Teile, die da sind, bleiben einen Tag lang erhalten; die angefangenen werden noch einmal gesendet.',
  'upload.phase.finishing': 'Alles ist gesendet. Die Teile werden zusammengesetzt …',
  'upload.phase.done': 'Fertig.',
  'upload.phase.failed': 'Der Upload steht. Teile, die da sind, bleiben einen Tag lang erhalten.',
  'upload.progress': 'Upload von {name}',
  'upload.sent': '{sent} von {size}',
  'upload.rate': '{size} je Sekunde',
  'upload.resumed': 'Ein früherer Upload dieser Datei wird fortgesetzt: Nur was fehlt, wird gesendet.',
  'upload.pause': 'Anhalten',
  'upload.go-on': 'Fortsetzen',
  'upload.cancel': 'Upload abbrechen',
  'upload.cancel.title': 'Diesen Upload abbrechen?',
  'upload.cancel.text':
    'Es wird nichts mehr gesendet. Wenn Sie dieselbe Datei innerhalb eines Tages wieder wählen, geht es dort weiter.',
  'upload.cancel.not': 'Weiter hochladen',
  'upload.no-answer':
    'Der Speicher antwortet nicht. Prüfen Sie Ihre Verbindung, dann setzen Sie fort: Was gesendet ist, bleibt.',
  'upload.refused':
    'Der Speicher hat einen Teil abgelehnt (HTTP {status}). Setzen Sie fort, um es noch einmal zu versuchen; bleibt es dabei, sagen Sie es dem Betrieb.',
  'upload.gone':
    'Diesen Upload gibt es nicht mehr: Er wurde nach einem Tag aufgegeben. Wählen Sie die Datei noch einmal, um neu zu beginnen.',
  'upload.choose-again': 'Datei noch einmal wählen',
  'upload.done': '{name} liegt im Speicher.',
  'upload.earlier': 'Frühere Uploads von diesem Gerät',
  'upload.earlier.broken': 'Unterbrochen. Wählen Sie dieselbe Datei noch einmal, um dort weiterzumachen.',
  'upload.earlier.complete': 'Vollständig, noch ohne Vorschau.',
  'upload.forget': 'Vergessen',
  'export-key.title': 'Exportschlüssel',
  'export-key.lead':
    'Wer einen Export packt, verschlüsselt ihn mit diesem Schlüssel. Nur diese Installation kann ihn öffnen.',
  'export-key.key': 'Öffentlicher Schlüssel',
  'export-key.key.text':
    'Er ist kein Geheimnis. Bringen Sie ihn zur alten Installation, und vergleichen Sie dort den Fingerabdruck.',
  'export-key.fingerprint': 'Fingerabdruck',
  'export-key.fingerprint.text':
    'landfall pack und landfall inspect zeigen denselben Fingerabdruck als den des Empfängers.',
  'export-key.pem': 'Öffentlicher Schlüssel in PEM',
  'export-key.download': '{file} herunterladen',
  'pack.title': 'Ein Paket packen',
  'pack.lead': 'Bei der alten Installation, wo ihr Verzeichnis und die Token-Dateien liegen:',
  'pack.step.key': 'Legen Sie {file} dorthin.',
  'pack.step.packer':
    'Erzeugen Sie einmal den eigenen Schlüssel des Packers. Seiner öffentlichen Hälfte, packer.pub.pem, muss hier vertraut werden.',
  'pack.step.packer.command': 'Befehl für den Schlüssel des Packers',
  'pack.step.pack': 'Packen Sie. Sagen Sie, was Sie haben, dann kopieren Sie den Befehl:',
  'pack.to-packers': 'Zu den Packern',
  'pack.people': 'Die Benutzer kommen aus',
  'pack.people.ldif': 'einer LDIF-Datei',
  'pack.people.csv': 'einer CSV-Datei',
  'pack.people.ldap': 'einem laufenden LDAP-Verzeichnis',
  'pack.source': 'Identitätsquelle dort',
  'pack.source.external': 'extern (LDAP-Verzeichnis)',
  'pack.source.internal': 'interne Datenbank',
  'pack.name': 'Name der alten Installation',
  'pack.name.hint': 'Unter ihm stehen seine Pakete und Läufe. Freiwillig.',
  'pack.answers': 'Mit Antworten auf Sicherheitsfragen (answers.csv)',
  'pack.command': 'Befehl landfall pack',
  'pack.files':
    'Ersetzen Sie die Dateinamen durch Ihre eigenen. --tokens darf mehrmals stehen; landfall pack --help sagt, was es sonst gibt.',
  'pack.then': 'Dann bringen Sie export.zip hierher.',
  'pack.to-upload': 'Zum Upload',
  'packers.title': 'Packer',
  'packers.lead': 'Wessen Paketen geglaubt wird. Ein Paket, das niemand von dieser Liste signiert hat, wird abgelehnt.',
  'packers.read-only': 'Nur ein Super-Administrator ändert diese Liste.',
  'packers.none': 'Noch wird niemandem vertraut, darum würde kein Paket angenommen.',
  'packers.name': 'Name',
  'packers.name.hint': 'Wer packt, und wo. Für Menschen; es hängt nichts davon ab.',
  'packers.id': 'Fingerabdruck',
  'packers.added': 'Hinzugefügt',
  'packers.added-by': 'von {who}',
  'packers.added.said': '{name} wird ab jetzt vertraut. Fingerabdruck: {id}',
  'packers.count': { one: '{count} Packer', other: '{count} Packer' },
  'packers.remove': 'Entfernen',
  'packers.remove.title': '{name} entfernen?',
  'packers.remove.text':
    'Pakete, die dieser Schlüssel signiert hat, werden ab jetzt abgelehnt. Was schon importiert ist, bleibt.',
  'packers.removed.said': '{name} wird nicht mehr vertraut.',
  'packers.add': 'Einem weiteren Packer vertrauen',
  'packers.add.text':
    'Vergleichen Sie den Fingerabdruck mit dem Besitzer auf anderem Weg, etwa am Telefon: Wer die private Hälfte hat, kann Benutzer hierher bringen.',
  'packers.key': 'Öffentlicher Schlüssel',
  'packers.key.hint': 'Der Inhalt von packer.pub.pem: ein Ed25519-Schlüssel in PEM oder Base64.',
  'packers.key.private':
    'Das ist ein privater Schlüssel. Er wurde nicht gesendet. Lassen Sie ihn dort, wo gepackt wird, und geben Sie die öffentliche Hälfte: packer.pub.pem.',
  'packers.key.too-large': 'Für einen öffentlichen Schlüssel ist das zu lang. Geben Sie den Inhalt von packer.pub.pem.',
  'packers.key.unreadable': 'Diese Datei ist nicht als Schlüssel lesbar. Wählen Sie packer.pub.pem.',
  'packers.file': 'Aus einer Datei lesen',
  'packers.add.do': 'Diesem Packer vertrauen',
  'problem.packers.key_invalid':
    'Das ist kein öffentlicher Ed25519-Schlüssel. Geben Sie, was landfall packers new-key ausgegeben hat.',
  'problem.packers.exists': 'Diesem Schlüssel wird schon vertraut.',
  'problem.packers.not_found': 'Dieser Packer steht nicht mehr auf der Liste.',
  'problem.role.required': 'Ihre Rolle reicht dafür nicht. Bitten Sie einen Administrator mit einer höheren.',
  'problem.upload.key': 'Der Speicher kennt diesen Upload nicht. Beginnen Sie den Upload noch einmal.',
  'problem.upload.incomplete': 'Es fehlen Teile. Setzen Sie fort, damit sie noch einmal gesendet werden.',
  'problem.upload.not_found': 'Diesen Upload gibt es nicht mehr. Beginnen Sie ihn noch einmal.',
  'problem.upload.too_large': 'Ein Paket darf höchstens 5 TiB groß sein. Verteilen Sie den Export auf mehrere Pakete.',
  'problem.run.key': 'Diese Datei liegt nicht unter staged/ oder uploads/.',
  'problem.run.not_found': 'Diesen Lauf gibt es nicht. Die Adresse ist vielleicht falsch geschrieben.',
  'problem.run.running': 'Dieses Paket wird gerade übernommen. Warten Sie, bis das vorbei ist.',
  'problem.run.done':
    'Dieses Paket wurde schon importiert. Importieren Sie es nur noch einmal, wenn Sie genau das wollen.',
  'problem.run.not_previewed': 'Zuerst eine Vorschau dieses Pakets mit denselben Optionen, nicht älter als ein Tag.',
  'problem.run.not_failed': 'Dieser Lauf ist nicht gescheitert: Es gibt nichts fortzusetzen.',
  'problem.run.superseded': 'Ein neuerer Lauf dieser Quelle hat begonnen. Importieren Sie das Paket noch einmal.',
  'problem.source.busy': 'Im Augenblick schreibt ein anderer Lauf dieser Quelle. Warten Sie, bis er vorbei ist.',
  'problem.source.closed': 'Diese Quelle ist geschlossen: Nichts aus ihr wird importiert.',
  'problem.source.not_found': 'Es gibt keine Quelle dieses Namens.',
  'problem.renames.invalid':
    'Die Liste anderer Benutzer-IDs nennt einen Benutzer doppelt oder gibt zweien dieselbe Benutzer-ID.',
  'problem.campaign.not_found': 'Diese Kampagne gibt es nicht. Vielleicht ist die Adresse vertippt.',
  'problem.campaign.state': 'Die Kampagne ist nicht mehr in diesem Zustand. Sehen Sie noch einmal nach.',
  'problem.campaign.unknown_people': 'Kein Benutzer der Liste ist hier. Vergleichen Sie die Benutzer-IDs.',
  'problem.campaign.time': 'Nennen Sie einen Zeitpunkt in der Zukunft, innerhalb eines Jahres.',
  'problem.campaign.test_address': 'Eine Test-E-Mail geht nur an Ihre eigene Adresse.',
  'problem.run.exists':
    'Etwas aus dem Paket gibt es hier schon, und Sie wollten in diesem Fall abbrechen. Es wurde nichts geschrieben. Mit „Überspringen“ bleibt, was hier ist, unverändert.',
  'problem.run.parts_failed':
    'Einige Teile konnten nicht übernommen werden. Setzen Sie fort: Die fertigen werden nicht wiederholt.',
  'problem.run.too_many_rejects':
    'Es wurden mehr Datensätze abgelehnt, als die Einstellungen dulden. Sehen Sie nach, warum, berichtigen Sie die Quelle und packen Sie neu; oder erhöhen Sie die Grenze in den Einstellungen und setzen Sie dann fort.',
  'problem.sender.unset':
    'Es wurde keine E-Mail gesendet: Der Absender ist noch der, mit dem eine neue Bereitstellung beginnt. Tragen Sie eine Adresse ein, die Amazon SES bestätigt hat, und fahren Sie dann fort.',
  'problem.sender.not_verified':
    'Es wird nicht weiter gesendet: Amazon SES hat weder den Absender noch seine Domäne bestätigt. Bestätigen Sie ihn dort oder wählen Sie einen anderen, und fahren Sie dann fort.',
  'problem.sender.sandbox':
    'Es wird nicht weiter gesendet: Amazon SES hält das Konto in der Sandbox und sendet nur an bestätigte Empfänger. Beantragen Sie bei AWS den Produktionszugriff, und fahren Sie dann fort.',
  'problem.sender.configuration_set':
    'Es wird nicht weiter gesendet: Amazon SES kennt den Konfigurationssatz dieser Bereitstellung nicht. Lassen Sie sie neu bereitstellen, und fahren Sie dann fort.',
  'problem.sender.paused':
    'Es wird nicht weiter gesendet: Das Senden ist in Amazon SES ausgeschaltet. Sehen Sie dort nach Rückläufern und Beschwerden, lassen Sie es einschalten, und fahren Sie dann fort.',
  'problem.sender.suspended':
    'Es wird nicht weiter gesendet: AWS hat das Senden für das Konto gesperrt. Wem das Konto gehört, der hat eine E-Mail von AWS mit dem Grund.',
  'problem.sender.not_allowed':
    'Es wird nicht weiter gesendet: Diese Bereitstellung darf nicht unter diesem Absender senden. Wer sie betreibt, sollte ihre Mail-Identität mit dem Absender vergleichen; fahren Sie dann fort.',
  'problem.sender.content':
    'Es wird nicht weiter gesendet: Amazon SES weist den Inhalt der E-Mails ab. Prüfen Sie Namen und Antwortadresse in den Einstellungen, und fahren Sie dann fort.',
  'problem.campaign.stopped':
    'Zu viele E-Mails kamen zurück, darum wird nicht weiter gesendet. Sehen Sie nach, wessen, sagen Sie es diesen Personen auf anderem Weg und berichtigen Sie die Adressen. Um mit den übrigen fortzufahren, erhöhen Sie zuerst den geduldeten Anteil in den Mail-Einstellungen.',
  'problem.package.missing': 'Das Paket liegt nicht mehr im Speicher. Laden Sie es noch einmal hoch.',
  'problem.package.changed': 'Die Datei im Speicher wurde inzwischen ersetzt. Laden Sie das Paket noch einmal hoch.',
  'problem.package.not_zip': 'Das ist keine ZIP-Datei. Laden Sie die Datei hoch, die landfall pack geschrieben hat.',
  'problem.package.truncated':
    'Das Paket ist unvollständig oder beschädigt. Kopieren Sie es noch einmal und laden Sie es noch einmal hoch.',
  'problem.package.layout_invalid':
    'Die ZIP-Datei enthält etwas, das nicht in ein Exportpaket gehört. Nehmen Sie die Datei, wie landfall pack sie geschrieben hat; entpacken und packen Sie sie nicht neu.',
  'problem.package.part_missing': 'Ein Teil des Pakets fehlt. Packen Sie neu.',
  'problem.package.part_tampered': 'Ein Teil des Pakets wurde verändert. Verwenden Sie es nicht; packen Sie neu.',
  'problem.package.manifest_invalid':
    'Die Beschreibung des Pakets passt nicht zum Format. Packen Sie neu mit landfall pack.',
  'problem.package.version_unsupported':
    'Das Paket hat ein neueres Format, als diese Installation liest. Packen Sie mit deren Version.',
  'problem.package.unknown_field':
    'Die Beschreibung des Pakets enthält etwas hier Unbekanntes. Packen Sie mit der Version von landfall, die diese Installation hat.',
  'problem.package.unsigned': 'Das Paket ist nicht signiert. Packen Sie neu mit einem Signierschlüssel.',
  'problem.package.untrusted':
    'Das Paket hat niemand signiert, dem diese Installation vertraut. Vergleichen Sie den Schlüssel mit dem Besitzer, lassen Sie den Packer eintragen, und beginnen Sie dann noch einmal.',
  'problem.package.signature_invalid': 'Das Paket wurde nach dem Signieren verändert. Packen Sie neu.',
  'problem.package.signature_old':
    'Die Signatur ist zu alt. Packen Sie neu, damit das Paket den heutigen Stand enthält.',
  'problem.package.wrong_key':
    'Das Paket wurde für eine andere Installation verschlüsselt. Packen Sie neu mit dem Exportschlüssel von dieser.',
  'problem.package.too_large':
    'Das Paket ist größer, als das Format erlaubt. Verteilen Sie den Export auf mehrere Pakete.',
};
