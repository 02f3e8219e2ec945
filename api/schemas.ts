/** The components of the document: each named shape once, as JSON Schema 2020-12. */
import * as z from 'zod';
import { type Described, PATH_FORMS, type Shape } from '#lambdas/route/route.ts';
import { session } from '#lambdas/route/shapes.ts';
import { PROBLEMS } from './problems.ts';
import { OPERATIONS } from './routes.ts';

type Node = Record<string, unknown>;

export const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const problem = z
  .object({
    type: z.string().describe('`urn:landfall:` and the code'),
    title: z.string().describe('What is wrong and what to do, for a person'),
    status: z.int(),
    code: z.enum(PROBLEMS).describe('What a client decides by'),
  })
  .describe('RFC 9457. What else it holds depends on the code: see docs/api.md.');

/** Bounds that only say "a number that JSON can hold". */
function withoutSafeBounds({ jsonSchema }: { jsonSchema: Node }): void {
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
}

/** A client must not fail on a field that a later version adds to an answer. */
function forAnswers({ jsonSchema }: { jsonSchema: Node }): void {
  withoutSafeBounds({ jsonSchema });
  if (jsonSchema['additionalProperties'] === false) delete jsonSchema['additionalProperties'];
}

function toSchemas(shapes: readonly Shape[], io: 'input' | 'output'): [string, Node][] {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of shapes) registry.add(schema, { id: name });
  const override = io === 'input' ? withoutSafeBounds : forAnswers;
  const { schemas } = z.toJSONSchema(registry, { io, override, uri: (id) => reference(id).$ref });
  return Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]);
}

const unique = (shapes: readonly (Shape | undefined)[]): Shape[] => [
  ...new Map(shapes.flatMap((shape) => (shape ? [[shape.name, shape]] : []))).values(),
];

export function componentSchemas(): Record<string, Node> {
  const routes = Object.values(OPERATIONS);
  const requests = unique(routes.map(({ body }) => body));
  const answers = unique([
    { name: 'Problem', schema: problem },
    { name: 'Session', schema: session },
    ...routes.map(({ answer }) => answer.body),
  ]);
  const all = [...toSchemas(requests, 'input'), ...toSchemas(answers, 'output')];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Path and query parameters. */
export function parametersOf({ params = {}, query }: Described): Node[] {
  const inPath = Object.entries(params).map(([name, { means, form }]) => ({
    name,
    in: 'path',
    required: true,
    description: means,
    schema: { type: 'string', pattern: PATH_FORMS[form].source },
  }));
  if (!query) return inPath;
  const { properties = {}, required = [] } = z.toJSONSchema(query.schema, { io: 'input', override: withoutSafeBounds });
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description: query.means[name],
    schema,
  }));
  return [...inPath, ...inQuery];
}
