/** The tables there are, by name or ARN. */
import type { Surroundings } from '../service.ts';
import { noTable, Refusal } from './refusals.ts';
import { type Definition, type Options, Table } from './table.ts';

export class Tables {
  readonly world: Surroundings;
  readonly options: Options;
  readonly #tables = new Map<string, Table>();

  constructor(world: Surroundings, options: Options) {
    this.world = world;
    this.options = options;
  }

  /** @throws Refusal ResourceNotFoundException */
  get(nameOrArn: string): Table {
    const table = this.#tables.get(nameOrArn.replace(/^arn:aws:dynamodb:.*:table\//u, ''));
    if (!table) throw noTable();
    table.expire();
    return table;
  }

  get all(): readonly Table[] {
    return [...this.#tables.values()];
  }

  create(definition: Definition): Table {
    if (this.#tables.has(definition.name))
      throw new Refusal('ResourceInUseException', `Table already exists: ${definition.name}`);
    const table = new Table(definition, this.world, this.options);
    this.#tables.set(definition.name, table);
    return table;
  }

  drop(name: string): Table {
    const table = this.get(name);
    this.#tables.delete(table.definition.name);
    return table;
  }
}
