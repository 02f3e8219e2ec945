/** CloudFormation's quotas on a template, which each nested stack has for itself, and what it refuses before it makes anything. */
import { fullTemplates } from '#test/support/full-deployment.ts';
import type { Template } from '#test/support/templates.ts';

const templates = fullTemplates();
const names = Object.keys(templates);

test('the templates are those of the stacks and of the nested stacks', () => {
  expect([...names].sort()).toEqual(['Stateful', 'Stateless', 'StatelessApiRoutes', 'StatelessWatch']);
});

// AWS: "Understand CloudFormation quotas": 500 resources, 200 parameters, 200 outputs, a template of 1 MB. Some are left for the next release.
test.each(names)('%s keeps well below the quotas on a template', (name) => {
  const template = templates[name]!;
  const { Resources, Parameters = {}, Outputs = {} } = template;
  expect(Object.keys(Resources).length).toBeLessThanOrEqual(400);
  expect(Object.keys(Parameters).length).toBeLessThanOrEqual(200);
  expect(Object.keys(Outputs).length).toBeLessThanOrEqual(200);
  // As the CDK writes it.
  expect(JSON.stringify(template, null, 1).length).toBeLessThan(900_000);
});

/** What a value refers to. */
function referred(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referred);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    if (key === 'Ref') return [String(inside)];
    if (key === 'Fn::GetAtt') return [String((inside as string[])[0])];
    if (key === 'Fn::Sub') return [...JSON.stringify(inside).matchAll(/\$\{(\w+)/gu)].map((match) => match[1]!);
    return referred(inside);
  });
}

/** A circle of resources, each of which needs the next one to be there first. */
function circleOf({ Resources }: Pick<Template, 'Resources'>): string[] {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id) || Resources[id] === undefined) return [];
    const { Properties, DependsOn = [] } = Resources[id];
    for (const next of [...referred(Properties), ...[DependsOn].flat()]) {
      const found = visit(next, [...path, id]);
      if (found.length > 0) return found;
    }
    done.add(id);
    return [];
  };
  return (
    Object.keys(Resources)
      .map((id) => visit(id, []))
      .find((circle) => circle.length > 0) ?? []
  );
}

// CloudFormation makes nothing of such a template; the CDK does not look for circles inside one stack.
test.each(names)('no resource of %s needs itself', (name) => {
  expect(circleOf(templates[name]!)).toEqual([]);
});

test('a circle is found, by a reference, an attribute, a text and an order', () => {
  const Type = 'Probe';
  const Resources = {
    A: { Type, Properties: { x: [{ Ref: 'B' }] } },
    B: { Type, Properties: { x: { 'Fn::GetAtt': ['C', 'Arn'] } } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
    C: { Type, Properties: { x: { 'Fn::Sub': 'a ${D}' } } },
    D: { Type, DependsOn: ['A'] },
  };
  expect(circleOf({ Resources })).toEqual(['A', 'B', 'C', 'D', 'A']);
});
