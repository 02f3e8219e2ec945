/** What an item weighs in DynamoDB: bytes, as its documentation of item sizes and formats counts them. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

const text = (value: string): number => Buffer.byteLength(value, 'utf8');

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return text(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replaceAll(/\D/gu, '').length / 2) + 1;
  if (value.B !== undefined) return value.B.length;
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  if (value.M !== undefined)
    return Object.entries(value.M).reduce((sum, [name, one]) => sum + 1 + text(name) + valueBytes(one), 3);
  return 1;
}

export const itemBytes = (item: Record<string, unknown>): number =>
  Object.entries(marshall(item)).reduce((sum, [name, value]) => sum + text(name) + valueBytes(value), 0);

/** Units of a write: one for each KB begun. */
export const writeUnits = (item: Record<string, unknown>): number => Math.ceil(itemBytes(item) / 1024);
