import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '#infra/functions.ts';
import { openApi } from './document.ts';
import { withTable } from './guide.ts';
import { written } from './layout.ts';
import { reportCodesPage } from './report-codes.ts';
import { OPERATIONS } from './routes.ts';
import { componentSchemas } from './schemas.ts';
import { typeOf, typesOf } from './types.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
type Operation = {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; description?: string }[];
  responses: Record<string, unknown>;
};
const document = openApi(version) as { paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('every route of the deployment is described, and nothing else', () => {
  const routes = Object.values(FUNCTIONS).flatMap(({ routes = [] }) => routes);
  expect(Object.keys(OPERATIONS).sort()).toEqual([...routes].sort());
});

test('docs/openapi.json, docs/api.md and docs/report-codes.md are what `npm run generate` writes', () => {
  expect(readFileSync('docs/report-codes.md', 'utf8')).toBe(reportCodesPage());
  expect(readFileSync('docs/openapi.json', 'utf8') === written(document)).toBe(true);
  expect(JSON.parse(written(document))).toEqual(JSON.parse(JSON.stringify(document)));
  const guide = readFileSync('docs/api.md', 'utf8');
  expect(withTable(guide)).toBe(guide);
  expect(() => withTable('no marks')).toThrow('marks');
});

test('the consoles talk by the types of the document', () => {
  expect(readFileSync('console/shared/http/api-types.ts', 'utf8') === typesOf(componentSchemas())).toBe(true);
  expect(typeOf({ type: ['string', 'null'] })).toBe('string | null');
  expect(typeOf({ anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] })).toBe('string');
  expect(typeOf({ anyOf: [{ enum: ['a', 'b'] }, { type: 'null' }] })).toBe('"a" | "b" | null');
  expect(typeOf({ type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] })).toBe(
    '{ readonly "a": number; }',
  );
});

test('every reference leads somewhere, and every component is used', () => {
  const text = JSON.stringify(document);
  const used = [...text.matchAll(/"\$ref":"#\/([^"]+)"/gu)].map((match) => match[1]!);
  const lookUp = (path: string) =>
    path.split('/').reduce((node: unknown, name) => (node as Record<string, unknown>)?.[name], document);
  expect(used.filter((path) => lookUp(path) === undefined)).toEqual([]);
  const { components } = document as unknown as { components: Record<string, object> };
  for (const kind of ['schemas', 'responses', 'parameters'])
    for (const name of Object.keys(components[kind]!)) expect(used).toContain(`components/${kind}/${name}`);
});

test('each operation has an id of its own, a summary, and described parameters, those of its path among them', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations) {
    expect(operation.summary).toMatch(/^[A-Z].+[^.]$/u);
    const parameters = operation.parameters ?? [];
    const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
    expect(inPath).toEqual(path.match(/\{\w+\}/gu) ?? []);
    for (const one of parameters) if (one.in === 'query') expect(one.description).toMatch(/./u);
  }
});

test.each(Object.entries(OPERATIONS))(
  '%s: its example fits its schema, and each query parameter is described once',
  (_route, operation) => {
    const { body, query } = operation;
    if (body) expect(body.schema.safeParse(body.example)).toMatchObject({ success: true });
    if (query) expect(Object.keys(query.means).sort()).toEqual(Object.keys(query.schema.shape).sort());
  },
);

test('two shapes never share a name', () => {
  const shapes = Object.values(OPERATIONS).flatMap(({ body, answer }) => [body, answer.body].filter(Boolean));
  const byName = new Map<string, unknown>();
  for (const shape of shapes) {
    expect(byName.get(shape!.name) ?? shape!.schema).toBe(shape!.schema);
    byName.set(shape!.name, shape!.schema);
  }
});
