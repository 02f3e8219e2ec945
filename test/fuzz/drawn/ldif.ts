/** LDIF as programs of the field write it. */
import type { Random } from '../random.ts';
import { oddText } from './mutate.ts';
import { emailIn, flagIn, languageIn, nameIn, secretIn, timeIn, userIdIn } from './texts.ts';

type Value = (random: Random) => string | Buffer;
const ATTRIBUTES: Readonly<Record<string, Value>> = {
  objectClass: (random) =>
    random.pick(['top', 'person', 'user', 'inetOrgPerson', 'computer', 'domainDNS', 'group', 'account']),
  uid: userIdIn,
  sAMAccountName: userIdIn,
  userPrincipalName: emailIn,
  cn: nameIn,
  sn: nameIn,
  givenName: nameIn,
  mail: emailIn,
  'preferredLanguage;lang-de': languageIn,
  preferredLanguage: languageIn,
  userAccountControl: (random) => random.pick(['512', '514', '66048', '66050', '16', '-2', 'x', '99999999999']),
  accountExpires: timeIn,
  lockoutTime: timeIn,
  lockoutDuration: (random) => random.pick(['-18000000000', '-9223372036854775808', '0', '30', 'never']),
  pwdAccountLockedTime: timeIn,
  pwdLockoutDuration: (random) => random.pick(['0', '900', 'x']),
  nsAccountLock: flagIn,
  loginDisabled: flagIn,
  shadowExpire: (random) => random.pick(['-1', '0', '20000', '99999999']),
  krbLoginFailedCount: (random) => random.pick(['0', '6', 'x']),
  krbPasswordExpiration: timeIn,
  entryUUID: (random) => `6f9619ff-8b86-d011-b42d-${random.hex(6)}`,
  objectGUID: (random) => random.bytes(random.pick([16, 16, 16, 15, 0])),
  memberOf: () => 'cn=VPN,ou=Groups,dc=corp,dc=example',
  'member;range=0-1499': (random) => `uid=${userIdIn(random)},ou=People,dc=corp,dc=example`,
  userPassword: secretIn,
  jpegPhoto: (random) => random.bytes(random.pick([10, 400])),
  description: oddText,
};

/** Cut at any byte and continued behind a space, as some programs fold. */
function folded(line: Buffer, random: Random): Buffer {
  if (!random.once(5) || line.length < 3) return line;
  const width = random.pick([1, 2, 20, 76]);
  const pieces = [line.subarray(0, width)];
  for (let at = width; at < line.length; at += width) pieces.push(Buffer.from('\n '), line.subarray(at, at + width));
  return Buffer.concat(pieces);
}

function line(name: string, value: string | Buffer, random: Random): Buffer {
  const bytes = Buffer.from(value);
  const encoded = typeof value !== 'string' || random.once(4) || /[\0\r\n]|^[ :<]/u.test(value);
  if (random.once(60)) return Buffer.from(`${name}:< file:///etc/passwd`);
  return folded(
    encoded ? Buffer.from(`${name}:: ${bytes.toString('base64')}`) : Buffer.concat([Buffer.from(`${name}: `), bytes]),
    random,
  );
}

function entry(random: Random): Buffer[] {
  const names = random.list(random.between(1, 12), () => random.pick(Object.keys(ATTRIBUTES)));
  const dn = `uid=${userIdIn(random).replaceAll(/[\0\r\n]/gu, '')},ou=People,dc=corp,dc=example`;
  const change = random.once(15)
    ? [Buffer.from(`changetype: ${random.pick(['add', 'delete', 'modify', 'modrdn'])}`)]
    : [];
  return [
    line('dn', dn, random),
    ...change,
    ...names.map((name) => line(name, ATTRIBUTES[name]!(random), random)),
    Buffer.alloc(0),
  ];
}

export function drawnLdif(random: Random): Buffer {
  const head = random.once(2) ? ['version: 1', ''] : random.once(4) ? ['# extended LDIF', '#', ''] : [];
  const tail = random.once(5)
    ? ['search: 2', `result: ${random.pick(['0 Success', '4 Size limit exceeded', '3', ''])}`, '']
    : [];
  const entries = random.list(random.few(12), () => entry(random)).flat();
  const all = [...head.map((text) => Buffer.from(text)), ...entries, ...tail.map((text) => Buffer.from(text))];
  return Buffer.concat(all.flatMap((one) => [one, Buffer.from('\n')]));
}
