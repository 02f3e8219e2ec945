/** The audit in tests: entries for a write that a test makes by itself, a key, and a chain in memory. */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Entries } from '#core/audit.ts';
import type { AppendPorts, Tampering } from '#core/audit-append.ts';
import type { Link } from '#core/audit-chain.ts';

export const ENTRIES: Entries = [
  {
    actor: 'test',
    action: 'user.edited',
    object: 'test',
    outcome: 'success',
    source: '192.0.2.1',
    now: Date.UTC(2026, 10, 23),
  },
];

/** A key as KMS has it for the audit. */
export function auditKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    sign: async (text: Buffer) => sign('sha256', text, privateKey).toString('base64'),
    isSigned: (text: Buffer, signature: string) => verify('sha256', text, publicKey, Buffer.from(signature, 'base64')),
  };
}

/** Chains in memory. */
export function chains() {
  const links = new Map<string, Link>();
  const tampered: Tampering[] = [];
  const key = auditKey();
  const ofShard = (shard: number) =>
    [...links.values()].filter(({ pk }) => pk === `CHAIN#${shard}`).sort((a, b) => (a.sk < b.sk ? -1 : 1));
  const place = ({ pk, sk }: Link) => `${pk} ${sk}`;
  const ports: AppendPorts = {
    lastLinks: async (shard, limit, before = Number.POSITIVE_INFINITY) =>
      ofShard(shard)
        .filter(({ sk }) => Number(sk) < before)
        .reverse()
        .slice(0, limit),
    insertLinks: async (given) => {
      if (given.some((link) => links.has(place(link)))) return false;
      for (const link of given) links.set(place(link), link);
      return true;
    },
    sign: key.sign,
    noteTampering: (what) => void tampered.push(what),
  };
  return { ports, key, tampered, ofShard };
}
