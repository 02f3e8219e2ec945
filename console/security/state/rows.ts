/** Rows of a long list: an unchanged item is not rendered again, so that adding a page costs no more than its own rows. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { currentLanguage } from '../../shared/i18n/language.ts';

type Cache<T> = { readonly language: string; readonly version: unknown; readonly rows: Map<T, VNode> };

/**
 * @param render makes a row from its item alone; an item that is read again is another object and gets another row
 * @param version what the rows depend on beside their items; another value renders all of them anew
 */
export function useRows<T extends object>(items: readonly T[], render: (item: T) => VNode, version?: unknown): VNode[] {
  const language = currentLanguage();
  const cache = useRef<Cache<T>>({ language, version, rows: new Map() });
  const same = cache.current.language === language && cache.current.version === version;
  const before = same ? cache.current.rows : new Map<T, VNode>();
  const rows = new Map(items.map((item) => [item, before.get(item) ?? render(item)]));
  cache.current = { language, version, rows };
  return [...rows.values()];
}
