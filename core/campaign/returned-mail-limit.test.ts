import { checkReturnedMails } from './returned-mail-limit.ts';

const check = (sent: number, bounced: number, complained: number, percent = 4, failed = 0) => {
  try {
    checkReturnedMails({ sent, failed }, { bounced, complained }, percent);
    return 'go on';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  [99, 99, 0, 4, 'go on'],
  [100, 4, 0, 4, 'go on'],
  [100, 5, 0, 4, 'campaign.stopped'],
  [100, 0, 5, 4, 'campaign.stopped'],
  [100, 3, 2, 4, 'campaign.stopped'],
  [1000, 40, 0, 4, 'go on'],
  [1000, 40, 1, 4, 'campaign.stopped'],
  [1000, 100, 0, 10, 'go on'],
  [1000, 1000, 0, 100, 'go on'],
  [0, 0, 0, 4, 'go on'],
])('of %d mails %d bounced, %d complaints, %d %% tolerated: %s', (sent, bounced, complained, percent, expected) => {
  expect(check(sent, bounced, complained, percent)).toBe(expected);
});

test('the error says how many mails came back and what to do', () => {
  expect(() => checkReturnedMails({ sent: 200, failed: 0 }, { bounced: 8, complained: 1 }, 4)).toThrow(
    expect.objectContaining({
      status: 409,
      message: expect.stringMatching(
        /^Of 200 mails 8 bounced and 1 were .* mail\.toleratedReturnsPercent .* again\.$/u,
      ),
      facts: { sent: 200, bounced: 8, complained: 1 },
    }),
  );
});

test.each([
  [96, 4, 'go on'],
  [95, 5, 'campaign.stopped'],
  [90, 9, 'go on'],
  [0, 9, 'go on'],
  [0, 10, 'campaign.stopped'],
  [1, 10, 'go on'],
])('%d mails were taken and %d refused: %s', (sent, refused, expected) => {
  expect(check(sent, 0, 0, 4, refused)).toBe(expected);
});

test('the error names refusals where there are any', () => {
  expect(() => checkReturnedMails({ sent: 0, failed: 12 }, { bounced: 0, complained: 0 }, 4)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(', and 12 were refused,'),
      facts: { sent: 0, bounced: 0, complained: 0, refused: 12 },
    }),
  );
});
