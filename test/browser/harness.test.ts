/** Shows that the browser tests can fail: each fault that they watch for is caused here on a test page. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browsing } from './support/browser.ts';
import { stateFaults } from './support/inspect.ts';
import type { WatchedBrowser } from './support/watched-browser.ts';

const CSP = "default-src 'none'; script-src 'self'; connect-src 'self' http://127.0.0.1:*; style-src 'unsafe-inline'";
const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>Page</title></head><body>${body}</body></html>`;

const { describe, openBrowser } = browsing();

describe('the watched browser', () => {
  let server: Server;
  let other: Server;
  let body = '';
  let browser: WatchedBrowser;
  const urlOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
  const listen = (one: Server) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));

  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      const status = Number(/\/status\/(\d+)/u.exec(url ?? '')?.[1] ?? 200);
      response.writeHead(status, { 'content-type': 'text/html', 'content-security-policy': CSP }).end(page(body));
    });
    other = createServer((_request, response) => {
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end();
    });
    await Promise.all([listen(server), listen(other)]);
  });
  afterAll(() => Promise.all([server, other].map((one) => new Promise((resolve) => one.close(resolve)))));

  async function open(content: string): Promise<WatchedBrowser> {
    body = content;
    browser = await openBrowser([urlOf(server)]);
    await browser.page.goto('/');
    return browser;
  }
  /** Takes the faults, so that they don't fail this test as well. */
  const faults = () => browser.faults.splice(0).join('\n');

  /** Waits for a number of faults, which arrive in any order. */
  async function noticed(count: number): Promise<string> {
    for (let tries = 0; browser.faults.length < count && tries < 100; tries++) await browser.page.waitForTimeout(50);
    return faults();
  }

  test('records an error of the page, an error on its console and a violation of its security policy', async () => {
    const { page: it } = await open('<main><h1>Fine</h1></main>');
    await it.evaluate(() => void setTimeout(() => void Promise.reject(new Error('lost')), 0));
    await it.evaluate(() => console.error('odd'));
    await it.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.harm = 1';
      document.body.append(script);
    });
    const found = await noticed(3);
    for (const fault of [/error in the page: lost/u, /console: odd/u, /console: .*Content Security Policy/u])
      expect(found).toMatch(fault);
  });

  test('records a refusal, a request without an answer and a request to another origin', async () => {
    const { page: it } = await open('<main><h1>Fine</h1></main>');
    await it.evaluate(async (foreign) => {
      await fetch('/status/409');
      await fetch('/api/me');
      await fetch(foreign);
    }, urlOf(other));
    await it.route('**/gone', (route) => route.abort('connectionreset'));
    await it.evaluate(() => fetch('/gone').catch(() => undefined));
    expect((await noticed(3)).split('\n').sort()).toEqual([
      '409 GET /status/409',
      `a request to another origin: ${urlOf(other)}/`,
      'failed GET /gone',
    ]);
  });

  test('accepts an announced failure, and reports it where it does not happen', async () => {
    const { page: it } = await open('<main><h1>Fine</h1></main>');
    browser.expect('409 GET /status/409', '500 GET /status/500');
    await it.evaluate(() => fetch('/status/409'));
    expect(await browser.close()).toEqual(['did not happen: 500 GET /status/500']);
  });

  const FINE = '<main><h1>Fine</h1><p>Words</p></main>';
  test.each([
    ['no fault on a page without one', FINE, undefined],
    ['a field without a name', '<main><h1>T</h1><input></main>', /label: <input>/u],
    ['text with too little contrast', '<main><h1>T</h1><p style="color:#999">Words</p></main>', /color-contrast/u],
    [
      'content that is wider than a phone',
      '<main><h1>T</h1><p style="width:400px">Words</p></main>',
      /320 wide, ltr: .*sideways/u,
    ],
    [
      'content outside the window when it is read from right to left',
      '<main><h1>T</h1><p style="position:relative;left:-900px;margin-left:900px;width:200px">Words</p></main>',
      /rtl: .*leaves the window/u,
    ],
    [
      'content that overlaps other content',
      '<main><h1>T</h1><p>Words of a page</p><p style="margin-top:-2.5em">that are over others</p></main>',
      /lies over/u,
    ],
    ['a placeholder in a text', '<main><h1>T</h1><p>Hello {name}</p></main>', /a placeholder or a key.*\{name\}/u],
  ])('finds %s', async (_what, content, fault) => {
    await open(content);
    const found = (await stateFaults(browser)).join('\n');
    if (fault) expect(found).toMatch(fault);
    else expect(found).toBe('');
    faults();
  });

  test('finds content that moves by itself', async () => {
    const { page: it } = await open(FINE);
    await it.waitForTimeout(200);
    await it.evaluate(() => {
      const late = document.createElement('div');
      late.style.height = '300px';
      document.body.prepend(late);
    });
    // The browser tells of it when it gets to it.
    await it.waitForFunction(() => (window.landfallShift ?? 0) > 0);
    expect((await stateFaults(browser)).join('\n')).toMatch(/moved by itself/u);
  });
});
