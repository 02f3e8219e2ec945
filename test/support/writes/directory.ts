/** The writes of adapters/directory and adapters/administration: each prepares what it needs, and returns the write itself. */
import { completeLogon } from '#adapters/access/logons.ts';
import { createAdministrator } from '#adapters/administration/administrators.ts';
import { removeHanging, removeUser } from '#adapters/administration/erasure.ts';
import { removeToken, saveToken } from '#adapters/administration/tokens.ts';
import { keepAnswers, saveUser } from '#adapters/administration/users.ts';
import { writeBranding } from '#adapters/directory/branding.ts';
import { filledOf, lookUpUser, readTokensFilled } from '#adapters/directory/decoys.ts';
import * as failures from '#adapters/directory/failures.ts';
import { writeMailText } from '#adapters/directory/mail-texts.ts';
import { addPacker, removePacker } from '#adapters/directory/packers.ts';
import { putPersons } from '#adapters/directory/persons.ts';
import { writeSets } from '#adapters/directory/questions.ts';
import { markRestored, readSettings, writeSettings } from '#adapters/directory/settings.ts';
import * as tokens from '#adapters/directory/tokens.ts';
import * as users from '#adapters/directory/users.ts';
import { hit } from '#adapters/operations/throttles.ts';
import type { Token, User } from '#core/directory/model.ts';
import { putToken, putUser } from '../directory-items.ts';
import { aToken, aUser, NOW } from '../memory.ts';
import { type Case, ENTRIES } from './cases.ts';
import { SESSION } from './operations.ts';

const POLICY = { limit: 3, windowMs: 60_000, lockoutMs: 60_000 };
const PASSWORD: NonNullable<User['password']> = { hash: 'old', changedAt: NOW, mustChange: true, history: [] };
const ANSWER = { language: 'en', question: 'Where?', hash: 'h' } as unknown as User['answers'][number];
const PACKER = { id: 'p', name: 'Packer', publicKey: 'key', addedAt: NOW, addedBy: 'root' };

async function anna(more: Partial<User> = {}): Promise<User> {
  const user = aUser(more);
  await putUser('anna', user);
  return user;
}
async function fob(more: Partial<Token> = {}): Promise<Token> {
  const token = aToken(more);
  await putToken(token);
  return token;
}
const SERIAL = aToken().serial;

