/** Against a real HTTP server: each way in which a service can answer, or not. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readBreachedRange } from './breached-passwords.ts';

const LINE = `${'A'.repeat(35)}:1\r\n`;
const requests: IncomingMessage[] = [];
const MAX = 262_144;
const PACKED = gzipSync('A'.repeat(5_000_000));
/** A machine that is busy with other tests takes its time; only what is about time keeps the real limit. */
const read = (base: string, prefix: string) => readBreachedRange(base, prefix, 30_000);
const answers: Record<string, (response: ServerResponse) => void> = {
  '/range/00000': (response) => response.end(LINE),
  '/range/00001': (response) => response.writeHead(404).end('none'),
  '/range/00002': (response) => response.writeHead(302, { location: '/range/00000' }).end(),
  '/range/00003': (response) => response.end('A'.repeat(MAX)),
  '/range/00004': (response) => response.end('A'.repeat(MAX + 1)),
  '/range/00005': () => undefined,
  '/range/00006': (response) => void response.write(LINE),
  '/range/00007': (response) => void response.writeHead(200).socket?.destroy(),
  '/range/00008': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(PACKED),
  '/range/00009': (response) => response.end('ä'),
  '/range/0000A': (response) => response.writeHead(204).end(),
};
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    answers[request.url!]!(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('asks for the range of a prefix, padded, and says nothing else', async () => {
  expect(await read(url, '00000')).toEqual({ text: LINE });
  const [request] = requests;
  expect(request).toMatchObject({ method: 'GET', url: '/range/00000' });
  expect(request!.headers).toMatchObject({ 'add-padding': 'true', 'user-agent': 'landfall' });
  expect(await read(url, '00009')).toEqual({ text: 'ä' });
});

test('a status that is not 200, and a redirect, which is not followed', async () => {
  for (const prefix of ['00001', '00002', '0000A']) expect(await read(url, prefix)).toEqual({ failed: 'status' });
  expect(requests.at(-2)?.url).toBe('/range/00002');
});

test('an answer that is too large, packed or not', async () => {
  expect(await read(url, '00003')).toEqual({ text: 'A'.repeat(MAX) });
  expect(await read(url, '00004')).toEqual({ failed: 'size' });
  expect(await read(url, '00008')).toEqual({ failed: 'size' });
});

test('no answer, half an answer, a connection that breaks, no server', async () => {
  const [none, half] = await Promise.all([readBreachedRange(url, '00005'), readBreachedRange(url, '00006')]);
  expect([none, half]).toEqual([{ failed: 'timeout' }, { failed: 'timeout' }]);
  expect(await read(url, '00007')).toEqual({ failed: 'network' });
  expect(await read('http://127.0.0.1:1/range/', '00000')).toEqual({ failed: 'network' });
  expect(await read('https://passwords.invalid/range/', '00000')).toHaveProperty('failed');
  expect(await read('no address/', '00000')).toEqual({ failed: 'network' });
});
