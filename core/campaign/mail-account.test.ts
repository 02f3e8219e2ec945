import { mailAccountView } from './mail-account.ts';
import { quotaView } from './view.ts';

const sender = { from: 'it@corp.example', name: 'Corp', replyTo: '', sandbox: false };
const account = { verified: true, enabled: true, maxSendRate: 14, max24HourSend: 50_000, sentLast24Hours: 100 };

test('says what campaigns may take: four fifths, so that recovery mails have the rest', () => {
  expect(mailAccountView(account, sender)).toEqual({
    from: 'it@corp.example',
    name: 'Corp',
    verified: true,
    enabled: true,
    sandbox: false,
    sandboxAllowed: false,
    rate: 14,
    campaignRate: 11.200000000000001,
    quota: { day: 50_000, sentLast24Hours: 100, share: 40_000, left: 39_900 },
  });
  expect(quotaView({ ...account, max24HourSend: -1 })).toEqual({ sentLast24Hours: 100 });
});

test('says what has to be mended first, and where answers go', () => {
  const inSandbox = { ...account, maxSendRate: 1, max24HourSend: 200 };
  const view = mailAccountView(inSandbox, { ...sender, replyTo: 'help@corp.example' });
  expect(view).toMatchObject({ sandbox: true, replyTo: 'help@corp.example', problem: { code: 'sender.sandbox' } });
  expect(mailAccountView(inSandbox, { ...sender, sandbox: true })).not.toHaveProperty('problem');
});

test('another error is none of the sender', () => {
  const broken = Object.defineProperty({ ...account }, 'verified', {
    get: () => {
      throw new Error('broken');
    },
  });
  expect(() => mailAccountView(broken, sender)).toThrow('broken');
});
