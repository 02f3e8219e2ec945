/** The one PartiQL statement that the product sends: INSERT INTO "table" VALUE {'pk': ?, ...}. */

const INSERT = /^\s*INSERT\s+INTO\s+"(?<table>[\w.-]+)"\s+VALUE\s+\{(?<item>[^{}]*)\}\s*$/iu;
const ATTRIBUTE = /^\s*'(?<name>[^']+)'\s*:\s*\?\s*$/u;

/**
 * The table, and the names of the item's attributes, each of which is a parameter in this order.
 * @returns undefined of any other statement
 */
export function insertedKey(statement: string): { table: string; item: string[] } | undefined {
  const { table, item } = INSERT.exec(statement)?.groups ?? {};
  if (table === undefined || item === undefined) return undefined;
  const names = item.split(',').map((attribute) => ATTRIBUTE.exec(attribute)?.groups?.['name']);
  return names.every((name) => name !== undefined) ? { table, item: names } : undefined;
}
