/** A network that drops what came back: the server did what was asked, and nobody hears of it. */
import type { SelfService } from './self-service.ts';

/** The next answer to this request is lost on its way. */
export async function dropAnswer({ page, visitor }: SelfService, method: string, url: string): Promise<void> {
  visitor.expect(`failed ${method} ${url.replace('**', '')}`);
  let dropped = false;
  await page.route(url, async (route) => {
    if (dropped || route.request().method() !== method) return route.fallback();
    dropped = true;
    const cookies = await page.context().cookies();
    await route.fetch();
    // What the lost answer would have set.
    await page.context().clearCookies();
    await page.context().addCookies(cookies);
    await route.abort('connectionreset');
  });
}
