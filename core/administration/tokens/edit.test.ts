import { defaultSettings } from '#core/settings/model.ts';
import { aToken, aUser, NOW } from '#test/support/memory.ts';
import { gives, planTokenEdit, type TokenEdit, tokenEdit } from './edit.ts';

const policy = defaultSettings().tokenPolicy;
const anna = aUser();
const plan = (token = aToken(), edit: Omit<TokenEdit, 'version'> = {}, version = 1) =>
  planTokenEdit(token, anna, { ...edit, version }, policy, NOW + 1);
const { pinHash, ...noPin } = aToken();

test('disabling a token ends the sessions of its user, and disabling it again changes nothing', () => {
  expect(plan(aToken(), { enabled: false })).toEqual({
    change: { set: { enabled: false, updatedAt: NOW + 1 }, remove: [], owner: { seen: anna, endSessions: true } },
    acts: [{ action: 'token.disabled', before: { enabled: true }, after: { enabled: false } }],
  });
  expect(plan(aToken({ enabled: false }), { enabled: false })).toEqual({
    change: { set: { updatedAt: NOW + 1 }, remove: [] },
    acts: [],
  });
});

test('enabling a token resets its wrong passcodes, so that one disabled by them can be used again', () => {
  const disabled = aToken({ enabled: false, failures: 100, suspendedAt: NOW });
  expect(plan(disabled, { enabled: true })).toEqual({
    change: { set: { enabled: true, failures: 0, updatedAt: NOW + 1 }, remove: ['suspendedAt'] },
    acts: [
      {
        action: 'token.enabled',
        before: { enabled: false, failures: 100 },
        after: { enabled: true, failures: 0 },
      },
    ],
  });
  expect(plan(aToken({ failures: 3 }), { enabled: true }).acts).toHaveLength(1);
  expect(plan(aToken(), { enabled: true }).acts).toEqual([]);
});

test('a token that a run has disabled an administrator disables or enables for good', () => {
  const gone = aToken({ enabled: false, disabledBy: { run: 'r' } });
  expect(plan(gone, { enabled: true }).change.remove).toEqual(['disabledBy']);
  expect(plan(gone, { enabled: false })).toMatchObject({
    change: { remove: ['disabledBy'] },
    acts: [{ action: 'token.disabled', before: { enabled: false }, after: { enabled: false } }],
  });
  expect(plan(gone, { lost: true }).change.remove).toEqual([]);
});

test('a token reported lost ends the sessions, and finding it changes nothing else', () => {
  const lost = plan(aToken(), { lost: true });
  expect(lost.change).toMatchObject({ set: { lost: true }, owner: { seen: anna, endSessions: true } });
  expect(lost.acts).toEqual([{ action: 'token.lost', before: { lost: false }, after: { lost: true } }]);
  const found = plan(aToken({ lost: true, enabled: false }), { lost: false });
  expect(found.change).toEqual({ set: { lost: false, updatedAt: NOW + 1 }, remove: [] });
  expect(found.acts).toEqual([{ action: 'token.found', before: { lost: true }, after: { lost: false } }]);
  expect(plan(aToken({ lost: true }), { lost: true }).acts).toEqual([]);
  expect(planTokenEdit(aToken(), undefined, { version: 1, lost: true }, policy, NOW).change.owner).toBeUndefined();
});

test('a cleared PIN goes into the history, and the token into New PIN mode', () => {
  const cleared = plan(aToken({ formerPins: ['b', 'c', 'd'] }), { clearPin: true });
  expect(cleared.change).toEqual({
    set: { formerPins: [pinHash, 'b', 'c'], updatedAt: NOW + 1 },
    remove: ['pinHash'],
    // S7: sessions of the former PIN end.
    owner: { seen: expect.objectContaining({ userId: 'anna' }), endSessions: true },
  });
  expect(cleared.acts).toEqual([{ action: 'token.pin-cleared', before: { pin: 'set' }, after: { pin: 'none' } }]);
  expect(JSON.stringify(cleared.acts)).not.toContain(pinHash);
  const again = plan({ ...noPin, formerPins: ['b'] }, { clearPin: true });
  expect(again.change).toMatchObject({ set: { formerPins: ['b'] }, remove: [] });
  expect(again.acts[0]?.before).toEqual({ pin: 'none' });
  expect(() => plan(aToken({ pinStyle: 'none' }), { clearPin: true })).toThrow(
    expect.objectContaining({ code: 'pin.not_used' }),
  );
});

test('an edit may hold several fields, asks for the version that was seen, and refuses other fields', () => {
  const both = plan(aToken({ enabled: false }), { enabled: true, lost: true, clearPin: true });
  expect(both.acts.map(({ action }) => action)).toEqual(['token.enabled', 'token.lost', 'token.pin-cleared']);
  expect(() => plan(aToken({ version: 2 }), { enabled: false })).toThrow(
    expect.objectContaining({ code: 'token.conflict', status: 409 }),
  );
  for (const more of [{ pinHash: 'x' }, { lastInterval: 0 }, { clearPin: false }, { assignee: 'bert' }])
    expect(tokenEdit.safeParse({ version: 1, ...more }).success).toBe(false);
});

test('enabling, finding and clearing the PIN count as giving, disabling and losing do not', () => {
  for (const edit of [{ enabled: true }, { lost: false }, { clearPin: true as const }])
    expect(gives({ version: 1, ...edit })).toBe(true);
  for (const edit of [{ enabled: false }, { lost: true }, {}, { enabled: false, lost: true }])
    expect(gives({ version: 1, ...edit })).toBe(false);
  expect(gives({ version: 1, enabled: false, clearPin: true })).toBe(true);
});

test('A9: a temporary code ends when its token is found or its PIN cleared, and not with another edit', () => {
  const temporaryCode = { hash: 'h', givenAt: NOW, epoch: 0, serials: [] };
  const lost = aToken({ lost: true, temporaryCode });
  expect(plan(lost, { lost: false }).change.remove).toEqual(['temporaryCode']);
  expect(plan(lost, { clearPin: true }).change.remove).toEqual(['pinHash', 'temporaryCode']);
  expect(plan(lost, { enabled: false }).change.remove).toEqual([]);
});

test('A9: a PIN that is cleared gives its user a way in, one that was not set gives none', () => {
  expect(plan(aToken(), { clearPin: true }).gives).toEqual(['cleared-pin']);
  const { pinHash: _pin, ...without } = aToken();
  expect(plan(without, { clearPin: true })).not.toHaveProperty('gives');
});

test('enabling a token that is suspended ends that, although no wrong passcode is counted any more', () => {
  const suspended = aToken({ suspendedAt: NOW });
  expect(plan(suspended, { enabled: true })).toMatchObject({
    change: { remove: ['suspendedAt'] },
    acts: [{ action: 'token.enabled' }],
  });
});
