/** A network that loses an answer: the server has done what was asked, and the page does not know. */
import type { SelfService } from './self-service.ts';

/** Loses the next answer to this request. */
export async function dropAnswer({ page, browser }: SelfService, method: string, url: string): Promise<void> {
  browser.expect(`failed ${method} ${url.replace('**', '')}`);
  let dropped = false;
  await page.route(url, async (route) => {
    if (dropped || route.request().method() !== method) return route.fallback();
    dropped = true;
    const cookies = await page.context().cookies();
    await route.fetch();
    // The page must not get the cookies of the lost answer.
    await page.context().clearCookies();
    await page.context().addCookies(cookies);
    await route.abort('connectionreset');
  });
}
