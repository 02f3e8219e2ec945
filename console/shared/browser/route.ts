/** Where a console is: the fragment, which no browser sends anywhere. `#/users/ada?tab=tokens` */
import { useEffect, useState } from 'preact/hooks';

export type Route = { readonly path: readonly string[]; readonly values: Readonly<Record<string, string>> };

/** Reads a fragment. What can't be decoded is taken as it is written. */
export function parseRoute(fragment: string): Route {
  const [path = '', values = ''] = fragment.replace(/^#?\/?/u, '').split(/\?(.*)/su);
  const decoded = path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
  return { path: decoded, values: Object.fromEntries(new URLSearchParams(values)) };
}

/** `#/users/ada?tab=tokens` of its parts; values that are empty are left out. */
export function hrefOf(path: readonly string[], values: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  return `#/${path.map(encodeURIComponent).join('/')}${search}`;
}

/** Goes there. `replace`: the back button does not come back here. */
export function go(href: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(null, '', href);
    openAnew();
  } else location.hash = href.slice(1);
}

/** Takes a secret out of the address bar, the history and the next screenshot, once it has been read. */
export const hide = (href: string) => history.replaceState(null, '', href);

/** Opens the page that is open already: a link to the same address would do nothing. */
export const openAnew = () => window.dispatchEvent(new HashChangeEvent('hashchange'));

/** `turn` rises each time that a page is opened, the same one again too. */
export function useRoute(): Route & { readonly turn: number } {
  const [{ fragment, turn }, setPlace] = useState({ fragment: location.hash, turn: 0 });
  useEffect(() => {
    const follow = () => setPlace((before) => ({ fragment: location.hash, turn: before.turn + 1 }));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return { ...parseRoute(fragment), turn };
}
