/** Large inputs that are small in what they say: one piece, very often. They must be read or refused in time, and in little memory. */

import { addressOf } from '#core/address.ts';
import { csvCell } from '#core/csv.ts';
import { parseManifest } from '#core/export/manifest.ts';
import { faultsOf } from '#core/mail/own-text.ts';
import { parseCatalogue } from '#core/questions/read-catalogue.ts';
import { csvRows } from '#core/sources/csv-rows.ts';
import { dnKey } from '#core/sources/dn.ts';
import { parseFilter } from '#core/sources/filter.ts';
import { readLdif } from '#core/sources/ldif.ts';
import { readRenameList } from '#core/sources/rename-list.ts';
import { readSerialList } from '#core/sources/serial-list.ts';
import { readTime } from '#core/sources/times.ts';
import { readUserList } from '#core/sources/user-list.ts';
import { comparable, userKey } from '#core/text.ts';
import { readTokenFile } from '#core/token-files/files.ts';
import { read } from '../finding.ts';
import { acted, type Target } from '../target.ts';

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}
const options = { name: 'file', required: [], onBad: () => undefined };

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  ldif: (text) => drain(readLdif(chunksOf(text), { wanted: () => true, onBad: () => undefined })),
  csv: (text) => drain(csvRows(chunksOf(text), options)),
  tokens: (text) => readTokenFile(text),
  tokenBytes: (text) => readTokenFile(Buffer.from(text)),
  questions: (text) => parseCatalogue(text),
  users: (text) => readUserList(text, 'list'),
  serials: (text) => readSerialList(text, 'list'),
  renames: (text) => readRenameList(text, 'list'),
  manifest: (text) => parseManifest(Buffer.from(text)),
  filter: (text) => parseFilter(text),
  texts: (text) => [dnKey(text), addressOf(text), readTime(text), userKey(text), comparable(text), csvCell(text)],
  mail: (text) => faultsOf('migration', { subject: text.slice(0, 200), text }),
};
type Reader = keyof typeof READERS;

const XML = ['<a>', '<a/>', '<a b="c"/>', '<TKN/>', '&amp;', '&', '<', '<!--', '-->', '<![CDATA[', ']]>', '<?x ?>', ' ', '\n', 'b="c" ', '<Key/>', '<QUESTION>a</QUESTION>', '&#10;', ']]', '"', "'"] as const; // biome-ignore format: a list
const CSV = ['"', '""', '"a', '"a\n', ',', ';', '\t', '\n', '\r', '\r\n', 'a,b\n', '"a","b"\n', '"a"b', '#\n', 'sep=;\n', ' ', '\u00a0', '0', '000123456789,ABCDEFGH234567ABCDEF\n'] as const; // biome-ignore format: a list
const LDIF = [
  '\n',
  ' \n',
  ' a\n',
  'dn: a\n',
  'dn: a\n\n',
  'a: b\n',
  'a:: YWJj\n',
  'a:< b\n',
  '#\n',
  ' ',
  'A',
  ':',
  'dn:: ',
  'version: 1\n',
  'a;b',
  '\r\n',
] as const;
const TEXT = ['(', '(!', '(&', '(a=*', '*', '\\', '\\2a', ',', '+', '=', 'a=b,', '"', '.', 'a.', '@', '-', '1', '\u0301', 'İ', '\ufdfa', '{', '{link}', '{link}\n', '1. ', '[', '{"a":', '"a",', '\\ud800', ';', '; ', ';=', '\u200b'] as const; // biome-ignore format: a list
const HEADS: Readonly<Record<string, readonly string[]>> = {
  ldif: ['', 'dn: a\n', 'version: 1\n\n', 'dn: a\na: '],
  csv: ['', 'userid\n', 'a,b\n', '"a'],
  tokens: ['<a>', '<TKNBatch>', '<KeyContainer>', '<a ', '<a><!--', '<a><![CDATA[', '', 'serial,secret\n', '"'],
  tokenBytes: ['<?xml version="1.0"?><a>', '<?xml ', 'serial,secret\n'],
  questions: ['<SECURITY_QUESTIONS>', '<SECURITY_QUESTIONS><LANGUAGE id="en">', '<a '],
  manifest: ['', '{"formatVersion":2,"parts":[', '{"formatVersion":2,"'],
  filter: ['', '(cn=', '(&'],
};
const pieces: Readonly<Record<string, readonly string[]>> = {
  ldif: LDIF, csv: CSV, tokens: [...XML, ...CSV], tokenBytes: [...XML, ...CSV], questions: XML, users: CSV, serials: CSV, renames: CSV, manifest: TEXT, filter: TEXT, texts: TEXT, mail: TEXT,
}; // biome-ignore format: a table

type Large = {
  readonly reader: Reader;
  readonly head: string;
  readonly piece: string;
  readonly times: number;
  readonly tail: string;
};

async function run({ reader, head, piece, times, tail }: Large): Promise<void> {
  const text = head + piece.repeat(times) + tail;
  await read([], async () => await READERS[reader]!(text));
}

/** Characters of an input at most. What is longer shows nothing new, and takes its time. */
const MOST = 3_000_000;

export const LARGE: readonly Target[] = [
  acted('large', 1, {
    draw: (random): Large => {
      const reader = random.pick(Object.keys(READERS));
      const piece = random.list(random.between(1, 2), () => random.pick(pieces[reader]!)).join('');
      const most = reader === 'texts' || reader === 'mail' || reader === 'filter' ? 100_000 : MOST;
      const times = Math.floor((random.once(3) ? most : random.pick([10_000, 100_000, most / 3])) / piece.length);
      return {
        reader,
        head: random.pick(HEADS[reader] ?? ['']),
        piece,
        times,
        tail: random.pick(['', '\n', '</a>', '"', ')', '}']),
      };
    },
    run,
  }),
];
