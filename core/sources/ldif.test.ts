import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import type { DirectoryEntry, SourceProblem } from './entry.ts';
import { type LdifOptions, readLdif } from './ldif.ts';

const all: LdifOptions = { wanted: () => true };

async function read(text: string | Buffer, options = all, chunk = 7): Promise<DirectoryEntry[]> {
  const bytes = Buffer.from(text as string);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const entries: DirectoryEntry[] = [];
  for await (const entry of readLdif(chunks(), options)) entries.push(entry);
  return entries;
}
const plain = (entries: DirectoryEntry[]) => entries.map((entry) => Object.fromEntries(entry.values));
const failure = async (text: string | Buffer) =>
  await read(text).then(
    () => undefined,
    (error: { code: string; facts: { line: number } }) => [error.code, error.facts.line],
  );

test("RFC 2849's forms are read: folding, comments, base64, options, several values, version, changetype add", async () => {
  const text = `version: 1
# a comment that is
  folded: and no attribute
dn: cn=Barbara Jensen,ou=Product
 Development,dc=airius,dc=com
changetype: add
objectclass: top
objectClass: person
cn: Barbara
  Jensen
cn;lang-fr:: QmFyYsOhcmE=
description:
title:Without a space
1.2.3.4: by number

# between entries


dn:: Y249w5xiZXI=
cn:   spaces go before, stay after \n`;
  expect(plain(await read(text))).toEqual([
    {
      objectclass: ['top', 'person'],
      cn: ['Barbara Jensen'],
      'cn;lang-fr': ['Barbára'],
      description: [''],
      title: ['Without a space'],
      '1.2.3.4': ['by number'],
    },
    { cn: ['spaces go before, stay after '] },
  ]);
  expect((await read(text)).map((entry) => entry.line)).toEqual([4, 19]);
  expect(plain(await read(text.replaceAll('\n', '\r\n')))).toEqual(plain(await read(text)));
});

test('UTF-16 as `ldifde -u` writes it and a UTF-8 byte order mark are read', async () => {
  const text = 'dn: cn=ö\r\nchangetype: add\r\nsn: Öz\r\n\r\n';
  expect(plain(await read(Buffer.from(`\uFEFF${text}`, 'utf16le'), all, 3))).toEqual([{ sn: ['Öz'] }]);
  expect(plain(await read(`\uFEFF${text}`, all, 1))).toEqual([{ sn: ['Öz'] }]);
});

test('attributes that were not asked for are dropped, and binary values skipped', async () => {
  const text = 'dn: cn=a\nuserPassword:: e1NTSEF9eA==\njpegPhoto:: /9j/4A==\nuid: a\nmail:: /9j/4A==\nmail: a@b\n';
  const wanted = new Set(['uid', 'mail']);
  expect(plain(await read(text, { wanted: (name) => wanted.has(name) }))).toEqual([{ uid: ['a'], mail: ['a@b'] }]);
});

test('the end of ldapsearch output and referrals are no entries', async () => {
  const text =
    'dn: cn=a\nuid: a\n\n# search reference\nref: ldap://x/y\n\n# search result\nsearch: 2\nresult: 0 Success\n';
  expect(plain(await read(text))).toEqual([{ uid: ['a'] }]);
});

test.each([
  ['dn: cn=a\nuid: a\nno colon here\n', 'ldif.broken_line', 3],
  ['dn: cn=a\nuid: a\n: no name\n', 'ldif.broken_line', 3],
  ['dn: cn=a\nfirst name: a\n', 'ldif.broken_line', 2],
  ['dn: cn=a\nuid:: not base64!\n', 'ldif.broken_line', 2],
  ['dn: cn=a\nuid:: YWJ\n', 'ldif.broken_line', 2],
  ['dn: cn=a\njpegPhoto:: AAAA\n AA*A\nuid: a\n', 'ldif.broken_line', 2],
  ['dn: cn=a\nuid: a\ndn: cn=b\nuid: b\n', 'ldif.broken_line', 3],
  ['\n continued from nowhere\n', 'ldif.broken_line', 2],
  ['uid: an entry without a dn\n', 'ldif.broken_line', 1],
  ['version: 2\n\ndn: cn=a\n', 'ldif.broken_line', 1],
  ['dn: cn=a\njpegPhoto:< file:///etc/passwd\n', 'ldif.url_refused', 2],
  ['dn: cn=a\nchangetype: modify\nreplace: sn\nsn: x\n-\n', 'ldif.change_refused', 2],
  ['dn: cn=a\nchangetype: delete\n', 'ldif.change_refused', 2],
])('reading a broken file stops at its line: %j', async (text, code, line) => {
  expect(await failure(text)).toEqual([code, line]);
  expect(await failure(text.replaceAll('\n', '\r\n'))).toEqual([code, line]);
});

