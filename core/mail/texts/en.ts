import type { Texts } from './model.ts';

export const en: Texts = {
  greeting: 'Hello {name},',
  greetingUnnamed: 'Hello,',
  linkHint: 'If the button does not work, copy this address into your browser:',
  closing: 'Questions? Contact {helpDesk}.',
  changes: {
    address: {
      title: 'your e-mail address was changed',
      text: 'The e-mail address of the user ID {userId} was changed to this one.',
    },
    'address-former': {
      title: 'your e-mail address was changed',
      text: 'This is not the e-mail address of the user ID {userId} any more. Messages about the account no longer come here.',
    },
    answers: {
      title: 'your security questions were changed',
      text: 'The security questions of the user ID {userId} were answered anew.',
    },
    'answers-cleared': {
      title: 'your answers were cleared',
      text: 'The answers to the security questions of the user ID {userId} were cleared. You can set up new ones in the Self-Service Console.',
    },
    'answers-dropped': {
      title: 'some of your answers were removed',
      text: 'Some answers to the security questions of the user ID {userId} were removed, because their questions are not asked any more. You can choose others in the Self-Service Console.',
    },
    pin: { title: 'your PIN was changed', text: 'A new PIN was set for the token {serial} of the user ID {userId}.' },
    'pin-cleared': {
      title: 'your PIN was cleared',
      text: 'The PIN of the token {serial} of the user ID {userId} was cleared. You choose a new one at the next logon with it.',
    },
    'token-assigned': {
      title: 'a token was assigned to you',
      text: 'The token {serial} was assigned to the user ID {userId}. It can be used to log on.',
    },
    'token-unassigned': {
      title: 'a token was taken from your account',
      text: 'The token {serial} does not belong to the user ID {userId} any more.',
    },
    'token-enabled': {
      title: 'your token was enabled',
      text: 'The token {serial} of the user ID {userId} was enabled: it can be used to log on.',
    },
    'token-disabled': {
      title: 'your token was disabled',
      text: 'The token {serial} of the user ID {userId} was disabled: it can’t be used to log on.',
    },
    'token-lost': {
      title: 'your token was reported lost',
      text: 'The token {serial} of the user ID {userId} was reported lost: it can’t be used to log on.',
    },
    'token-found': {
      title: 'your token counts as found',
      text: 'The token {serial} of the user ID {userId} does not count as lost any more: it can be used to log on.',
    },
    'temporary-code': {
      title: 'your lost token was given a temporary code',
      text: 'A temporary code was given out that takes the place of the tokencode of your lost token {serial}, for one logon of the user ID {userId}. It counts only together with your PIN.',
    },
    'temporary-password': {
      title: 'you were given a temporary password',
      text: 'The user ID {userId} was given a temporary password. It has to be replaced by one of your own at the next logon, and can be used until {until} at the latest.',
    },
    role: {
      title: 'your rights as an administrator were changed',
      text: 'The administrative role of the user ID {userId} was changed.',
    },
    'user-id': {
      title: 'your user ID was changed',
      text: 'The user ID of your account is {userId} from now on. Use it wherever you used the one before; your token and your answers stay as they are.',
    },
    'break-glass': {
      title: 'an administrator was created in an emergency',
      text: 'An operator of this deployment created another administrator with --break-glass, although there are administrators. The audit names the operator and the new administrator. You are told because the user ID {userId} has a role.',
    },
  },
  changers: {
    user: 'a person who was logged on with this user ID, or was logging on',
    administrator: 'an administrator',
    operator: 'an operator of this service',
    import: 'an import from your organisation’s directory',
  },
  waits:
    'No link to reset the password is sent before {until}. Until then a passcode from your token takes the place of the link.',
  mails: {
    migration: {
      subject: '{organisation}: your account has moved – please set a password',
      blocks: [
        'Your account and your SecurID token have moved to the new authentication service of {organisation}. Your old password could not come along, so please set a new one. It takes about three minutes, and you need your token.',
        { button: 'Open the Self-Service Console' },
        'Your user ID is still {userId}, and your token keeps working as before. These are the steps:',
        {
          steps: [
            'Open the Self-Service Console and log on with your token: user ID {userId}, then a code from your token, with your PIN. If you have never had a PIN, enter the code alone; you will choose a PIN first.',
            'Set up your security questions: choose them and answer them.',
            'Log off.',
            'On the logon page, click “Forgot Your Password”, follow the link that we then mail you, and answer your security questions.',
            'Choose your new password. From then on you can log on with it.',
          ],
        },
        'The link opens the console with your user ID filled in. It is good for {days} days and gives nobody access without your token.',
        'We will never ask you for your PIN, a code from your token or your password by e-mail or on the phone.',
      ],
    },
    reminder: {
      subject: '{organisation}: your password is still missing',
      blocks: [
        'Some time ago we wrote to you that your account and your SecurID token have moved to the new authentication service of {organisation}. You have not set a password there yet. It takes about three minutes, and you need your token.',
        { button: 'Open the Self-Service Console' },
        'These are the steps, for the user ID {userId}:',
        {
          steps: [
            'Open the Self-Service Console and log on with your token: user ID {userId}, then a code from your token, with your PIN. If you have never had a PIN, enter the code alone; you will choose a PIN first.',
            'Set up your security questions: choose them and answer them.',
            'Log off.',
            'On the logon page, click “Forgot Your Password”, follow the link that we then mail you, and answer your security questions.',
            'Choose your new password. From then on you can log on with it.',
          ],
        },
        'The link opens the console with your user ID filled in. It is good for {days} days and gives nobody access without your token.',
        'We will never ask you for your PIN, a code from your token or your password by e-mail or on the phone.',
      ],
    },
    'recovery-link': {
      subject: '{organisation}: reset your password',
      blocks: [
        'Somebody, probably you, clicked “Forgot Your Password” for the user ID {userId}.',
        { button: 'Reset my password' },
        'The link works once and only for {minutes} minutes.',
        'If it was not you, ignore this message: nothing has changed, and your password stays as it is.',
      ],
    },
    'recovery-not-ready': {
      subject: '{organisation}: log on with your token',
      blocks: [
        'Somebody, probably you, clicked “Forgot Your Password” for the user ID {userId}. That is not possible for this account yet.',
        'Please log on to the Self-Service Console with your token first.',
        { button: 'Log on with your token' },
        'If it was not you, ignore this message: nothing has changed.',
      ],
    },
    'password-changed': {
      subject: '{organisation}: your password was changed',
      blocks: [
        'The password of the user ID {userId} was changed on {time}. All other sessions have been ended.',
        'If that was you, there is nothing left to do.',
        'If it was not you, contact {helpDesk} at once and have your account locked.',
      ],
    },
    'administrator-reset': {
      subject: '{organisation}: choose a new password',
      blocks: [
        'An administrator has started a password reset for the user ID {userId}.',
        { button: 'Choose a new password' },
        'The link works once and only for {hours} hours. Until you have chosen a new password, nothing changes.',
        'If you did not ask for this, contact {helpDesk}.',
      ],
    },
    'new-pin-proof': {
      subject: '{organisation}: confirm your new PIN',
      blocks: [
        'A PIN is about to be set for a token of the user ID {userId}. Enter this code on the page that asks for it:',
        { code: '{code}' },
        'The code works once and only for {minutes} minutes.',
        'If it was not you, contact {helpDesk} at once: somebody else may be holding your token.',
      ],
    },
    'recovery-wait': {
      subject: '{organisation}: no reset by link yet',
      blocks: [
        'Somebody, probably you, clicked “Forgot Your Password” for the user ID {userId}. An administrator changed the e-mail address of this account a short time ago, so we send no link before {until}. This protects you, should the change be wrong.',
        'You need not wait if you have your token: choose the way with a passcode on the page “Forgot Your Password”, instead of the link.',
        { button: 'Open “Forgot Your Password”' },
        'If it was not you, ignore this message: nothing has changed.',
      ],
    },
    'way-changed': {
      subject: '{organisation}: {title}',
      blocks: [
        '{what}',
        'This was done on {time} by {who}.',
        'If you know of this, there is nothing left to do.',
        'If you do not, contact {helpDesk} at once and have your account locked.',
      ],
    },
  },
};
