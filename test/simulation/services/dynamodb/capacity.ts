/** What an operation takes of a table's capacity, as ReturnConsumedCapacity says it. */
import { type Request, wordIn } from './requests.ts';
import { placeIn, projected } from './schema.ts';
import type { Table } from './table.ts';
import { type Item, sameItem, sizeOfItem } from './values.ts';

const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

/** Of one table: units of the table itself and of its indexes. */
type Units = { table: number; readonly indexes: Map<string, number> };

export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_BYTES)) * (consistent ? 1 : 0.5);
const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_BYTES));

export class Capacity {
  readonly #asked: 'NONE' | 'TOTAL' | 'INDEXES';
  readonly #units = new Map<string, Units>();

  constructor(request: Request) {
    this.#asked = wordIn(request, 'ReturnConsumedCapacity', ['NONE', 'TOTAL', 'INDEXES']);
  }

  #of(table: string): Units {
    const known = this.#units.get(table);
    if (known) return known;
    const units: Units = { table: 0, indexes: new Map() };
    this.#units.set(table, units);
    return units;
  }

  read(table: string, units: number, index?: string): void {
    if (this.#asked === 'NONE') return;
    const of = this.#of(table);
    if (index === undefined) of.table += units;
    else of.indexes.set(index, (of.indexes.get(index) ?? 0) + units);
  }

  /** @param times 2 in a transaction */
  write({ definition }: Table, before: Item | undefined, after: Item | undefined, times = 1): void {
    if (this.#asked === 'NONE') return;
    const { name: table, keys, indexes } = definition;
    const of = this.#of(table);
    of.table += writeUnits(Math.max(before ? sizeOfItem(before) : 0, after ? sizeOfItem(after) : 0)) * times;
    for (const index of indexes) {
      const place = (item: Item | undefined) => item && placeIn(item, index.keys, keys);
      const [old, now] = [place(before), place(after)];
      const held = (item: Item) => projected(item, index, keys);
      const same = old && now && old.partition === now.partition && old.sort === now.sort;
      if (same && sameItem(held(before!), held(after!))) continue;
      // To move an entry is to remove one and to put one.
      const units = same
        ? writeUnits(Math.max(sizeOfItem(held(before!)), sizeOfItem(held(after!))))
        : (old ? writeUnits(sizeOfItem(held(before!))) : 0) + (now ? writeUnits(sizeOfItem(held(after!))) : 0);
      if (units > 0) of.indexes.set(index.name, (of.indexes.get(index.name) ?? 0) + units * times);
    }
  }

  #answers(kind?: 'Read' | 'Write'): object[] {
    return [...this.#units].map(([TableName, { table, indexes }]) => {
      const total = [...indexes.values()].reduce((sum, units) => sum + units, table);
      const split = kind ? { [`${kind}CapacityUnits`]: total } : {};
      if (this.#asked !== 'INDEXES') return { TableName, CapacityUnits: total, ...split };
      const GlobalSecondaryIndexes = Object.fromEntries(
        [...indexes].map(([name, units]) => [name, { CapacityUnits: units }]),
      );
      return {
        TableName,
        CapacityUnits: total,
        ...split,
        Table: { CapacityUnits: table },
        ...(indexes.size > 0 ? { GlobalSecondaryIndexes } : {}),
      };
    });
  }

  /** As an operation on one table answers it. */
  get one(): object {
    return this.#asked === 'NONE' ? {} : { ConsumedCapacity: this.#answers()[0] };
  }

  /** As an operation on several answers it. */
  all(kind?: 'Read' | 'Write'): object {
    return this.#asked === 'NONE' ? {} : { ConsumedCapacity: this.#answers(kind) };
  }
}
