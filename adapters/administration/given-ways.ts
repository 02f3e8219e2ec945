/** A9: what administrators gave a user of late is as it was seen, so that of two acts at the same moment one is done. */
import type { User } from '#core/directory/model.ts';
import type { Condition } from '../dynamodb/items.ts';

export const asGiven = ({ waysGiven }: Pick<User, 'waysGiven'>): Condition =>
  waysGiven === undefined
    ? { expression: 'attribute_not_exists(#waysGiven)' }
    : { expression: '#waysGiven = :waysSeen', values: { ':waysSeen': waysGiven } };
