/** Users and tokens put into the directory table as they are: the product itself creates them by import or in a transaction. */
import { tokenItemKey } from '#adapters/directory/tokens.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { createItem, directoryTable } from '#adapters/dynamodb/items.ts';
import { MADE_HERE, placeOf } from '#core/directory/journey.ts';
import type { Token, User } from '#core/directory/model.ts';

/** Creates a user; false where one with this key exists. @param key core/text.ts userKey */
export const putUser = (key: string, user: User): Promise<boolean> =>
  createItem(directoryTable(), {
    ...userItemKey(key),
    ...placeOf(user.source ?? MADE_HERE, 'user', key),
    ...user,
  });

/** Creates a token; false where one with this serial exists. */
export const putToken = (token: Token): Promise<boolean> =>
  createItem(directoryTable(), {
    ...tokenItemKey(token.serial),
    ...(token.assignee === undefined ? placeOf(token.source ?? MADE_HERE, 'token', token.serial) : {}),
    ...token,
  });
