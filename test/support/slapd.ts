/** A real OpenLDAP server for a test, where Debian's slapd is installed. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const SLAPD = ['/usr/sbin/slapd', '/usr/libexec/slapd', '/usr/lib/openldap/slapd'].find((path) => existsSync(path));
const SCHEMA = ['/etc/ldap/schema', '/etc/openldap/schema'].find((path) =>
  existsSync(join(path, 'inetorgperson.schema')),
);
const MODULES = ['/usr/lib/ldap', '/usr/lib64/openldap'].find((path) => existsSync(path));
export const READER = { dn: 'cn=admin,dc=corp,dc=example', password: 'reader of the test' };

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('slapd does not answer');
}

export type SlapdOptions = {
  /** What it holds. */
  readonly ldif: string;
  /** Lines before its database: limits of the server. */
  readonly server?: readonly string[];
  /** Lines about its database. */
  readonly database?: readonly string[];
  /** Who may read. */
  readonly access?: readonly string[];
};

/** Undefined where OpenLDAP is not installed. */
export const slapdInstalled = SLAPD !== undefined && SCHEMA !== undefined && MODULES !== undefined;

/** @param folder an empty one, for its database */
export async function startSlapd(folder: string, options: SlapdOptions) {
  mkdirSync(join(folder, 'db'));
  const config = join(folder, 'slapd.conf');
  writeFileSync(
    config,
    [
      ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMA}/${name}.schema`),
      `modulepath ${MODULES}`,
      'moduleload back_mdb',
      `pidfile ${folder}/slapd.pid`,
      ...(options.server ?? []),
      'database mdb',
      'suffix "dc=corp,dc=example"',
      `rootdn "${READER.dn}"`,
      `rootpw "${READER.password}"`,
      `directory ${folder}/db`,
      ...(options.database ?? []),
      ...(options.access ?? ['access to attrs=userPassword by * none', 'access to * by users read by anonymous auth']),
    ].join('\n'),
  );
  const loaded = spawnSync(SLAPD!, ['-T', 'add', '-q', '-f', config, '-l', options.ldif], {
    encoding: 'utf8',
  });
  if (loaded.status !== 0) throw new Error(loaded.stderr);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const url = `ldap://127.0.0.1:${port}`;
  const tlsUrl = `ldaps://localhost:${tlsPort}`;
  const urls = options.server?.some((line) => line.startsWith('TLS')) ? `${url} ldaps://127.0.0.1:${tlsPort}` : url;
  const server = spawn(SLAPD!, ['-f', config, '-h', urls, '-d', '0'], { stdio: 'ignore' });
  await answers(port);
  return { url, tlsUrl, stop: () => server.kill() };
}
