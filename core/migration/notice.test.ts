import { isTold, NOTICE_STATUSES, noticeId, noticeOfPerson, noticePerson, wasSent } from './notice.ts';

test('the id of a notice fits a mail’s tag and differs between users', () => {
  expect(noticeId('ana')).toBe('24d4b96f58da6d4a8512313bbd02a28ebf0ca95dec6e4c86ef78ce7f01e788ac'.slice(0, 32));
  expect(noticeId('bo')).not.toBe(noticeId('ana'));
  expect(noticeId('ünsal mit leerzeichen')).toMatch(/^[0-9a-f]{32}$/u);
});

test('a notice that came back counts as sent', () => {
  expect(NOTICE_STATUSES.filter(wasSent)).toEqual(['sent', 'bounced', 'complained']);
});

test('a user is told by a mail that was sent or may have been, not by one that came back', () => {
  expect(NOTICE_STATUSES.filter(isTold)).toEqual(['claimed', 'sent', 'uncertain', 'complained']);
});

test.each([
  ['of before', {}, { source: 'a', externalId: '1' }, true],
  ['of the same person', { source: 'a', externalId: '1' }, { source: 'a', externalId: '1' }, true],
  ['of a person without an immutable id', { source: 'a' }, { source: 'a', externalId: '1' }, true],
  ['of another person', { source: 'a', externalId: '2' }, { source: 'a', externalId: '1' }, false],
  ['of another source', { source: 'b' }, { source: 'a', externalId: '1' }, false],
])('a notice %s', (_name, notice, person, same) => {
  expect(noticeOfPerson(notice, person)).toBe(same ? notice : undefined);
  expect(noticeOfPerson(undefined, person)).toBeUndefined();
  expect(noticePerson(notice)).toEqual(notice);
});
