import { defaultSettings } from '#core/settings/model.ts';
import { checkAccount, identitiesOf, type MailAccount, senderOf } from './sender.ts';

const GOOD: MailAccount = { verified: true, enabled: true, maxSendRate: 14, max24HourSend: 50_000 };
function check(account: Partial<MailAccount>, from = 'it@corp.example', sandbox = false): string {
  try {
    checkAccount({ ...GOOD, ...account }, { from, sandbox });
    return 'go on';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('a verified sender of an account in production may send', () => {
  expect(check({})).toBe('go on');
  expect(check({ max24HourSend: -1 })).toBe('go on');
  expect(check({ max24HourSend: 200, maxSendRate: 14 })).toBe('go on');
});

test('a sender that is not verified is refused, and so is the one that a new deployment begins with', () => {
  expect(check({ verified: false })).toBe('sender.not_verified');
  expect(check({ verified: false }, defaultSettings().mail.from)).toBe('sender.unset');
});

test('an account whose sending is switched off, and one in the sandbox, are refused', () => {
  expect(check({ enabled: false })).toBe('sender.paused');
  expect(check({ max24HourSend: 200, maxSendRate: 1 })).toBe('sender.sandbox');
  expect(check({ max24HourSend: 200, maxSendRate: 1 }, 'it@corp.example', true)).toBe('go on');
});

test('an address, its domain and the domains above it stand for a sender, but no top-level domain does', () => {
  expect(identitiesOf('It@Mail.Corp.example')).toEqual(['It@Mail.Corp.example', 'mail.corp.example', 'corp.example']);
  expect(identitiesOf('root@localhost')).toEqual(['root@localhost', 'localhost']);
});

test('a sender without a name of its own bears the organisation’s', () => {
  const { mail, organisation } = defaultSettings();
  const named = { ...mail, from: 'it@corp.example', senderName: 'Help', replyTo: 'help@corp.example', sandbox: true };
  expect(senderOf({ mail: named, organisation })).toEqual({
    from: 'it@corp.example',
    name: 'Help',
    replyTo: 'help@corp.example',
    sandbox: true,
  });
  expect(senderOf({ mail, organisation }).name).toBe(organisation.name);
});
