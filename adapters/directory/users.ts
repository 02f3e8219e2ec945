/**
 * Users in the directory table. Each write decides by its own condition; none writes more than the attributes it names, so
 * that a logon, a recovery and an administrator's edit can't undo one another.
 */
import type { Entries } from '#core/audit.ts';
import type { StoredAnswer, StoredPassword, User } from '#core/directory/model.ts';
import { updateRecorded } from '../audit/outbox.ts';
import { directoryTable, hasItem, type Item, type Key, readItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { byPerson } from './by-person.ts';
import { user } from './schemas.ts';

export const userItemKey = (key: string): Key => ({ pk: `USER#${key}`, sk: 'USER' });

/** An item of the table as a user. */
export const toUser = (item: Item): User => readAs(user, item);

/** @param key core/text.ts userKey of the user ID */
export async function readUser(key: string): Promise<User | undefined> {
  const item = await readItem(directoryTable(), userItemKey(key));
  return item && toUser(item);
}

/** Whether there is a user with this key. */
export function hasUser(key: string): Promise<boolean> {
  return hasItem(directoryTable(), userItemKey(key));
}

/**
 * Sets a user's own password and ends every session (S1, F6): only if no other request has set one, disabled the user or ended the
 * sessions since `epoch` was read. Lets the user log on at once, whatever failures were counted.
 */
export async function setPassword(
  key: string,
  password: StoredPassword,
  epoch: number,
  now: number,
  entries: Entries,
): Promise<User | undefined> {
  const update = {
    expression:
      'SET #password = :password, #sessionEpoch = #sessionEpoch + :one, #version = #version + :one, #updatedAt = :now, #failures = :zero, #failuresSince = :zero',
    condition: '#sessionEpoch = :epoch AND #enabled = :true',
    values: { ':password': password, ':epoch': epoch, ':one': 1, ':zero': 0, ':now': now, ':true': true },
  };
  const item = await updateRecorded(directoryTable(), userItemKey(key), byPerson(update, now), entries);
  return item && toUser(item);
}

/** Ends every session of an epoch (S7); false where they are over already. */
export async function endEpoch(key: string, epoch: number, now: number, entries: Entries): Promise<boolean> {
  const update = {
    expression: 'SET #sessionEpoch = #sessionEpoch + :one, #version = #version + :one, #updatedAt = :now',
    condition: '#sessionEpoch = :epoch',
    values: { ':epoch': epoch, ':one': 1, ':now': now },
  };
  return (await updateRecorded(directoryTable(), userItemKey(key), byPerson(update, now), entries)) !== undefined;
}

/** Replaces a hash made with another cost or an older key (H4); nothing happens where the password has changed since. */
export async function replacePasswordHash(key: string, old: string, hash: string): Promise<void> {
  await updateItem(directoryTable(), userItemKey(key), {
    expression: 'SET #password.#hash = :hash',
    condition: '#password.#hash = :old',
    values: { ':hash': hash, ':old': old },
  });
}

/**
 * The first time that a password which must be changed was right (A6); later times, and another password by now, change nothing.
 * @param hash of the password that was right
 */
export async function markTemporaryUsed(key: string, hash: string, now: number): Promise<void> {
  const update = {
    expression: 'SET #password.#firstUsedAt = :now',
    condition: '#password.#hash = :hash AND attribute_not_exists(#password.#firstUsedAt)',
    values: { ':hash': hash, ':now': now },
  };
  await updateItem(directoryTable(), userItemKey(key), byPerson(update, now));
}

/**
 * Replaces all answers and ends every session (S7); false where the sessions of `epoch` have ended meanwhile, or the answers are not
 * those `seen` any more.
 */
export async function setAnswers(
  key: string,
  answers: readonly StoredAnswer[],
  epoch: number,
  now: number,
  entries: Entries,
  seen?: readonly StoredAnswer[],
): Promise<boolean> {
  const update = {
    expression:
      'SET #answers = :answers, #sessionEpoch = #sessionEpoch + :one, #version = #version + :one, #updatedAt = :now',
    condition: `#sessionEpoch = :epoch AND #enabled = :true${seen ? ' AND #answers = :seen' : ''}`,
    values: {
      ':answers': answers,
      ':epoch': epoch,
      ':one': 1,
      ':now': now,
      ':true': true,
      ...(seen ? { ':seen': seen } : {}),
    },
  };
  return (await updateRecorded(directoryTable(), userItemKey(key), byPerson(update, now), entries)) !== undefined;
}

/** The same answers under new hashes (H4, K1); nothing happens where they have changed since `seen`. */
export async function replaceAnswerHashes(
  key: string,
  seen: readonly StoredAnswer[],
  next: readonly StoredAnswer[],
): Promise<void> {
  await updateItem(directoryTable(), userItemKey(key), {
    expression: 'SET #answers = :next',
    condition: '#answers = :seen',
    values: { ':next': next, ':seen': seen },
  });
}
