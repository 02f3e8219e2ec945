/** Answers of a directory over LDAP (RFC 4511), on a real connection: entries of odd values, and messages that are wrong at their bytes. */
import { createServer, type Server, type Socket } from 'node:net';
import { ldapEntries } from '#cli/package/ldap.ts';
import { mutatedBytes, oddBytes } from '../drawn/mutate.ts';
import { nameIn, userIdIn } from '../drawn/texts.ts';
import { checkText, must, read } from '../finding.ts';
import { Random } from '../random.ts';
import { acted, type Target } from '../target.ts';

/** Values in base64, by attribute. `wrong`: from which seed the answer is made wrong; absent: it is not. */
type Directory = {
  readonly entries: readonly { readonly dn: string; readonly values: Readonly<Record<string, readonly string[]>> }[];
  readonly code: number;
  readonly references: readonly string[];
  readonly wrong?: string;
};

/** BER with definite lengths (X.690, 8.1). */
function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  return Buffer.concat([Buffer.from([tag, 0x84]), size, content]);
}
const octets = (value: string | Uint8Array): Buffer => tlv(0x04, Buffer.from(value));
const result = (tag: number, code: number): Buffer => tlv(tag, tlv(0x0a, Buffer.from([code])), octets(''), octets(''));
/** The paged results control (RFC 2696) of a last page. */
const PAGED = tlv(
  0xa0,
  tlv(0x30, octets('1.2.840.113556.1.4.319'), octets(tlv(0x30, tlv(0x02, Buffer.from([0])), octets('')))),
);

function answerTo(id: Buffer, operation: number, { entries, code, references }: Directory): Buffer {
  const message = (...parts: readonly Buffer[]) => tlv(0x30, tlv(0x02, id), ...parts);
  if (operation === 0x60) return message(result(0x61, 0));
  if (operation !== 0x63) return Buffer.alloc(0);
  const found = entries.map(({ dn, values }) => {
    const attributes = Object.entries(values).map(([name, all]) =>
      tlv(0x30, octets(name), tlv(0x31, ...all.map((value) => octets(Buffer.from(value, 'base64'))))),
    );
    return message(tlv(0x64, octets(dn), tlv(0x30, ...attributes)));
  });
  const elsewhere = references.map((url) => message(tlv(0x73, octets(url))));
  return Buffer.concat([...found, ...elsewhere, message(result(0x65, code), PAGED)]);
}

let server: Server | undefined;
let current: Directory | undefined;

/** A request's message id and operation. Requests are short, and come whole. */
function requestIn(bytes: Buffer): { id: Buffer; operation: number } {
  const long = bytes[1]! & 0x80 ? bytes[1]! & 0x7f : 0;
  const at = 2 + long;
  const size = bytes[at + 1]!;
  return { id: bytes.subarray(at + 2, at + 2 + size), operation: bytes[at + 2 + size]! };
}

function serve(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    const { id, operation } = requestIn(bytes);
    const whole = answerTo(Buffer.from(id), operation, current!);
    const { wrong } = current!;
    if (wrong === undefined || operation !== 0x63) {
      socket.write(whole);
      return;
    }
    // What the client still waits for does not come.
    socket.end(mutatedBytes(whole, new Random(wrong)));
  });
}

async function portOf(): Promise<number> {
  server ??= createServer(serve).listen(0, '127.0.0.1');
  if (!server.listening) await new Promise<void>((resolve) => server!.once('listening', () => resolve()));
  return (server.address() as { port: number }).port;
}

async function run(directory: Directory): Promise<void> {
  current = directory;
  const source = {
    url: `ldap://127.0.0.1:${await portOf()}`,
    base: 'dc=corp,dc=example',
    bindDn: 'cn=reader',
    password: 'x',
  };
  const wanted = new Set(['uid', 'mail', 'objectguid', 'entryuuid']);
  let count = 0;
  const ended = await read(['ldap.failed'], async () => {
    for await (const entry of ldapEntries(source, wanted, () => undefined)) {
      count += 1;
      must(typeof entry.dn === 'string', 'an entry without a name');
      checkText(entry.values, 'an attribute');
    }
    return true;
  });
  if (directory.wrong !== undefined) return;
  must((ended === true) === (directory.code === 0), 'a search that failed is taken for one that did not', () =>
    String(directory.code),
  );
  if (directory.code !== 0) return;
  must(
    count === directory.entries.length,
    'entries of a directory are lost',
    () => `${count} of ${directory.entries.length}`,
  );
}

export const LDAP: readonly Target[] = [
  acted('ldap', 3, {
    draw: (random): Directory => ({
      entries: random.list(random.few(6), () => ({
        dn: `uid=${nameIn(random).toWellFormed()},dc=corp`,
        values: Object.fromEntries(
          ['uid', 'mail', 'objectGUID', 'entryUUID', 'cn;lang-de']
            .filter(() => random.once(2))
            .map((name) => {
              const value = () =>
                random.once(3)
                  ? random.bytes(random.pick([0, 16, 15]))
                  : random.once(2)
                    ? oddBytes(random)
                    : Buffer.from(userIdIn(random));
              return [name, random.list(random.between(1, 2), () => value().toString('base64'))];
            }),
        ),
      })),
      code: random.pick([0, 0, 0, 0, 4, 32, 49, 50, 127]),
      references: random.once(4) ? ['ldap://other.example/dc=x'] : [],
      ...(random.once(2) ? { wrong: random.hex(4) } : {}),
    }),
    run,
  }),
];
