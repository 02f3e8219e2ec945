/** The ports of a deployment. Each start takes those of the last one: links in mails that were sent lead to the port of the API. */
import { existsSync } from 'node:fs';
import getPort, { portNumbers } from 'get-port';
import * as z from 'zod';
import { readState, writeState } from '#cli/sample/state-file.ts';

const PORTS = { api: 4380, inbox: 4381, storage: 4382, dynamodb: 4383, mail: 4384, services: 4385 };
const NAMES = Object.keys(PORTS) as (keyof typeof PORTS)[];
export type Ports = typeof PORTS;
const portsSchema = z.partialRecord(z.enum(NAMES), z.int().min(1).max(65_535));

/**
 * The ports of the last start, at the first one the default ones; for a port in use the next free one, which is said.
 * @throws Error where another program has the port that links in mails lead to
 */
export async function choosePorts(file: string, say: (line: string) => void): Promise<Ports> {
  const known = existsSync(file) ? readState(file, portsSchema, say) : undefined;
  const chosen = { ...PORTS, ...known };
  for (const name of NAMES) {
    const wanted = chosen[name];
    chosen[name] = await getPort({ port: portNumbers(wanted, 65_535), host: '127.0.0.1' });
    if (chosen[name] === wanted) continue;
    if (name === 'api' && known?.api !== undefined)
      throw new Error(
        `port ${wanted}, to which links in mails lead, is in use by another program. End that program and start again; or delete ${file}, and links in mails that were sent lead nowhere`,
      );
    say(`Port ${wanted} (${name}) is in use by another program: ${chosen[name]} is taken instead`);
  }
  writeState(file, JSON.stringify(chosen));
  return chosen;
}