export const DIRECTORY: Readonly<Record<string, Case>> = {
  'access/logons.ts completeLogon': async () => {
    await anna({ failures: 2 });
    await fob();
    const by = { assignee: 'anna', interval: 7, resetFailures: true, now: NOW };
    const logon = { session: SESSION, withToken: true, spends: { serial: SERIAL, by }, now: NOW };
    return async () => [await completeLogon(logon, ENTRIES), await completeLogon(logon, ENTRIES)];
  },
  'administration/administrators.ts createAdministrator': async () => () =>
    createAdministrator({ ...aUser(), role: 'admin' }, aToken(), 0, 'root', ENTRIES),
  'administration/erasure.ts removeUser': async () => {
    const user = await anna({ source: 'north', externalId: 'e' });
    const token = await fob({ source: 'north' });
    return () => removeUser('anna', user, [token], { deleteTokens: true, now: NOW }, ENTRIES);
  },
  'administration/erasure.ts removeHanging': async () => {
    await hit('recovery-mail', 'anna', 5, 60_000, NOW);
    return () => removeHanging('anna');
  },
  'administration/tokens.ts saveToken': async () => {
    const token = await fob();
    return () => saveToken(token, { set: { enabled: false, updatedAt: NOW }, remove: [] }, ENTRIES);
  },
  'administration/tokens.ts removeToken': async () => {
    const { assignee: _user, ...token } = aToken();
    await putToken(token);
    return () => removeToken(token, ENTRIES);
  },
  'administration/users.ts saveUser': async () => {
    const user = await anna();
    const change = { touchedAt: NOW, set: { lastName: 'Other', updatedAt: NOW }, remove: [], endSessions: false };
    return () => saveUser(user, change, 'root', ENTRIES);
  },
  'administration/users.ts keepAnswers': async () => {
    const user = await anna({ answers: [ANSWER] });
    return () => keepAnswers(user, [], NOW, ENTRIES);
  },
  'directory/branding.ts writeBranding': async () => () =>
    writeBranding({ version: 1, colour: '#004488' }, undefined, ENTRIES),
  'directory/decoys.ts filledOf': async () => () => filledOf([], [], 2),
  'directory/decoys.ts readTokensFilled': async () => () => readTokensFilled([], 2),
  'directory/decoys.ts lookUpUser': async () => () => lookUpUser('unknown'),
  'directory/failures.ts countFailure': async () => {
    await anna();
    return async () => [
      await failures.countFailure('anna', POLICY, NOW),
      await failures.countFailure('anna', POLICY, NOW),
    ];
  },
  'directory/failures.ts countDecoyFailure': async () => async () => [
    await failures.countDecoyFailure('unknown', POLICY, NOW),
    await failures.countDecoyFailure('unknown', POLICY, NOW),
  ],
  'directory/failures.ts countDecoyTokenFailure': async () => () => failures.countDecoyTokenFailure('unknown', 0, NOW),
  'directory/failures.ts undoFailure': async () => {
    await anna({ failures: 2 });
    return () => failures.undoFailure('anna');
  },
  'directory/mail-texts.ts writeMailText': async () => () =>
    writeMailText({ language: 'en', kind: 'migration' }, undefined, 0, ENTRIES),
  'directory/packers.ts addPacker': async () => () => addPacker(PACKER, ENTRIES),
  'directory/packers.ts removePacker': async () => {
    await addPacker(PACKER, ENTRIES);
    return () => removePacker('p', ENTRIES);
  },
  'directory/persons.ts putPersons': async () => () =>
    putPersons([{ source: 'north', externalId: 'e', userKey: 'anna' }]),
  'directory/questions.ts writeSets': async () => () =>
    writeSets([{ language: 'en', questions: ['Where?'] }], [], ENTRIES),
  'directory/settings.ts markRestored': async () => async () => [
    await markRestored(NOW, ENTRIES),
    await markRestored(NOW, ENTRIES),
  ],
  'directory/settings.ts writeSettings': async () => {
    const { settings, version } = await readSettings();
    return () => writeSettings(settings, version, { before: settings, now: NOW, by: 'root' }, ENTRIES);
  },
  'directory/tokens.ts acceptInterval': async () => {
    await fob();
    const code = { assignee: 'anna', interval: 7, resetFailures: true, now: NOW };
    return async () => [await tokens.acceptInterval(SERIAL, code), await tokens.acceptInterval(SERIAL, code)];
  },
  'directory/tokens.ts acceptTemporaryCode': async () => {
    await fob({
      lost: true,
      temporaryCode: { hash: 'h', endsAt: NOW + 1 } as unknown as NonNullable<Token['temporaryCode']>,
    });
    const code = { assignee: 'anna', hash: 'h', now: NOW };
    return async () => [await tokens.acceptTemporaryCode(SERIAL, code), await tokens.acceptTemporaryCode(SERIAL, code)];
  },
  'directory/tokens.ts countTokenFailure': async () => {
    await fob();
    return async () => [await tokens.countTokenFailure(SERIAL, 2, NOW), await tokens.countTokenFailure(SERIAL, 2, NOW)];
  },
  'directory/tokens.ts setPin': async () => {
    const { pinHash: _pin, ...token } = aToken();
    await putToken(token);
    return () => tokens.setPin(SERIAL, 'anna', 'hash', NOW, ENTRIES);
  },
  'directory/users.ts setPassword': async () => {
    await anna();
    return () => users.setPassword('anna', PASSWORD, 0, NOW, ENTRIES);
  },
  'directory/users.ts endEpoch': async () => {
    await anna();
    return () => users.endEpoch('anna', 0, NOW, ENTRIES);
  },
  'directory/users.ts replacePasswordHash': async () => {
    await anna({ password: PASSWORD });
    return () => users.replacePasswordHash('anna', 'old', 'new');
  },
  'directory/users.ts markTemporaryUsed': async () => {
    await anna({ password: PASSWORD });
    return () => users.markTemporaryUsed('anna', 'old', NOW);
  },
  'directory/users.ts setAnswers': async () => {
    await anna();
    return () => users.setAnswers('anna', [ANSWER], 0, NOW, ENTRIES);
  },
  'directory/users.ts replaceAnswerHashes': async () => {
    await anna({ answers: [ANSWER] });
    return () => users.replaceAnswerHashes('anna', [ANSWER], [{ ...ANSWER, hash: 'new' }]);
  },
};
