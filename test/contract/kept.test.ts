/** What an update would replace or remove. test/fixtures/templates/kept.json: what must stay as it is. */
import { readFileSync } from 'node:fs';
import { earlierTemplates } from '../cloud/support/templates.ts';
import { ACCOUNT } from '../support/cloud.ts';
import { FULL_REGION, fullTemplates, KEPT_FILE } from '../support/full-deployment.ts';
import { type Kept, keptOf, LOST, losses, resourcesOf, type Template, type Templates } from '../support/templates.ts';

const kept = JSON.parse(readFileSync(KEPT_FILE, 'utf8')) as Record<string, Kept>;
const before = earlierTemplates();
const now: Templates = fullTemplates();
const PLACE = { 'AWS::Region': FULL_REGION, 'AWS::AccountId': ACCOUNT };

test('no update replaces or removes what would lose data or change an address', () => {
  expect(losses(kept, keptOf(now))).toEqual([]);
});

test('what is new and must stay is noted: `npm run snapshot`', () => {
  expect(Object.keys(keptOf(now)).filter((path) => kept[path] === undefined)).toEqual([]);
});

test('what each stack holds is held, those of us-east-1 too', () => {
  const stacks = new Set(Object.keys(kept).map((path) => path.split('/')[0]!));
  expect([...stacks].sort()).toEqual(['Edge', 'EdgeLogs', 'EdgeWatch', 'Stateful', 'Stateless', 'StatelessWatch']);
});

test('each kind of loss is found, with the property, and what is lost', () => {
  const [path, table] = Object.entries(kept).find(([, { type }]) => type === 'AWS::DynamoDB::Table')!;
  expect(table.replacing).toHaveProperty('KeySchema');
  expect(losses({ [path]: table }, {})).toEqual([`${path} (AWS::DynamoDB::Table) would be removed; lost: its items.`]);
  const named = { ...table, replacing: { ...table.replacing, TableName: 'x' } };
  expect(losses({ [path]: table }, { [path]: named })).toEqual([
    `${path} (AWS::DynamoDB::Table) would be replaced, since TableName changes from none to "x"; lost: its items.`,
  ]);
  expect(losses({ [path]: named }, { [path]: table })).toEqual([
    `${path} (AWS::DynamoDB::Table) would be replaced, since TableName changes from "x" to none; lost: its items.`,
  ]);
  expect(losses({ [path]: table }, { [path]: { ...table, type: 'AWS::S3::Bucket' } })).toHaveLength(1);
  expect(losses({ [path]: table }, { [path]: table })).toEqual([]);
});

test('from the release before the API alone gets another address; all that holds data stays', () => {
  expect(losses(keptOf(before, PLACE), keptOf(now))).toEqual([
    `Stateless/ApiHttp17514DA7 (AWS::ApiGatewayV2::Api) would be removed; lost: ${LOST['AWS::ApiGatewayV2::Api']}.`,
  ]);
});

test('from the release before each export that the other stack imports keeps its value: CloudFormation changes none that is in use', () => {
  const imported = [...JSON.stringify(before).matchAll(/"Fn::ImportValue":"([^"]+)"/gu)].map((match) => match[1]!);
  const exportsOf = ({ Outputs = {} }: Template) =>
    Object.values(Outputs).flatMap(({ Export, Value }) => (Export ? [[Export.Name, Value] as const] : []));
  const [was, is] = [before, now].map((templates) => new Map(exportsOf(templates['Stateful']!)));
  expect(imported.length).toBeGreaterThan(10);
  for (const name of imported) expect([name, is!.get(name)]).toEqual([name, was!.get(name)]);
});

test('from the release before no route is made in the API that still has it', () => {
  const routesOf = (templates: Templates) =>
    resourcesOf(templates).filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route');
  const apiOf = (routes: ReturnType<typeof routesOf>) =>
    new Set(routes.map(([, { Properties }]) => JSON.stringify(Properties!['ApiId'])));
  const paths = new Set(routesOf(before).map(([path]) => path));
  expect(paths.size).toBeGreaterThan(100);
  expect(routesOf(now).filter(([path]) => paths.has(path))).toEqual([]);
  expect(apiOf(routesOf(now)).size).toBe(1);
  // A parameter of the nested stack: the API that is new.
  const parameters = resourcesOf(now).find(([path]) => path.startsWith('Stateless/ApiRoutes'))![1].Properties![
    'Parameters'
  ];
  const apis = resourcesOf(now).filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api');
  expect(apis).toHaveLength(1);
  const id = apis[0]![0].slice('Stateless/'.length);
  expect(before['Stateless']!.Resources[id]).toBeUndefined();
  expect(JSON.stringify(parameters)).toContain(`{"Ref":"${id}"}`);
});
