/**
 * The chained audit in its table. The one way to write to it is INSERT, which fails where the key exists: IAM gives dynamodb:PartiQLInsert
 * to one function and no other write to any (L5). The index `byDay` lists the links by day and time.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { chainOf, type Link, sortKey } from '#core/audit-chain.ts';
import { kms } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { auditTable, type Item } from '../dynamodb/items.ts';
import { queryPage } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { insertTogether } from '../dynamodb/transactions.ts';

const link = z.looseObject({
  pk: z.string(),
  sk: z.string(),
  day: z.string(),
  id: z.string(),
  previous: z.string(),
  hash: z.string(),
  signature: z.string().exactOptional(),
});
const toLink = (item: Item): Link => readAs(link, item);

/** An item as the stream of a table has it. */
export type StreamImage = Readonly<Record<string, AttributeValue>>;
export const itemFromStream = (image: StreamImage): Item => unmarshall({ ...image });

/** The last links of a chain, or the last before a number, newest first. */
export async function lastLinks(shard: number, limit: number, before?: number): Promise<Link[]> {
  const place =
    before === undefined
      ? { keys: '#pk = :pk', values: { ':pk': chainOf(shard) } }
      : { keys: '#pk = :pk AND #sk < :before', values: { ':pk': chainOf(shard), ':before': sortKey(before) } };
  const query = { ...place, backwards: true, limit };
  return (await queryPage(auditTable(), query)).items.map(toLink);
}

/** The links of a chain behind a number, in their order: `limit` at most, or fewer where they are large. */
export async function linksAfter(shard: number, seq: number, limit: number): Promise<{ links: Link[]; more: boolean }> {
  const values = { ':pk': chainOf(shard), ':after': sortKey(seq) };
  const { items, next } = await queryPage(auditTable(), { keys: '#pk = :pk AND #sk > :after', values, limit });
  return { links: items.map(toLink), more: next !== undefined };
}

/** All or none; false where one of their places is taken. */
export const insertLinks = (links: readonly Link[]): Promise<boolean> =>
  insertTogether(links.map((item) => ({ table: auditTable(), item })));

/** ECDSA on P-256 with SHA-256, by the key of the audit; DER in base64. */
export async function sign(text: Buffer): Promise<string> {
  const { Signature } = await kms().send(
    new SignCommand({
      KeyId: environment('AUDIT_KEY_ID'),
      Message: text,
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    }),
  );
  return Buffer.from(Signature!).toString('base64');
}

/** The public half of the key of the audit: DER SubjectPublicKeyInfo. */
export async function auditPublicKey(): Promise<Buffer> {
  const { PublicKey } = await kms().send(new GetPublicKeyCommand({ KeyId: environment('AUDIT_KEY_ID') }));
  return Buffer.from(PublicKey!);
}
