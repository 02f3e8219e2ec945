import type { Texts } from './model.ts';

export const en: Texts = {
  greeting: 'Hello {name},',
  greetingUnnamed: 'Hello,',
  linkHint: 'If the button does not work, copy this address into your browser:',
  closing: 'Questions? Contact {helpDesk}.',
  mails: {
    migration: {
      subject: '{organisation}: your account has moved – please set a password',
      blocks: [
        'Your account and your SecurID token have moved to the new authentication service of {organisation}. Your user ID is still {userId}, and your token keeps working as before. Your old password could not be brought over, so please set a new one now. It takes about five minutes, and you need your token.',
        {
          steps: [
            'Open the Self-Service Console and log on with your token: user ID {userId}, then a code from your token, with your PIN. If you have never had a PIN, enter the code alone; you will choose a PIN first.',
            'Set up your security questions: choose them and answer them.',
            'Log off.',
            'On the logon page, click “Forgot Your Password”, follow the link that we then mail you, and answer your security questions.',
            'Choose your new password. From then on you can log on with it.',
          ],
        },
        { button: 'Open the Self-Service Console' },
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
  },
};
