/**
 * LDIF content records (RFC 2849) as a stream, as `slapcat`, `ldapsearch` and Active Directory's `ldifde` write them. One
 * entry is in memory at a time; values that were not asked for (passwords, photographs) are checked as syntax and dropped.
 * Lines are bytes until they are joined, one character each: some programs fold in the middle of a character of UTF-8.
 */
import { type CodeOf, invalid } from '#core/errors.ts';
import { type Chunks, UNDECODABLE, utf8Bytes } from '#core/text-stream.ts';
import type { DirectoryEntry, SourceProblem } from './entry.ts';
import { guidText, isBinaryId } from './external-id.ts';

export type LdifOptions = {
  /** Which attributes to keep, by lower-case name with options. */
  readonly wanted: (attribute: string) => boolean;
  /** Where given, an entry with a broken line is dropped and reported here; otherwise it stops the reading. */
  readonly onBad?: (problem: SourceProblem) => void;
};

/** A folded value longer than this is a broken file rather than a photograph. Bytes. */
const MAX_LOGICAL_LINE = 64 * 1024 * 1024;
/** Pieces of a folded line that are joined at once: millions of short ones need little more room than the line. */
const AT_ONCE = 4096;
/** AttributeDescription (RFC 4512, 2.5), and the `;range=0-1499` that Active Directory adds. */
const ATTRIBUTE = /^(?:[A-Za-z][\w.-]*|\d+(?:\.\d+)*)(?:;[\w=*-]+)*$/u;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;
/** How ldapsearch ends its output, and referrals: blocks without a dn that are no entries. */
/** The result of the search that ldapsearch made, where it is not success: the file ends before its directory does. */
const FAILED = /^result: (?!0\b)\d/u;
const NO_ENTRY = /^(?:search|result|ref|matchedDN|text):/u;

const PROBLEMS: Readonly<Record<CodeOf<'ldif'>, string>> = {
  'ldif.broken_line': 'is not a line of LDIF',
  'ldif.encoding':
    'holds bytes that are not UTF-8, probably Latin-1 or Windows-1252 (iconv -f WINDOWS-1252 -t UTF-8 converts a file; ldifde -u exports Unicode)',
  'ldif.incomplete':
    'says that the search which made the file did not give everything (search again without a limit, in pages with -E pr=500/noprompt, or export with slapcat)',
  'ldif.url_refused': 'takes its value from a URL, which is not followed',
  'ldif.change_refused': 'is a change, not an entry: only content and "changetype: add" are read',
};
type LdifCode = CodeOf<'ldif'>;
/** Lines of an entry that are none of its attributes. */
const STRUCTURAL = new Set(['dn', 'changetype']);

class Broken extends Error {
  readonly code: LdifCode;
  constructor(code: LdifCode = 'ldif.broken_line') {
    super(code);
    this.code = code;
  }
}

type Value = {
  readonly attribute: string;
  readonly text: string;
  readonly encoded: boolean;
  /** The value stands elsewhere: `ldapsearch -t` writes photographs so. */
  readonly url: boolean;
};

function checkBase64(text: string): void {
  if (text.length % 4 !== 0 || !BASE64.test(text)) throw new Broken();
}

const SPACE = 0x20;

/** The value behind an attribute and its colon. @throws Broken */
function valueBehind(attribute: string, line: string, colon: number): Value {
  const mark = line[colon + 1];
  const url = mark === '<';
  const encoded = mark === ':';
  let from = colon + (encoded || url ? 2 : 1);
  while (line.charCodeAt(from) === SPACE) from += 1;
  const text = line.slice(from);
  if (encoded) checkBase64(text.trimEnd());
  return { attribute, text, encoded, url };
}

/** As a line writes it; in lower case; whether its values are kept. */
type Name = { readonly attribute: string; readonly wanted: boolean };
/** So many different ones are remembered; a directory has some hundreds. */
const MAX_NAMES = 10_000;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** ASCII stays as it is. */
const BEYOND_ASCII = /\P{ASCII}/u;

const octetsOf = ({ text, encoded }: Value): Buffer => Buffer.from(text, encoded ? 'base64' : 'latin1');

/** The value as text, or undefined where it is binary. @throws Broken where the file's own bytes are no text */
function decode(value: Value): string | undefined {
  const { text, encoded } = value;
  if (!encoded && !BEYOND_ASCII.test(text)) return text;
  let decoded: string | undefined;
  try {
    decoded = strict.decode(octetsOf(value));
  } catch {
    // Binary, or no UTF-8.
  }
  if (!encoded && (decoded === undefined || decoded.includes(UNDECODABLE))) throw new Broken('ldif.encoding');
  return decoded;
}

class LdifReader {
  readonly #options: LdifOptions;
  #number = 0;
  /** The logical line that may still be continued: its pieces, those before joined in steps, and where it began. */
  #pieces: string[] = [];
  #joined: string[] = [];
  #length = 0;
  #startedAt = 0;
  /** What the block being read is; a block ends with an empty line. */
  #block: 'none' | 'entry' | 'ignored' | 'bad' = 'none';
  #blockLine = 0;
  #dn = '';
  #values = new Map<string, string[]>();
  #sawVersion = false;
  /** Names of attributes that have been looked at: most lines have one of a few. */
  readonly #names = new Map<string, Name>();

  constructor(options: LdifOptions) {
    this.#options = options;
  }

