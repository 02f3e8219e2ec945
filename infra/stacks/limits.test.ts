/** CloudFormation's quotas on a template, which each nested stack has for itself, and what it or a service refuses, with everything switched on. */
import { fullTemplates } from '#test/support/full-deployment.ts';
import type { Template } from '#test/support/templates.ts';

const templates = fullTemplates();
const names = Object.keys(templates);

test('the templates are those of the stacks and of the nested stacks', () => {
  expect([...names].sort()).toEqual([
    'Edge',
    'EdgeLogs',
    'EdgeWatch',
    'Stateful',
    'Stateless',
    'StatelessApiRoutes',
    'StatelessGradualDeploymentAlarms',
    'StatelessWatch',
  ]);
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

/**
 * The longest description that a service takes (its API reference); CloudFormation itself takes 1,024 bytes of a template and of an output. A type that is
 * missing here has room for 250 characters.
 */
const DESCRIPTIONS: Readonly<Record<string, number>> = {
  'AWS::CloudWatch::Alarm': 1024,
  'AWS::CloudWatch::CompositeAlarm': 1024,
  'AWS::Events::Rule': 512,
  'AWS::IAM::ManagedPolicy': 1000,
};

test.each(names)(
  '%s and what it puts out say what they are, and every description is as short as it must be',
  (name) => {
    const { Resources, Outputs = {}, Description = '' } = templates[name]!;
    // The CDK's own outputs are what another stack reads.
    const read = Object.entries(Outputs).filter(
      ([id, { Export }]) => Export === undefined && !id.startsWith(name) && !id.startsWith('Stateless'),
    );
    for (const text of [Description, ...read.map(([, output]) => output.Description ?? '')])
      expect([text, /^Landfall: |\w+ \w+/u.test(text), Buffer.byteLength(text) <= 1024]).toEqual([text, true, true]);
    for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
      const text = JSON.stringify(Properties['Description'] ?? Properties['AlarmDescription'] ?? '');
      expect([id, text.length <= (DESCRIPTIONS[Type] ?? 250)]).toEqual([id, true]);
    }
  },
);

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
    const { Properties, UpdatePolicy, DependsOn = [] } = Resources[id];
    for (const next of [...referred(Properties), ...referred(UpdatePolicy), ...[DependsOn].flat()]) {
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

// The CDK carries a reference into a nested stack over for properties alone, and leaves the name of the other template elsewhere.
test.each(names)('all that %s refers to is in it', (name) => {
  const { Resources, Parameters = {}, Outputs = {} } = templates[name]!;
  const there = new Set([...Object.keys(Resources), ...Object.keys(Parameters)]);
  const missing = referred([Resources, Outputs]).filter((id) => !there.has(id) && !/^AWS(?:::|$)/u.test(id));
  expect(missing).toEqual([]);
});

test('a circle is found, by a reference, an attribute, a text, an order and a policy', () => {
  const Type = 'Probe';
  const Resources = {
    A: { Type, Properties: { x: [{ Ref: 'B' }] } },
    B: { Type, Properties: { x: { 'Fn::GetAtt': ['C', 'Arn'] } } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
    C: { Type, Properties: { x: { 'Fn::Sub': 'a ${D}' } } },
    D: { Type, DependsOn: ['E'] },
    E: { Type, UpdatePolicy: { x: { Ref: 'A' } } },
  };
  expect(circleOf({ Resources })).toEqual(['A', 'B', 'C', 'D', 'E', 'A']);
});
