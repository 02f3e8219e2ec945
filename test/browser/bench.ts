/**
 * Part of `npm run bench` (console): the size of the first page of the Self-Service Console as a browser loads it, and the time until
 * its form can be used on a processor slowed down four times; beside a bare page with the same form, measured in the same run.
 * Quote the ratio, since machines differ.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { startLandfall } from '../support/deployment.ts';
import { launch } from './support/browser.ts';

const SLOWED = 4;
const RUNS = 9;
const LIMITS = { bytes: 60_000, milliseconds: 1000 };

declare global {
  interface Window {
    landfallUsable?: number;
  }
}
/** Records when a field and a button have been painted. */
function watchForm(): void {
  const look = () => {
    const ready = document.querySelector('input[name="username"]') && document.querySelector('button[type="submit"]');
    if (!ready) return void requestAnimationFrame(look);
    // After the frame, and after the remaining work of the main thread.
    requestAnimationFrame(() => setTimeout(() => (window.landfallUsable = performance.now()), 0));
  };
  requestAnimationFrame(look);
}

const BARE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bare</title></head><body><main><h1>Log on</h1>
<form><label>User ID <input name="username"></label><label>Passcode <input name="passcode" type="password"></label>
<button type="submit">Log on</button></form></main></body></html>`;

type Visit = { readonly usable: number; readonly scripts: number; readonly all: number; readonly requests: number };

/** One first visit with an empty cache. Bytes as the distribution sends them (gzip). */
async function measure(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page: Page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  await page.addInitScript(watchForm);
  const bodies: Promise<{ script: boolean; bytes: number }>[] = [];
  page.on('response', (response) => {
    const script = response.request().resourceType() === 'script';
    bodies.push(response.body().then((body) => ({ script, bytes: gzipSync(body).length })));
  });
  await page.goto(url, { waitUntil: 'commit' });
  const usable = await page.waitForFunction(() => window.landfallUsable).then((handle) => handle.jsonValue());
  await page.waitForLoadState('networkidle');
  const fetched = await Promise.all(bodies);
  await context.close();
  const sum = (some: typeof fetched) => some.reduce((bytes, one) => bytes + one.bytes, 0);
  return {
    usable: usable!,
    scripts: sum(fetched.filter(({ script }) => script)),
    all: sum(fetched),
    requests: fetched.length,
  };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

const bare = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(BARE));
await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
const running = await startLandfall();
const browser = await launch();
try {
  const visits: { readonly ours: Visit[]; readonly theirs: Visit[] } = { ours: [], theirs: [] };
  const reference = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  // The first run of each warms up the functions' workers and the browser, which is not measured.
  for (let run = 0; run <= RUNS; run += 1)
    for (const [list, url] of [
      [visits.ours, `${running.apiUrl}/`],
      [visits.theirs, reference],
    ] as const) {
      const visit = await measure(browser, url);
      if (run > 0) list.push(visit);
    }
  const [ours, theirs] = [visits.ours, visits.theirs].map((list) => median(list.map(({ usable }) => usable)));
  const { scripts, all, requests } = visits.ours[0]!;
  console.log(
    `first load of the Self-Service Console: ${kb(scripts)} of scripts (limit ${kb(LIMITS.bytes)}), ${kb(all)} in all, ${requests} requests (gzip)`,
  );
  console.log(
    `until its form can be used, processor slowed ${SLOWED} times, median of ${RUNS}: ${ours!.toFixed(0)} ms (goal ${LIMITS.milliseconds} ms); a bare page with a form: ${theirs!.toFixed(0)} ms; ratio ${(ours! / theirs!).toFixed(2)}`,
  );
} finally {
  await browser.close();
  await running.stop();
  bare.close();
}
