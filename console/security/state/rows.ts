/** Rows of a long list: an unchanged item is not rendered again, so that adding a page costs no more than its own rows. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { currentLanguage } from '../../shared/i18n/language.ts';

type Cache<T> = { readonly language: string; readonly rows: Map<T, VNode> };

/** @param render makes a row from its item alone; an item that is read again is another object and gets another row */
export function useRows<T extends object>(items: readonly T[], render: (item: T) => VNode): VNode[] {
  const language = currentLanguage();
  const cache = useRef<Cache<T>>({ language, rows: new Map() });
  const { rows: before } = cache.current.language === language ? cache.current : { rows: new Map<T, VNode>() };
  const rows = new Map(items.map((item) => [item, before.get(item) ?? render(item)]));
  cache.current = { language, rows };
  return [...rows.values()];
}
