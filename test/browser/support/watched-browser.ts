/** A browser with a fresh profile that records everything that goes wrong in its pages. */
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';

export const VIEWS = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  'small phone': { width: 320, height: 640 },
} as const;
export type Look = {
  readonly view?: keyof typeof VIEWS;
  readonly theme?: 'light' | 'dark';
  /** The browser's language: "de-CH". */
  readonly locale?: string;
};

/** The pages find out by these answers that no user is logged on to their console. */
const USUAL = ['401 GET /api/me', '401 GET /api/admin/session', '403 GET /api/admin/session'];
declare global {
  interface Window {
    /** Whether the page was acted on since it was loaded. */
    landfallActed?: boolean;
    landfallShift?: number;
    /** The texts of what moved, for the message of the failed test. */
    landfallMoved?: string[];
  }
}
type Shift = PerformanceEntry & { readonly value: number; readonly sources: readonly { readonly node: Node | null }[] };
/** Adds up the layout shifts of a page that no user action caused. A new page, recognised by its heading, is not a shift. */
function observeShifts(): void {
  const FRAMES_MS = 100;
  /** Shifts that follow an action of the user, or its answer, this soon are expected. */
  const AFTER_MS = 1500;
  let heading = '';
  let opened = 0;
  let acted = Number.NEGATIVE_INFINITY;
  let answered = Number.NEGATIVE_INFINITY;
  let pending = 0;
  for (const kind of ['pointerdown', 'keydown', 'input', 'resize'])
    window.addEventListener(kind, () => (acted = performance.now()), { capture: true });
  for (const kind of ['pointerdown', 'keydown'])
    window.addEventListener(kind, () => (window.landfallActed = true), { capture: true });
  const send = window.fetch;
  window.fetch = async (...request) => {
    const sent = send(...request);
    // The user expects the page to change when the answer comes to a request that writes, or to one that reads right after an action;
    // however busy the machine is. A page that reads again by itself must not move.
    const writes = request[1]?.method !== 'GET';
    if (writes || performance.now() < acted + AFTER_MS) {
      pending += 1;
      void sent
        .catch(() => undefined)
        .then(() => {
          pending -= 1;
          answered = performance.now();
          if (writes) acted = answered;
        });
    }
    return sent;
  };
  const isExpected = (time: number) => pending > 0 || time < Math.max(acted, answered) + AFTER_MS;
  window.landfallShift = 0;
  new MutationObserver(() => {
    const now = document.querySelector('h1')?.textContent ?? '';
    if (now === heading) return;
    heading = now;
    opened = performance.now();
    window.landfallShift = 0;
    window.landfallMoved = [];
  }).observe(document, { childList: true, subtree: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { startTime, value, sources } of list.getEntries() as Shift[]) {
      if (startTime < opened + FRAMES_MS || isExpected(startTime)) continue;
      window.landfallShift! += value;
      for (const { node } of sources) window.landfallMoved?.push(node?.textContent?.trim().slice(0, 40) ?? '');
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

export class WatchedBrowser {
  readonly context: BrowserContext;
  /** The tab that was opened last. */
  page!: Page;
  readonly faults: string[] = [];
  private readonly expected = new Map<string, number>();
  private readonly origins: ReadonlySet<string>;

  private constructor(context: BrowserContext, origins: readonly string[]) {
    this.context = context;
    this.origins = new Set(origins.map((url) => new URL(url).origin));
  }

  /** @param origins that requests may go to: the deployment's pages, API and storage */
  static async open(browser: Browser, origins: readonly string[], look: Look = {}): Promise<WatchedBrowser> {
    const view = look.view ?? 'desktop';
    const context = await browser.newContext({
      viewport: VIEWS[view],
      hasTouch: view !== 'desktop',
      isMobile: view !== 'desktop',
      colorScheme: look.theme ?? 'light',
      locale: look.locale ?? 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
      baseURL: origins[0]!,
    });
    await context.addInitScript(observeShifts);
    const watched = new WatchedBrowser(context, origins);
    await watched.newTab();
    return watched;
  }

  async newTab(): Promise<Page> {
    this.page = await this.context.newPage();
    this.watch(this.page);
    return this.page;
  }

  /**
   * Announces a failure that the test provokes: "401 POST /api/logon" for a refusal, "failed POST /api/logon" for a request without
   * an answer. A failure that was not announced is a fault, and so is an announced one that does not happen.
   */
  expect(...what: string[]): void {
    for (const one of what) if (!this.expected.has(one)) this.expected.set(one, 0);
  }

  /** As `expect`, but the failure need not happen. */
  tolerate(what: string): void {
    this.expected.set(what, 1);
  }

  private record(what: string): void {
    if (USUAL.includes(what)) return;
    const count = this.expected.get(what);
    if (count === undefined) this.faults.push(what);
    else this.expected.set(what, count + 1);
  }

  private watch(page: Page): void {
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.faults.push(`error in the page: ${error.message}`));
    page.on('console', (message) => {
      // Failed requests are recorded below; violations of the content security policy here. A frame that may run no script, such as
      // the preview of a mail, refuses the script that these tests add to every document.
      if (message.type() === 'error' && !/^Failed to load resource|'about:(?:srcdoc|blank)'/u.test(message.text()))
        this.faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!this.origins.has(new URL(request.url()).origin) && !/^(?:data|blob):/u.test(request.url()))
        this.faults.push(`a request to another origin: ${request.url()}`);
    });
    const name = (request: Request) => `${request.method()} ${new URL(request.url()).pathname}`;
    // A read that is under way when its user logs off may be refused: the session has ended, and the page is left.
    const reading = new Set<Request>();
    const overtaken = new WeakSet<Request>();
    page.on('request', (request) => {
      if (request.method() === 'GET') reading.add(request);
      else if (name(request) === 'POST /api/logoff') for (const read of reading) overtaken.add(read);
    });
    page.on('response', (response) => {
      const request = response.request();
      reading.delete(request);
      if (response.status() === 401 && overtaken.has(request)) return;
      if (response.status() >= 400) this.record(`${response.status()} ${name(request)}`);
    });
    page.on('requestfailed', (request) => {
      // The page itself cancelled it, as it does when its reader leaves.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') this.record(`failed ${name(request)}`);
    });
  }

  /** @returns the faults, and the announced failures that did not happen */
  async close(): Promise<string[]> {
    await this.context.close();
    const missing = [...this.expected].filter(([, count]) => count === 0).map(([what]) => `did not happen: ${what}`);
    this.expected.clear();
    return [...this.faults.splice(0), ...missing];
  }
}
