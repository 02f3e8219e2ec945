/**
 * What the pages call each setting: `field` its name, `hint` more about it, `option` and `advice` of a choice, `wrong` why a value
 * is refused. In a text, `{min}`, `{max}`, `{items}` and `{default}` are the setting's own numbers (core/settings/model.ts).
 */
import type { SettingPath } from '#core/settings/model.ts';

type Names = Readonly<Record<`settings.field.${SettingPath}`, string>>;
type More = Readonly<Partial<Record<`settings.${'hint' | 'wrong'}.${SettingPath}`, string>>>;
type OfChoices = Readonly<Record<`settings.${'option' | 'advice'}.${SettingPath}.${string}`, string>>;

export const settingFields = {
  'settings.field.consoleAuthentication.selfService': 'Console Authentication Method',
  'settings.field.consoleAuthentication.security': 'Console Authentication Method',
  'settings.field.selfServiceFeatures.forgotPasswordLink': 'Display Forgot your password link',
  'settings.hint.selfServiceFeatures.forgotPasswordLink':
    'On the logon page of the Self-Service Console. The procedure needs it.',
  'settings.field.internalDatabase.passwordRequired': 'Password required',
  'settings.hint.internalDatabase.passwordRequired':
    'On: no edit of a user without a password is saved unless it gives one. Off: imported users can be edited as they are.',
  'settings.field.securityQuestions.enrolment': 'Questions to answer at enrolment',
  'settings.hint.securityQuestions.enrolment': 'At least as many as are asked for a new password.',
  'settings.wrong.securityQuestions.enrolment':
    'At least as many questions must be answered as are asked for a new password.',
  'settings.field.securityQuestions.authentication': 'Questions asked for a new password',
  'settings.hint.securityQuestions.authentication': 'All of them must be right.',
  'settings.field.securityQuestions.defaultLanguage': 'Default language',
  'settings.hint.securityQuestions.defaultLanguage': 'For users whose language has no set of questions.',
  'settings.field.securityQuestions.aliases': 'Aliases',
  'settings.field.recovery.mode': 'Verification',
  'settings.option.recovery.mode.email-link+questions': 'A mailed link, then security questions',
  'settings.advice.recovery.mode.email-link+questions':
    'The default. The answers are worth little by themselves; the mailbox is the proof.',
  'settings.option.recovery.mode.email-link+token': 'A mailed link, then a token passcode',
  'settings.advice.recovery.mode.email-link+token':
    'The strongest: what NIST SP 800-63B-4 accepts. Users need their token.',
  'settings.option.recovery.mode.questions': 'Security questions alone',
  'settings.advice.recovery.mode.questions':
    'The old console’s way. NIST SP 800-63B-4 and OWASP ASVS 6.4.2 advise against it: others may know or guess the answers. A first PIN then always takes a code from the mailbox.',
  'settings.field.recovery.linkMinutes': 'The mailed link is good for',
  'settings.field.recovery.readdressedWaitHours': 'After a new address from an administrator, no link for',
  'settings.hint.recovery.readdressedWaitHours':
    'The former and the new address are told. Until then a passcode takes the place of the link. 0 for no wait.',
  'settings.field.recovery.wrongSetsPerDay': 'Wrong sets of answers a day',
  'settings.hint.recovery.wrongSetsPerDay': 'After so many it is over for the day.',
  'settings.field.recovery.mailsPerUserPerHour': 'Mails to a user an hour',
  'settings.field.recovery.mailsPerMailboxPerHour': 'Mails to a mailbox an hour',
  'settings.hint.recovery.mailsPerMailboxPerHour': 'Of all users who share it.',
  'settings.field.lockout.failures': 'Failed logons before the lockout',
  'settings.field.lockout.windowHours': 'Failed logons are counted for',
  'settings.hint.lockout.windowHours': 'Then the count begins anew.',
  'settings.field.lockout.lockoutMinutes': 'A lockout lasts',
  'settings.field.throttles.logonsPerSourcePerMinute': 'Failed steps from an address a minute',
  'settings.hint.throttles.logonsPerSourcePerMinute': 'Steps under way count as failed until they are done.',
  'settings.field.throttles.failedLogonsPerSourcePerDay': 'Failed logons from an address a day',
  'settings.hint.throttles.failedLogonsPerSourcePerDay': 'Each person who logs on from there makes up for three.',
  'settings.field.throttles.failedLogonsPer24PerDay': 'Failed logons from an IPv4 network /24 a day',
  'settings.hint.throttles.failedLogonsPer24PerDay':
    'Addresses where users have logged on in the last week are not judged by the networks around them.',
  'settings.field.throttles.failedLogonsPer56PerDay': 'Failed logons from an IPv6 network /56 a day',
  'settings.hint.throttles.failedLogonsPer56PerDay': 'What one subscriber usually has.',
  'settings.field.throttles.failedLogonsPer48PerDay': 'Failed logons from an IPv6 network /48 a day',
  'settings.field.throttles.failedLogonsOverall':
    'Failed logons in six hours, everywhere together, before the overall limit',
  'settings.hint.throttles.failedLogonsOverall':
    'While the overall limit is reached, each code from a token is asked for the next one too, except where users have logged on in the last week. The higher, the better the chances of guessing.',
  'settings.field.throttles.forgotPasswordPer24PerHour': 'Forgot Your Password from an IPv4 network /24 an hour',
  'settings.field.throttles.forgotPasswordPer56PerHour': 'Forgot Your Password from an IPv6 network /56 an hour',
  'settings.field.throttles.forgotPasswordPer48PerHour': 'Forgot Your Password from an IPv6 network /48 an hour',
  'settings.field.throttles.officeNetworks': 'Networks of your offices',
  'settings.hint.throttles.officeNetworks':
    'One a line, such as 192.0.2.0/24 or 2001:db8:1::/48. Their limits are higher.',
  'settings.wrong.throttles.officeNetworks':
    'At most {items} networks or addresses, such as 192.0.2.0/24; IPv4 from /16 and IPv6 from /32 on.',
  'settings.field.throttles.officeFactor': 'So many times higher are the limits of offices',
  'settings.field.throttles.forgotPasswordPerSourcePerHour': 'Forgot Your Password from an address an hour',
  'settings.field.tokenPolicy.wrongPasscodesToNextTokencode': 'Wrong passcodes before the next tokencode is asked for',
  'settings.field.tokenPolicy.failuresToDisable': 'Wrong passcodes in a row that suspend a token',
  'settings.hint.tokenPolicy.failuresToDisable': 'Its user brings it back by giving two codes one after the other.',
  'settings.field.tokenPolicy.pinMinLength': 'Least length of a PIN',
  'settings.wrong.tokenPolicy.pinMinLength': 'The least length must not be greater than the greatest.',
  'settings.field.tokenPolicy.pinMaxLength': 'Greatest length of a PIN',
  'settings.field.tokenPolicy.pinCharacters': 'Characters of a PIN',
  'settings.option.tokenPolicy.pinCharacters.digits': 'Digits',
  'settings.option.tokenPolicy.pinCharacters.alphanumeric': 'Letters and digits',
  'settings.field.tokenPolicy.pinChoice': 'Who chooses a new PIN',
  'settings.option.tokenPolicy.pinChoice.user': 'The user',
  'settings.option.tokenPolicy.pinChoice.system': 'The system',
  'settings.option.tokenPolicy.pinChoice.either': 'The user, or the system if the user likes',
  'settings.field.tokenPolicy.pinHistory': 'Former PINs that can’t be chosen again',
  'settings.hint.tokenPolicy.pinHistory': '0: every PIN may come again.',
  'settings.field.tokenPolicy.temporaryCodeHours': 'How long a temporary code for a lost token counts',
  'settings.hint.tokenPolicy.temporaryCodeHours': 'It takes the place of one tokencode and is used once, with the PIN.',
  'settings.field.tokenPolicy.newPinProof': 'Proof before a first PIN',
  'settings.hint.tokenPolicy.newPinProof':
    'With recovery by security questions alone the code is asked for in any case, whatever is chosen here.',
  'settings.option.tokenPolicy.newPinProof.none': 'The tokencode alone',
  'settings.option.tokenPolicy.newPinProof.mail': 'A code from the user’s mailbox too',
  'settings.advice.tokenPolicy.newPinProof.mail':
    'So that whoever finds a new token can’t make it theirs. Who has no mailbox needs an administrator.',
  'settings.field.passwordPolicy.minLength': 'Least length',
  'settings.hint.passwordPolicy.minLength': 'Where the password alone logs on. NIST SP 800-63B-4 asks for 15 at least.',
  'settings.wrong.passwordPolicy.minLength':
    'At least 15 characters: this is the length where the password alone logs on.',
  'settings.field.passwordPolicy.minLengthWithToken': 'Least length where a token is always asked for too',
  'settings.hint.passwordPolicy.minLengthWithToken': 'At most the length above.',
  'settings.wrong.passwordPolicy.minLengthWithToken': 'It must not be greater than the least length above.',
  'settings.field.passwordPolicy.leastStrength': 'Least strength',
  'settings.hint.passwordPolicy.leastStrength':
    'How hard a password is to guess, by the estimate that the page shows while it is typed. Rows of keys, sequences, dates and common words count little.',
  'settings.option.passwordPolicy.leastStrength.any': 'Any',
  'settings.option.passwordPolicy.leastStrength.fair': 'Fair',
  'settings.option.passwordPolicy.leastStrength.good': 'Good',
  'settings.option.passwordPolicy.leastStrength.very-good': 'Very good',
  'settings.field.passwordPolicy.history': 'Former passwords that can’t be chosen again',
  'settings.hint.passwordPolicy.history': '0: every password may come again.',
  'settings.field.passwordPolicy.words': 'Your organisation’s own words',
  'settings.hint.passwordPolicy.words':
    'One a line, {min} to {max} characters each: names of products, sites, teams. Passwords that hold one are refused.',
  'settings.wrong.passwordPolicy.words': 'At most {items} words of {min} to {max} characters each.',
  'settings.field.passwordPolicy.breachedPasswords': 'Refuse passwords known from breaches',
  'settings.hint.passwordPolicy.breachedPasswords':
    'Only the first 5 characters of a hash leave the deployment, never the password.',
  'settings.field.passwordPolicy.breachedPasswordsUrl': 'Who is asked about breaches',
  'settings.hint.passwordPolicy.breachedPasswordsUrl':
    'Have I Been Pwned, or your own mirror of its range service. Ends with a slash.',
  'settings.wrong.passwordPolicy.breachedPasswordsUrl':
    'An https address that ends with a slash, without user name, query or fragment.',
  'settings.field.administratorReset.allowTypedPassword': 'Administrators may type a user’s password',
  'settings.hint.administratorReset.allowTypedPassword':
    'The user must change it at the next logon. Off: only links and one-time passwords.',
  'settings.field.administratorReset.linkHours': 'The mailed link is good for',
  'settings.field.administratorReset.temporaryPasswordHours': 'A password given out by an administrator is good for',
  'settings.hint.administratorReset.temporaryPasswordHours':
    'Also typed ones. After the first use it ends in 30 minutes.',
  'settings.field.administratorReset.temporaryPasswordsPerHour':
    'Passwords that one administrator may give out an hour',
  'settings.field.sessions.displayHours': 'A display for a wall lasts',
  'settings.hint.sessions.displayHours':
    'It shows counts of people alone, without names. After that it asks for a new logon.',
  'settings.field.sessions.idleMinutes': 'Ends without a request after',
  'settings.field.sessions.overallHours': 'Ends in any case after',
  'settings.field.organisation.name': 'Name',
  'settings.hint.organisation.name': 'In the head of every page and in every mail.',
  'settings.field.organisation.helpDesk': 'Help desk',
  'settings.hint.organisation.helpDesk':
    'Whom to turn to: a telephone number, an address, a name. It ends the sentence “Questions? Contact …”.',
  'settings.field.mail.from': 'From',
  'settings.hint.mail.from': 'Exactly one address, without a name. The mail service must know it.',
  'settings.field.mail.senderName': 'Sender’s name',
  'settings.hint.mail.senderName': 'Shown beside the address. Empty: the organisation’s name.',
  'settings.field.mail.replyTo': 'Answers go to',
  'settings.hint.mail.replyTo': 'Exactly one address, without a name. Empty: answers go to the sender.',
  'settings.wrong.mail.replyTo': 'Enter exactly one e-mail address, or nothing.',
  'settings.field.mail.sandbox': 'Send in the sandbox of Amazon SES',
  'settings.hint.mail.sandbox':
    'For a trial: only recipients that Amazon SES has verified get a mail; the others are listed as refused.',
  'settings.field.mail.defaultLanguage': 'Default language',
  'settings.hint.mail.defaultLanguage': 'For users whose language is not one of these.',
  'settings.field.mail.linkDays': 'The link in the migration e-mail is good for',
  'settings.hint.mail.linkDays': 'It opens the console with the user ID filled in, and grants nothing by itself.',
  'settings.field.mail.toleratedReturnsPercent': 'Returned mails that stop a campaign',
  'settings.hint.mail.toleratedReturnsPercent': 'Of at least 100 mails, those that bounced or were called spam.',
  'settings.field.mail.campaignDays': 'A campaign should be done within',
  'settings.hint.mail.campaignDays': 'One that is expected to take longer is shown as late, and an alarm rings.',
  'settings.field.reminders.everyDays': 'Reminders after',
  'settings.hint.reminders.everyDays':
    'Users who were told, can log on and have no password yet get a reminder so many days after the mail before. 0: none is sent by itself.',
  'settings.field.reminders.atMost': 'Reminders to a user, at most',
  'settings.field.migration.policy': 'Users and tokens that are there already',
  'settings.option.migration.policy.correct': 'Correct what has not been used',
  'settings.advice.migration.policy.correct':
    'Users and tokens that have not been used here follow the newest export of their source; of those in use, names and language do.',
  'settings.option.migration.policy.skip': 'Leave them as they are',
  'settings.advice.migration.policy.skip': 'Nothing of them is touched.',
  'settings.option.migration.policy.update': 'Update names and language',
  'settings.advice.migration.policy.update': 'Never passwords, PINs, answers, addresses, dates or lockouts.',
  'settings.option.migration.policy.fail': 'Write nothing at all',
  'settings.advice.migration.policy.fail': 'The import stops before it begins if anything of it exists.',
  'settings.field.migration.toleratedRejects': 'Rejected records that a run tolerates',
  'settings.hint.migration.toleratedRejects': 'With more, the run fails.',
  'settings.field.migration.packageDays': 'Packages are kept for',
  'settings.hint.migration.packageDays': 'Then the uploaded file is deleted.',
  'settings.field.migration.signatureDays': 'Greatest age of a package’s signature',
  'settings.hint.migration.signatureDays': 'Older packages are refused.',

  'settings.field.corrections.told': 'Corrections of people who have had their e-mail',
  'settings.option.corrections.told.confirm': 'Wait for a super administrator’s yes',
  'settings.advice.corrections.told.confirm':
    'Address, answers, seed, PIN and tokens of them stay until the run is confirmed: a stolen packer’s key takes over none of them.',
  'settings.option.corrections.told.apply': 'Follow the export at once',
  'settings.advice.corrections.told.apply':
    'Address, answers, seed, PIN and tokens of them change without a further question.',
  'settings.field.corrections.beforeImageDays': 'Time in which an import can be taken back',
  'settings.hint.corrections.beforeImageDays':
    'What people and tokens were before an import is kept for so long, encrypted.',
} as const satisfies Names & More & OfChoices;