  /** Takes one physical line; gives the entry that it ends. */
  push(physical: string): DirectoryEntry | undefined {
    this.#number += 1;
    const line = physical.endsWith('\r') ? physical.slice(0, -1) : physical;
    if (line.startsWith(' ')) {
      if (this.#pieces.length === 0) this.#fail(this.#number, 'ldif.broken_line');
      else this.#append(line.slice(1));
      return undefined;
    }
    this.#endLine();
    if (line === '') return this.#endBlock();
    this.#startedAt = this.#number;
    this.#append(line);
    return undefined;
  }

  end(): DirectoryEntry | undefined {
    this.#endLine();
    return this.#endBlock();
  }

  #append(piece: string): void {
    this.#length += piece.length;
    if (this.#length > MAX_LOGICAL_LINE) {
      this.#fail(this.#startedAt, 'ldif.broken_line');
      return;
    }
    this.#pieces.push(piece);
    if (this.#pieces.length < AT_ONCE) return;
    this.#joined.push(this.#pieces.join(''));
    this.#pieces = [''];
  }

  #fail(line: number, code: LdifCode): void {
    if (!this.#options.onBad)
      throw invalid(
        code,
        `Line ${line} of the LDIF ${PROBLEMS[code]}. Mend the file, or leave such entries out with --skip-bad.`,
        { line },
      );
    if (this.#block !== 'bad') this.#options.onBad({ line, code });
    this.#block = 'bad';
    this.#pieces = [];
    this.#joined = [];
    this.#length = 0;
  }

  #endLine(): void {
    if (this.#pieces.length === 0) return;
    const line =
      this.#pieces.length === 1 && this.#joined.length === 0
        ? this.#pieces[0]!
        : [...this.#joined, ...this.#pieces].join('');
    this.#pieces = [];
    this.#joined = [];
    this.#length = 0;
    if (line.startsWith('#') || this.#block === 'bad') return;
    if (this.#block === 'ignored') {
      if (FAILED.test(line)) this.#fail(this.#startedAt, 'ldif.incomplete');
      return;
    }
    try {
      this.#take(line);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.#fail(this.#startedAt, error.code);
    }
  }

  #take(line: string): void {
    if (this.#block === 'none' && NO_ENTRY.test(line)) {
      if (FAILED.test(line)) throw new Broken('ldif.incomplete');
      this.#block = 'ignored';
      return;
    }
    const colon = line.indexOf(':');
    if (colon < 1) throw new Broken();
    const { attribute, wanted } = this.#name(line.slice(0, colon));
    // Most values are not asked for: what they are is looked at only where it could break the line.
    if (!wanted && this.#block === 'entry' && line[colon + 1] !== ':' && !STRUCTURAL.has(attribute)) return;
    const value = valueBehind(attribute, line, colon);
    if (value.url && (this.#block === 'none' || value.attribute === 'changetype')) throw new Broken('ldif.url_refused');
    if (this.#block === 'none') {
      if (value.attribute === 'version' && !this.#sawVersion) {
        if (value.text.trim() !== '1') throw new Broken();
        this.#sawVersion = true;
        return;
      }
      if (value.attribute !== 'dn') throw new Broken();
      this.#dn = decode(value) ?? '';
      this.#block = 'entry';
      this.#blockLine = this.#startedAt;
      return;
    }
    if (value.attribute === 'dn') throw new Broken();
    if (value.attribute === 'changetype') {
      if (value.text.trim().toLowerCase() !== 'add') throw new Broken('ldif.change_refused');
      return;
    }
    if (wanted) this.#keep(value);
  }

  /** @throws Broken where it is no name of an attribute */
  #name(written: string): Name {
    const known = this.#names.get(written);
    if (known) return known;
    if (!ATTRIBUTE.test(written)) throw new Broken();
    const attribute = written.toLowerCase();
    const name = { attribute, wanted: this.#options.wanted(attribute) };
    if (this.#names.size < MAX_NAMES) this.#names.set(written, name);
    return name;
  }

  #keep(value: Value): void {
    if (value.url) throw new Broken('ldif.url_refused');
    const guid = isBinaryId(value.attribute) ? guidText(value.attribute, octetsOf(value)) : undefined;
    const text = guid ?? decode(value);
    if (text === undefined) return;
    const known = this.#values.get(value.attribute);
    if (known) known.push(text);
    else this.#values.set(value.attribute, [text]);
  }

  #endBlock(): DirectoryEntry | undefined {
    const entry = this.#block === 'entry' ? { line: this.#blockLine, dn: this.#dn, values: this.#values } : undefined;
    this.#block = 'none';
    this.#values = new Map();
    return entry;
  }
}

/**
 * The entries of an LDIF file, in file order.
 * @throws LandfallError ldif.broken_line, ldif.url_refused, ldif.change_refused, ldif.encoding with `line`, unless `onBad` is given
 */
export async function* readLdif(chunks: Chunks, options: LdifOptions): AsyncGenerator<DirectoryEntry> {
  const reader = new LdifReader(options);
  let rest: string[] = [];
  for await (const bytes of utf8Bytes(chunks)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      const line = text.slice(from, end);
      // A line may span many chunks: its pieces are joined once.
      const entry = reader.push(rest.length === 0 ? line : rest.join('') + line);
      rest = [];
      from = end + 1;
      if (entry) yield entry;
    }
    if (from < text.length) rest.push(text.slice(from));
  }
  const last = rest.join('');
  const entry = last === '' ? undefined : reader.push(last);
  if (entry) yield entry;
  const final = reader.end();
  if (final) yield final;
}
