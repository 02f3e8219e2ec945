/** Counts by name. Of many different names the first are kept apart, so that no file can fill the memory with them. */
const MAX_NAMES = 50;
const MAX_PLACES = 5;
const SHOWN = 5;

type Row = { readonly name: string; readonly count: number; readonly where: readonly string[] };

export class Tally {
  readonly #rows = new Map<string, { count: number; where: string[] }>();

  /** @param where a place, such as "line 3": the first are kept */
  add(name: string, where?: string): void {
    const own = this.#rows.has(name) || this.#rows.size < MAX_NAMES ? name : 'others';
    const row = this.#rows.get(own) ?? { count: 0, where: [] };
    row.count += 1;
    if (where !== undefined && row.where.length < MAX_PLACES) row.where.push(where);
    this.#rows.set(own, row);
  }

  get size(): number {
    return this.#rows.size;
  }

  of(name: string): number {
    return this.#rows.get(name)?.count ?? 0;
  }

  /** Most first. */
  list(): Row[] {
    return [...this.#rows].map(([name, row]) => ({ name, ...row })).sort((a, b) => b.count - a.count);
  }

  /** "cn (12), mail (9)": the first five. */
  inWords(): string {
    const rows = this.list();
    const shown = rows.slice(0, SHOWN).map(({ name, count }) => `${name} (${count})`);
    return [...shown, ...(rows.length > SHOWN ? ['...'] : [])].join(', ');
  }
}
