/** PartiQL's INSERT, which fails where the key exists. */
import { withVersion } from '#core/stored-versions.ts';
import type { Item, Key } from './items.ts';

export type Insertion = { readonly table: string; readonly item: Key & Item };

export function insertion({ table, item }: Insertion) {
  const present = Object.entries(withVersion(item)).filter(([, value]) => value !== undefined);
  return {
    Statement: `INSERT INTO "${table}" VALUE {${present.map(([name]) => `'${name}': ?`).join(', ')}}`,
    Parameters: present.map(([, value]) => value),
  };
}
