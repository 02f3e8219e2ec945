import { aToken, aUser, NOW } from '#test/support/memory.ts';
import { checkMayDelete, planAssignment, planUnassignment, tokenAssignment, tokenDeletion } from './assign.ts';

const { assignee: _none, ...spare } = aToken({ serial: '000000000002', failures: 7 });
const anna = aUser({ version: 4 });
const asked = (more: object = {}) => ({ version: 1, clearPin: false, ...more });

describe('assigning', () => {
  test('gives an unassigned token to a user as it is, without the failures of the user before', () => {
    expect(planAssignment(spare, anna, asked(), NOW + 1)).toEqual({
      change: {
        set: { assignee: 'anna', failures: 0, updatedAt: NOW + 1 },
        remove: [],
        owner: { seen: anna, tokens: ['000000000001', '000000000002'], endSessions: false },
      },
      acts: [
        {
          action: 'token.assigned',
          before: { assignee: null, pin: 'set' },
          after: { assignee: 'anna', pin: 'set' },
        },
      ],
    });
  });
  test('names the user by key, and lists a token once that was in the list already', () => {
    const user = aUser({ userId: 'ANNA', tokens: [spare.serial, '000000000001'] });
    const { change } = planAssignment(spare, user, asked(), NOW);
    expect(change.set.assignee).toBe('anna');
    expect(change.owner).toMatchObject({ tokens: ['000000000001', spare.serial] });
  });
  test('puts the token into New PIN mode if asked', () => {
    const { change, acts } = planAssignment(spare, anna, asked({ clearPin: true }), NOW);
    expect(change.remove).toEqual(['pinHash']);
    expect(acts[0]?.after).toEqual({ assignee: 'anna', pin: 'none' });
    const { pinHash: _pin, ...noPin } = spare;
    expect(planAssignment(noPin, anna, asked({ clearPin: true }), NOW).change.remove).toEqual([]);
    expect(planAssignment(noPin, anna, asked(), NOW).acts[0]?.after).toEqual({ assignee: 'anna', pin: 'none' });
    expect(tokenAssignment.parse({ version: 1, userId: 'anna' })).toMatchObject({ clearPin: false });
  });
  test.each<[string, () => unknown, object]>([
    [
      'one that is assigned',
      () => planAssignment(aToken(), aUser({ userId: 'bert' }), asked(), NOW),
      { code: 'token.assigned' },
    ],
    ['one’s own again', () => planAssignment(aToken(), anna, asked(), NOW), { code: 'token.assigned' }],
    ['one that has changed', () => planAssignment(spare, anna, asked({ version: 2 }), NOW), { code: 'token.conflict' }],
    [
      'a 21st',
      () =>
        planAssignment(spare, aUser({ tokens: Array.from({ length: 20 }, (_, index) => `t${index}`) }), asked(), NOW),
      { code: 'token.too_many', facts: { max: 20 } },
    ],
  ])('refuses %s', (_what, run, error) => {
    expect(run).toThrow(expect.objectContaining({ status: 409, ...error }));
  });
});

describe('unassigning', () => {
  test('removes assignee, PINs and name and ends the user’s sessions', () => {
    const token = aToken({ formerPins: ['h'], nickname: 'the red one', failures: 2 });
    expect(planUnassignment(token, anna, 1, NOW + 1)).toEqual({
      change: {
        set: { failures: 0, updatedAt: NOW + 1 },
        remove: ['assignee', 'pinHash', 'formerPins', 'nickname'],
        owner: { seen: anna, tokens: [], endSessions: true },
      },
      acts: [
        {
          action: 'token.unassigned',
          before: { assignee: 'anna', pin: 'set' },
          after: { assignee: null, pin: 'none' },
        },
      ],
    });
  });
  test('works for a user who has been deleted', () => {
    const { pinHash: _pin, ...noPin } = aToken();
    const { change } = planUnassignment(noPin, undefined, 1, NOW);
    expect(change).toEqual({ set: { failures: 0, updatedAt: NOW }, remove: ['assignee'] });
  });
  test('refuses a token that is unassigned, or has changed since', () => {
    expect(() => planUnassignment(spare, undefined, 1, NOW)).toThrow(
      expect.objectContaining({ code: 'token.unassigned', status: 409 }),
    );
    expect(() => planUnassignment(aToken(), anna, 2, NOW)).toThrow(expect.objectContaining({ code: 'token.conflict' }));
  });
});

describe('deleting', () => {
  test('takes a token that is assigned to no user, in the version that was seen', () => {
    expect(() => checkMayDelete(spare, 1)).not.toThrow();
    expect(tokenDeletion.parse({ version: 1 })).toEqual({ version: 1 });
  });
  test('refuses a token that a user has, or that has changed since', () => {
    expect(() => checkMayDelete(aToken(), 1)).toThrow(expect.objectContaining({ code: 'token.in_use', status: 409 }));
    expect(() => checkMayDelete(spare, 2)).toThrow(expect.objectContaining({ code: 'token.conflict' }));
  });
});