test('a URL for a value that was not asked for is dropped, as ldapsearch -t writes photographs', async () => {
  const text = 'dn: cn=a\nuid: a\njpegPhoto:< file:///tmp/photo\n';
  expect(plain(await read(text, { wanted: (name) => name === 'uid' }))).toEqual([{ uid: ['a'] }]);
  expect(await failure('dn: cn=a\nuid:< file:///tmp/uid\n')).toEqual(['ldif.url_refused', 2]);
  expect(await failure('dn:< file:///tmp/dn\nuid: a\n')).toEqual(['ldif.url_refused', 1]);
  expect(await failure('dn: cn=a\nchangetype:< file:///tmp/x\n')).toEqual(['ldif.url_refused', 2]);
});

test('raw bytes that are not UTF-8 are refused with the name of the encoding', async () => {
  const latin1 = Buffer.from('dn: cn=a\nsn: M\xfcller\n', 'latin1');
  expect(await failure(latin1)).toEqual(['ldif.encoding', 2]);
  await expect(read(latin1)).rejects.toMatchObject({ message: expect.stringContaining('iconv -f WINDOWS-1252') });
  expect(await failure('dn: cn=a\nsn: M\uFFFDller\n')).toEqual(['ldif.encoding', 2]);
});

test('UTF-8 that is folded in the middle of a character is read', async () => {
  const [, cut] = [Buffer.from('dn: cn=a\nsn: M'), Buffer.from('ü')];
  const folded = [
    Buffer.from('dn: cn=a\nsn: M'),
    cut.subarray(0, 1),
    Buffer.from('\r\n '),
    cut.subarray(1),
    Buffer.from('ller\n'),
  ];
  const [entry] = await read(Buffer.concat(folded));
  expect(entry!.values.get('sn')).toEqual(['Müller']);
});

test('skipping drops the entry with the broken line, once, and goes on', async () => {
  const problems: SourceProblem[] = [];
  const text = 'dn: a\nuid: a\n\ndn: b\nuid: b\nbroken\nbroken too\n folded\n\ndn: c\nuid: c\n\nbroken\n';
  const entries = await read(text, { wanted: () => true, onBad: (problem) => problems.push(problem) });
  expect(plain(entries)).toEqual([{ uid: ['a'] }, { uid: ['c'] }]);
  expect(problems).toEqual([
    { line: 6, code: 'ldif.broken_line' },
    { line: 13, code: 'ldif.broken_line' },
  ]);
});

test('all values are read back as they were written and folded, in chunks of any size', async () => {
  const safe = /^[^\0\r\n :<\x80-\uffff][^\0\r\n\x80-\uffff]*(?<! )$|^$/u;
  const fold = (line: string, width: number) =>
    line.replace(new RegExp(`^(.{${width}})|(.{${width - 1}})`, 'gu'), '$1$2\n ').replace(/\n $/u, '');
  const value = fc.string({ unit: 'grapheme', maxLength: 200 });
  const entry = fc.array(fc.tuple(fc.constantFrom('cn', 'sn', 'description;lang-de'), value), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { maxLength: 5 }),
      fc.integer({ min: 20, max: 76 }),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom('\n', '\r\n'),
      async (entries, width, chunk, newline) => {
        const lineOf = ([name, text]: [string, string]) =>
          fold(safe.test(text) ? `${name}: ${text}` : `${name}:: ${Buffer.from(text).toString('base64')}`, width);
        const blocks = entries.map((values) => ['dn: cn=x', ...values.map(lineOf)].join('\n'));
        const given = plain(await read(blocks.join('\n\n').replaceAll('\n', newline), all, chunk));
        const wanted = entries.map((values) => {
          const grouped: Record<string, string[]> = {};
          for (const [name, text] of values) grouped[name] = [...(grouped[name] ?? []), text];
          return grouped;
        });
        expect(given).toEqual(wanted);
      },
    ),
  );
});

test('a value of many megabytes over many chunks is dropped in linear time', async () => {
  const photo = Buffer.alloc(6_000_000, 7)
    .toString('base64')
    .replace(/(.{76})/gu, '$1\n ');
  const text = `dn: a\njpegPhoto:: ${photo}\nuid: a\n`;
  expect(plain(await read(text, { wanted: (name) => name === 'uid' }, 65_536))).toEqual([{ uid: ['a'] }]);
});

test('every text is either read or refused with a line, and never hangs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', ':', ' ', '\n', '#', '=', '<', '\r', 'dn: x\n') }),
      async (text) => {
        const failed = await failure(text);
        if (failed) expect(failed).toEqual([expect.stringMatching(/^ldif\./u), expect.any(Number)]);
      },
    ),
  );
});

test('the sample directory is read as slapcat wrote it', async () => {
  const entries: DirectoryEntry[] = [];
  for await (const entry of readLdif(createReadStream('samples/corp/corp.ldif'), all)) entries.push(entry);
  expect(entries).toHaveLength(66);
  expect(entries.filter((entry) => entry.values.get('objectclass')?.includes('inetOrgPerson'))).toHaveLength(60);
  expect(entries.filter((entry) => (entry.values.get('mail')?.length ?? 0) > 1).length).toBeGreaterThan(3);
});

