/** The deployment that runs on a data folder, as another process of its owner finds it. */
import { join } from 'node:path';
import * as z from 'zod';
import { peekState } from '#cli/sample/state-file.ts';
import { controlSchema, type Health, healthSchema, snapshotSchema } from './control.ts';
import { Taker } from './sealed.ts';

const schema = z.looseObject({ control: controlSchema });

/** @throws Error where it can't be asked */
async function ask(data: string, method: string, path: string, signal?: AbortSignal): Promise<Response> {
  const found = peekState(join(data, 'deployment.json'), schema);
  if (!found)
    throw new Error(
      `Landfall is just starting or stopping in ${data}, is backed up or restored, or runs in an earlier release. Try again when it is up in this one`,
    );
  const headers = { authorization: `Bearer ${found.control.secret}` };
  const answer = await fetch(`${found.control.url}${path}`, { method, headers, signal: signal ?? null }).catch(() => {
    throw new Error(`Landfall runs in ${data}, and does not answer. Look at what it printed, and start it again`);
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

export const healthOf = async (data: string): Promise<Health> =>
  healthSchema.parse(await (await ask(data, 'GET', '/health')).json());

/** A snapshot that the deployment has made of itself; `end` lets it be removed. */
export async function askSnapshot(data: string) {
  const ended = new AbortController();
  const answer = await ask(data, 'POST', '/snapshot', ended.signal);
  const body = answer.body as unknown as AsyncIterable<Uint8Array>;
  async function* buffers() {
    for await (const piece of body) yield Buffer.from(piece);
  }
  const line = await new Taker(buffers()).line(10_000);
  return { ...snapshotSchema.parse(JSON.parse(line ?? '')), end: () => ended.abort() };
}
