/** The open page, as the URL's fragment says, which a browser never sends to a server. `#/users/ada?tab=tokens` */
import { useEffect, useState } from 'preact/hooks';

export type Route = { readonly path: readonly string[]; readonly values: Readonly<Record<string, string>> };

/** Reads a fragment. A segment that can't be decoded is used as written. */
export function parseRoute(fragment: string): Route {
  const [path = '', values = ''] = fragment.replace(/^#?\/?/u, '').split(/\?(.*)/su);
  const decoded = path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
  return { path: decoded, values: Object.fromEntries(new URLSearchParams(values)) };
}

/** Builds `#/users/ada?tab=tokens` from its segments and values; empty values are left out. */
export function hrefOf(path: readonly string[], values: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  return `#/${path.map(encodeURIComponent).join('/')}${search}`;
}

/** Opens an address. @param replace whether the back button skips the present page */
export function go(href: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(null, '', href);
    reopenPage();
  } else location.hash = href.slice(1);
}

/** Changes the address in place, so that a secret that was read from it leaves the address bar, the history and later screenshots. */
export const changeAddress = (href: string) => history.replaceState(history.state, '', href);

/** Opens the present page again, which a link to the same address would not do. */
export const reopenPage = () => window.dispatchEvent(new HashChangeEvent('hashchange'));

/** `turn` increases each time a page is opened, also when it is the same page again. */
export function useRoute(): Route & { readonly turn: number } {
  const [{ fragment, turn }, setPlace] = useState({ fragment: location.hash, turn: 0 });
  useEffect(() => {
    const follow = () => setPlace((before) => ({ fragment: location.hash, turn: before.turn + 1 }));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return { ...parseRoute(fragment), turn };
}