test('a broken line that is continued is reported once', async () => {
  const problems: SourceProblem[] = [];
  const text = ' from nowhere\n and on\n\ndn: b\nuid: b\n';
  const entries = await read(text, { wanted: () => true, onBad: (problem) => problems.push(problem) });
  expect(plain(entries)).toEqual([{ uid: ['b'] }]);
  expect(problems).toEqual([{ line: 1, code: 'ldif.broken_line' }]);
});

test('an unexpected error is not reported as one of the file', async () => {
  const wanted = () => {
    throw new Error('no idea');
  };
  await expect(read('dn: a\nuid: a\n', { wanted })).rejects.toThrow('no idea');
});

test('each skipped entry is reported with its own reason', async () => {
  const problems: SourceProblem[] = [];
  const text = 'dn: a\nuid:< file:x\n\ndn: b\nchangetype: modify\n\ndn: c\nchangetype:  ADD \nuid: c\n';
  const entries = await read(text, { wanted: () => true, onBad: (problem) => problems.push(problem) });
  expect(plain(entries)).toEqual([{ uid: ['c'] }]);
  expect(problems).toEqual([
    { line: 2, code: 'ldif.url_refused' },
    { line: 5, code: 'ldif.change_refused' },
  ]);
});

test('a version is accepted once before the first entry, and is a broken line later', async () => {
  expect(plain(await read('version:  1 \n\ndn: a\nuid: a\n'))).toEqual([{ uid: ['a'] }]);
  expect(await failure('version: 1\nversion: 1\ndn: a\n')).toEqual(['ldif.broken_line', 2]);
  expect(plain(await read('dn: a\nversion: 3\n'))).toEqual([{ version: ['3'] }]);
});

test('a value of 64 Mi characters is read, a longer line is a broken file', async () => {
  const mebi = Buffer.alloc(1024 * 1024, 'x');
  const first = async (more: string, onBad?: LdifOptions['onBad']) => {
    async function* chunks() {
      yield Buffer.from('dn: a\nuid: a\nphoto: ');
      for (let n = 0; n < 64; n += 1) yield n === 0 ? mebi.subarray(7) : mebi;
      yield Buffer.from(`${more}\n\ndn: b\nuid: b\n`);
    }
    const found: DirectoryEntry[] = [];
    const options = { wanted: (name: string) => name === 'uid', ...(onBad ? { onBad } : {}) };
    for await (const entry of readLdif(chunks(), options)) found.push(entry);
    return plain(found);
  };
  expect(await first('')).toEqual([{ uid: ['a'] }, { uid: ['b'] }]);
  await expect(first('\n x')).rejects.toMatchObject({ code: 'ldif.broken_line', facts: { line: 3 }, status: 422 });
  const problems: SourceProblem[] = [];
  expect(await first('x\n y\nsn: z', (problem) => problems.push(problem))).toEqual([{ uid: ['b'] }]);
  expect(problems).toEqual([{ line: 3, code: 'ldif.broken_line' }]);
});

test('a file may end in the middle of a line end', async () => {
  for (const end of ['', '\n', '\r', '\n\r', '\n\n', '\r\n\r'])
    expect(plain(await read(`dn: a\nuid: a${end}`))).toEqual([{ uid: ['a'] }]);
});

test.each(['search: 2\nresult: 4 Size limit exceeded\n', 'result: 10 Referral\n'])(
  'a search that did not give everything is an error, or is counted: %j',
  async (end) => {
    const text = `dn: cn=a\nsn: A\n\n# search result\n${end}`;
    expect(await failure(text)).toEqual(['ldif.incomplete', expect.any(Number)]);
    const problems: unknown[] = [];
    expect(await read(text, { ...all, onBad: ({ code }) => problems.push(code) })).toHaveLength(1);
    expect(problems).toEqual(['ldif.incomplete']);
  },
);

test('an entry has its name, and the octets of a GUID as text', async () => {
  const octets = Buffer.from('3KcvKzEDTkuDpSnRlGgnEQ==', 'base64');
  const entries = await read(
    `dn:: ${Buffer.from('cn=Zoë').toString('base64')}\nobjectGUID:: ${octets.toString('base64')}\nGUID: abcdefghijklmnop\n\n` +
      'dn:: /w==\nobjectGUID: {2B2FA7DC-0331-4B4E-83A5-29D194682711}\nphoto:: /w==\n',
  );
  expect(entries.map(({ dn }) => dn)).toEqual(['cn=Zoë', '']);
  expect(plain(entries)).toEqual([
    { objectguid: ['2b2fa7dc-0331-4b4e-83a5-29d194682711'], guid: ['61626364-6566-6768-696a-6b6c6d6e6f70'] },
    { objectguid: ['{2B2FA7DC-0331-4B4E-83A5-29D194682711}'] },
  ]);
});

test('attributes beyond those whose names are remembered are read alike', async () => {
  const lines = Array.from({ length: 10_002 }, (_, index) => `a${index}: ${index}`);
  const [entry] = await read(`dn: cn=a\n${lines.join('\n')}\na10001: again\n`, all, 65_536);
  expect(entry!.values.size).toBe(10_002);
  expect(entry!.values.get('a10001')).toEqual(['10001', 'again']);
});
