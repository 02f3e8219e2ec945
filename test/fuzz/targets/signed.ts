/** What is compared, signed or chained: hashes, session tokens, links, key rings, addresses, the audit's chains. */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { addressOf } from '#core/address.ts';
import {
  EMPTY,
  type Link,
  linksBehind,
  NOTHING_VERIFIED,
  placeOf,
  shardOf,
  signedText,
  verifyEnd,
  verifyLinks,
  type Waiting,
} from '#core/audit-chain.ts';
import { type KeyRing, parseKeyRing } from '#core/keys.ts';
import { referenceHash } from '#core/mail/short-link.ts';
import { inNetwork, networkOf, parseAddress, parseNetwork } from '#core/network.ts';
import { formatPhc, parsePhc } from '#core/passwords/phc.ts';
import { signToken, tokenKeyId, verifyToken } from '#core/signed.ts';
import { foldSpace, userKey } from '#core/text.ts';
import { mutatedText, oddText } from '../drawn/mutate.ts';
import { emailIn, userIdIn } from '../drawn/texts.ts';
import { mutatedJson, mutatedValue } from '../drawn/values.ts';
import { must, read } from '../finding.ts';
import type { Random } from '../random.ts';
import { acted, type Target } from '../target.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const RING: KeyRing = { current: 'k2', keys: { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) } };
const CLAIMS = { audience: 'session', subject: 'ana', id: '0123456789abcdef' };

function jwt(random: Random): string {
  const token = signToken(RING, CLAIMS, NOW, 3600);
  const pieces = token.split('.');
  const part = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  switch (random.below(6)) {
    case 0:
      return [part(mutatedJson({ alg: 'HS256', typ: 'JWT', kid: 'k2' }, random)), ...pieces.slice(1)].join('.');
    case 1:
      return [
        pieces[0],
        part(mutatedJson({ sub: 'boss', jti: 'x', iat: NOW / 1000, exp: 9e9 }, random)),
        pieces[2],
      ].join('.');
    case 2:
      return [part({ alg: random.pick(['none', 'None', 'HS512', 'RS256', '']), kid: 'k2' }), pieces[1], ''].join('.');
    case 3:
      return random.once(3) ? token : `${token}${oddText(random)}`;
    default:
      return mutatedText(Buffer.from(token), random).toString('latin1');
  }
}

async function runJwt({ token }: { token: string }): Promise<void> {
  const good = signToken(RING, CLAIMS, NOW, 3600);
  tokenKeyId(token);
  const claims = verifyToken(RING, token, ['session'], NOW);
  must((claims === undefined) === (token !== good), 'a session token that this deployment has not signed', () =>
    token.slice(0, 400),
  );
  must(verifyToken(RING, token, ['link'], NOW) === undefined, 'a token for one purpose serves another');
  must(verifyToken(RING, token, ['session'], NOW + 4_000_000) === undefined, 'a token outlives its time');
}

const PHC = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'B'.repeat(43)}`;

async function runPhc(text: string): Promise<void> {
  const found = await read(['password.hash_unusable'], () => parsePhc(text));
  if (found) must(formatPhc(found) === text, 'a hash with a second spelling', () => text);
}

async function runTexts({ text, other }: { text: string; other: string }): Promise<void> {
  referenceHash(text);
  const key = userKey(text);
  must(userKey(key) === key, 'the key of a user key is another key', () => JSON.stringify([text, key]));
  must(foldSpace(foldSpace(text)) === foldSpace(text), 'white space folds twice');
  const address = addressOf(text);
  if (address !== undefined) {
    must(!/[\r\n\0<>,;]/u.test(address), 'an address with a mark of a header', () => JSON.stringify(address));
    must(addressOf(address) === address, 'an address is read otherwise again', () => address);
  }
  const ip = parseAddress(text);
  const network = parseNetwork(other);
  if (ip) {
    const written = networkOf(ip, ip.version === 4 ? 32 : 64);
    const again = parseNetwork(written);
    must(again !== undefined && inNetwork(ip, again), 'an address is not in its own network', () => written);
    if (network) inNetwork(ip, network);
  }
  await read(['keys.unusable'], () => parseKeyRing(text));
}

const AUDIT = generateKeyPairSync('ec', { namedCurve: 'P-256' });
type Tampered = { readonly links: readonly Link[]; readonly same: boolean };

function chain(random: Random): Tampered {
  const time = '2026-12-01T00:00:00.000Z';
  const { day } = placeOf(time, 0);
  const entries: Waiting[] = random.list(random.between(1, 5), (index) => {
    return {
      day,
      id: `${time}#${index}`,
      time,
      actor: userIdIn(random),
      action: 'user.edited',
      facts: { note: oddText(random) },
    };
  });
  const links = linksBehind(EMPTY, 0, entries);
  if (random.once(4)) return { links, same: true };
  const changed = mutatedValue(links, random);
  const isLinks = (value: unknown): value is readonly Link[] =>
    Array.isArray(value) &&
    value.every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        typeof (one as Link).sk === 'string' &&
        typeof (one as Link).pk === 'string' &&
        typeof (one as Link).hash === 'string',
    );
  return isLinks(changed)
    ? { links: changed, same: JSON.stringify(changed) === JSON.stringify(links) }
    : { links, same: true };
}

async function runChain({ links, same }: Tampered): Promise<void> {
  for (const { day, id } of links) shardOf({ day: String(day), id: String(id) });
  const last = links.at(-1);
  const signature = last ? sign('sha256', signedText(last), AUDIT.privateKey).toString('base64') : undefined;
  const signed = last && signature !== undefined ? [...links.slice(0, -1), { ...last, signature }] : links;
  const isSigned = (text: Buffer, one: string) => verify('sha256', text, AUDIT.publicKey, Buffer.from(one, 'base64'));
  const { state, faults } = verifyLinks(0, NOTHING_VERIFIED, signed, isSigned);
  const all = [...faults, ...verifyEnd(0, state)];
  if (same) must(all.length === 0, 'a chain that is whole is called broken', () => JSON.stringify(all));
  // What is signed anew by the key of the audit, and shorter, is a chain too: that is what noted heads are for.
  else if (links.some((link, index) => index > 0 && link.previous !== links[index - 1]!.hash))
    must(all.length > 0, 'a chain that was tampered with is called whole');
}

export const SIGNED_TARGETS: readonly Target[] = [
  acted('jwt', 4, { draw: (random) => ({ token: jwt(random) }), run: runJwt }),
  acted('phc', 2, { draw: (random) => mutatedText(Buffer.from(PHC), random).toString('latin1'), run: runPhc }),
  acted('text', 4, {
    draw: (random) => {
      const written = random.pick([emailIn, userIdIn, () => '192.0.2.1', () => '2001:db8::1', () => '::ffff:192.0.2.1', () => 'ABCD-EFGH-JKMN', () => '{"current":"a","a":"b"}']); // biome-ignore format: a list
      const changed = (text: string) =>
        random.once(2) ? text : mutatedText(Buffer.from(text), random).toString('utf8');
      return {
        text: changed(written(random)),
        other: changed(random.pick(['192.0.2.0/24', '2001:db8::/32', '10.0.0.1'])),
      };
    },
    run: runTexts,
  }),
  acted('audit-chain', 3, { draw: chain, run: runChain }),
];
