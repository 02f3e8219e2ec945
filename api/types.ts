/** The shapes of the document as TypeScript types, for the consoles: console/shared/http/api-types.ts. */

type Node = {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly type?: string | readonly string[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
};

const NAMES: Readonly<Record<string, string>> = { integer: 'number', array: 'unknown[]', object: 'object' };

/** A schema (JSON Schema 2020-12, as far as the document goes) as a type. */
export function typeOf(node: Node): string {
  const literal = (value: unknown) => JSON.stringify(value);
  /** `string` holds every literal beside it. */
  const union = (types: readonly string[]) =>
    [...new Set(types)].filter((type) => !(types.includes('string') && type.startsWith('"'))).join(' | ');
  if (node.$ref) return node.$ref.split('/').at(-1)!;
  if (node.const !== undefined) return literal(node.const);
  if (node.enum) return union(node.enum.map(literal));
  const either = node.anyOf ?? node.oneOf;
  if (either) return union(either.flatMap((one) => (one.enum ? one.enum.map(literal) : [typeOf(one)])));
  if (node.items) return `readonly (${typeOf(node.items)})[]`;
  if (node.properties) {
    const fields = Object.entries(node.properties).map(
      ([name, field]) => `readonly ${literal(name)}${node.required?.includes(name) ? '' : '?'}: ${typeOf(field)};`,
    );
    return `{ ${fields.join(' ')} }`;
  }
  if (typeof node.additionalProperties === 'object')
    return `{ readonly [name: string]: ${typeOf(node.additionalProperties)} }`;
  const types = typeof node.type === 'string' ? [node.type] : (node.type ?? ['unknown']);
  return union(types.map((type) => NAMES[type] ?? type));
}

/** The module's text. @param schemas components/schemas of the document */
export function typesOf(schemas: Readonly<Record<string, unknown>>): string {
  const types = Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema as Node)};\n`);
  return `// Written by \`npm run generate\` from docs/openapi.json.\n\n${types.join('\n')}`;
}
