/**
 * The salt of an answer's hash, the same each time that the same packer packs an answer of the same user to the same question: a later
 * package then says of an answer that was not changed that it is the same. Without the packer's private key a salt can't be told from a
 * random one; the answer has no part in it, so that it tells nothing of the answer.
 */
import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import { SALT_BYTES } from '#core/passwords/phc.ts';

/** Whose answer to what. */
export type AnswerOwner = { readonly user: string; readonly language: string; readonly question: string };

/** @param signingKey the packer's private key @returns the salt of each owner's hash (RFC 5869, RFC 2104) */
export function answerSalts(signingKey: KeyObject): (owner: AnswerOwner) => Buffer {
  const secret = signingKey.export({ type: 'pkcs8', format: 'der' });
  const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'landfall salts of answers 1', 32));
  return ({ user, language, question }) =>
    createHmac('sha256', key)
      .update(JSON.stringify([user, language, question]))
      .digest()
      .subarray(0, SALT_BYTES);
}
