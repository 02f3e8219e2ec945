import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePorts } from './ports.ts';

const said: string[] = [];
const say = (line: string) => void said.push(line);

test('the port that links lead to is taken by no other; others move, and are said', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'landfall-ports-')), 'ports.json');
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const chosen = await choosePorts(file, say);
  expect(new Set(Object.values(chosen)).size).toBe(6);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(chosen);

  said.length = 0;
  writeFileSync(file, JSON.stringify({ storage: port }));
  const { storage } = await choosePorts(file, say);
  expect(storage).not.toBe(port);
  expect(said).toContain(`Port ${port} (storage) is in use by another program: ${storage} is taken instead`);

  writeFileSync(file, JSON.stringify({ api: port }));
  await expect(choosePorts(file, say)).rejects.toThrow(`port ${port}, to which links in mails lead, is in use`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ api: port });
  other.close();
});
