/**
 * Persons who get another user ID: all of a group in one transaction, each condition naming what was seen, so that a person who used the
 * account in that moment stays.
 */

import type { Sealer } from '#core/directory/items.ts';
import { placeOf } from '#core/directory/journey.ts';
import { renamedUser } from '#core/directory/rename.ts';
import type { Mover } from '#core/migration/comparing/move-users.ts';
import { personPutting } from '../directory/persons.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { ABSENT, type Condition, directoryTable } from '../dynamodb/items.ts';
import { deleting, putting, transact, updating, type Write } from '../dynamodb/transactions.ts';
import { beforePutting } from '../runs/before-images.ts';
import { noticesMoving } from '../runs/notices.ts';

export type Moving = {
  readonly run: string;
  readonly source: string;
  /** Of the export, Unix ms. */
  readonly packedAt: number;
  readonly applyToTouched: boolean;
  readonly sealer: Pick<Sealer, 'resealed'>;
  /** Unix ms. */
  readonly now: number;
  /** Of what was before, Unix seconds. */
  readonly imagesUntil: number;
};

const seen = (version: number, { applyToTouched }: Moving): Condition => ({
  expression: `#version = :seen AND attribute_not_exists(#role)${applyToTouched ? '' : ' AND attribute_not_exists(#touchedAt)'}`,
  values: { ':seen': version },
});

function writesOf({ move, user, tokens, by }: Mover, group: readonly Mover[], moving: Moving): Write[] {
  const { run, source, packedAt, sealer, now, imagesUntil } = moving;
  const leaver = group.find((other) => other.move.from === move.to);
  const entered = group.some((other) => other.move.to === move.from);
  const moved = {
    ...renamedUser(user, move.from, move.userId, now, sealer),
    ...placeOf(source, 'user', move.to),
    packedAt,
    changedBy: by,
  };
  return [
    putting(
      directoryTable(),
      { ...userItemKey(move.to), ...moved },
      leaver ? seen(leaver.user.version, moving) : ABSENT,
    ),
    ...(entered ? [] : [deleting(directoryTable(), userItemKey(move.from), seen(user.version, moving))]),
    // Under the key where the person is from now on: there the corrections of this run look for it.
    beforePutting(run, { user, key: move.to }, imagesUntil),
    personPutting({ source, externalId: move.externalId, userKey: move.to }),
    ...tokens.flatMap((token) => [
      updating(directoryTable(), tokenItemKey(token.serial), {
        expression: 'SET #assignee = :to, #changedBy = :by, #updatedAt = :now, #version = #version + :one',
        condition: '#version = :seen AND #assignee = :from',
        values: { ':to': move.to, ':from': move.from, ':by': by, ':now': now, ':one': 1, ':seen': token.version },
      }),
      beforePutting(run, { token }, imagesUntil),
    ]),
  ];
}

/** False where one of them has changed since it was seen. @throws LandfallError directory.busy (retryable) */
export async function moveGroup(group: readonly Mover[], moving: Moving): Promise<boolean> {
  const notices = await noticesMoving(
    group.map(({ move }) => move),
    moving.now,
  );
  const writes = group.flatMap((mover) => writesOf(mover, group, moving));
  return (await transact([...writes, ...notices])).done;
}
