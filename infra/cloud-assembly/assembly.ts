/**
 * Reads the cloud assembly that CDK synthesized: resources with every reference resolved, as CloudFormation would resolve
 * it, those of nested stacks among them, and the folder of every file asset.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Properties, resolver, type Target, type Template } from './resolve.ts';

type Assets = {
  files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
};

export type Resource<P = Properties> = {
  readonly type: string;
  readonly name: string;
  readonly properties: P;
  /** What becomes of it when the stack is deleted: `Retain` keeps it. */
  readonly deletion?: string;
};

export type Assembly = {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Names of what the stacks export. */
  readonly exports: readonly string[];
  /** Object key of an asset (a function's Code.S3Key) -> its folder or file. */
  readonly assets: ReadonlyMap<string, string>;
  /** All resources of a type; P is the type of their properties, which is not checked. */
  readonly of: <P = Properties>(type: string) => Resource<P>[];
};

/** The type of a nested stack: a resource whose template is a file asset of the stack around it. */
const NESTED = 'AWS::CloudFormation::Stack';

/** Reads these stacks, in the order in which they would be deployed. @throws Error naming an unknown id, function or export. */
export function readAssembly(directory: string, stacks: readonly string[], target: Target): Assembly {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const resources: Resource[] = [];
  const outputs: Record<string, string> = {};
  const exported = new Map<string, string>();
  const assets = new Map<string, string>();
  for (const stack of stacks) {
    for (const { source, destinations } of Object.values((read(`${stack}.assets.json`) as Assets).files)) {
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(directory, source.path));
    }
    const deployed = deployStack(stack, read(`${stack}.template.json`) as Template, target, { exported, assets });
    resources.push(...deployed.resources);
    Object.assign(outputs, deployed.outputs);
  }
  const of = <P>(type: string) => resources.filter((resource) => resource.type === type) as Resource<P>[];
  return { resources, outputs, exports: [...exported.keys()], assets, of };
}

type Deployed = { readonly resources: readonly Resource[]; readonly outputs: Readonly<Record<string, string>> };
type Around = { readonly exported: Map<string, string>; readonly assets: ReadonlyMap<string, string> };

/** One template with everything nested in it. @throws Error where a nested stack needs itself to be there first */
function deployStack(stack: string, template: Template, target: Target, around: Around): Deployed {
  const nested = new Map<string, Deployed | 'begun'>();
  const physical = (id: string, type: string) => target.nameOf?.(stack, id, type) ?? nameOf(stack, id, type);
  const { resolve, holds } = resolver(stack, template, target, {
    exported: around.exported,
    physical,
    output: (id, name) => {
      const value = inside(id).outputs[name];
      if (value === undefined)
        throw new Error(`The nested stack ${id} of the template ${stack} has no output ${name}.`);
      return value;
    },
  });
  // Of a nested stack the parameters come first, and its outputs may be parameters of another: each is read when it is asked for.
  const inside = (id: string): Deployed => {
    const known = nested.get(id);
    if (known === 'begun') throw new Error(`The nested stack ${id} of the template ${stack} depends on itself.`);
    if (known) return known;
    nested.set(id, 'begun');
    const properties = resolve(template.Resources[id]!.Properties ?? {}) as NestedProperties;
    const deployed = deployNested(`${stack}/${id}`, properties, target, around);
    nested.set(id, deployed);
    return deployed;
  };
  const resources = Object.entries(template.Resources).flatMap(([id, resource]): readonly Resource[] => {
    if (!holds(resource.Condition)) return [];
    const { Type: type, Properties = {}, DeletionPolicy } = resource;
    const deletion = DeletionPolicy === undefined ? {} : { deletion: DeletionPolicy };
    const properties = withVariables(type, resolve(Properties) as Properties, target.variables ?? {});
    const own = { type, name: physical(id, type), properties, ...deletion };
    return type === NESTED ? [own, ...inside(id).resources] : [own];
  });
  const given = Object.entries(template.Outputs ?? {}).filter(([, { Condition }]) => holds(Condition));
  const outputs = Object.fromEntries(given.map(([id, { Value }]) => [id, String(resolve(Value))]));
  for (const [id, { Export }] of given) if (Export) around.exported.set(Export.Name, outputs[id]!);
  return { resources, outputs };
}

/** A variable of a function has the target's value, where the target has one, in place of the template's. */
function withVariables(type: string, properties: Properties, known: Readonly<Record<string, string>>): Properties {
  const { Variables } = (properties['Environment'] ?? {}) as { readonly Variables?: Readonly<Record<string, string>> };
  if (type !== 'AWS::Lambda::Function' || Variables === undefined) return properties;
  const values = Object.entries(Variables).map(([name, value]) => [name, known[name] ?? value] as const);
  return { ...properties, Environment: { Variables: Object.fromEntries(values) } };
}

type NestedProperties = { readonly TemplateURL: string; readonly Parameters?: Readonly<Record<string, string>> };

/** @throws Error where the template is no asset, or where a parameter is given that it does not have */
function deployNested(stack: string, properties: NestedProperties, target: Target, around: Around): Deployed {
  const { TemplateURL, Parameters = {} } = properties;
  const file = around.assets.get(TemplateURL.split('/').at(-1)!);
  if (file === undefined) throw new Error(`The cloud assembly holds no template of the nested stack ${stack}.`);
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const unknown = Object.keys(Parameters).filter((name) => template.Parameters?.[name] === undefined);
  if (unknown.length > 0) throw new Error(`The nested stack ${stack} has no parameter ${unknown.join(', ')}.`);
  // What the outermost stack was given is its own; the pseudo parameters hold everywhere.
  const pseudo = Object.entries(target.parameters).filter(([name]) => name.startsWith('AWS::'));
  return deployStack(
    stack,
    template,
    { ...target, parameters: { ...Object.fromEntries(pseudo), ...Parameters } },
    around,
  );
}

/**
 * A physical name: the logical id without CDK's hash, as S3's rules for names want it where it is a bucket's. What stands in a nested stack has
 * that one's name in front: CDK's ids are unique in one template alone.
 */
function nameOf(stack: string, id: string, type: string): string {
  const stem = [...stack.split('/').slice(1).map(withoutHash), withoutHash(id)].join('-');
  return `landfall-${type === 'AWS::S3::Bucket' ? stem.toLowerCase() : stem}`;
}

/** "WatchNestedStackWatchNestedStackResource1234ABCD" -> "Watch" */
const withoutHash = (id: string): string =>
  id.replace(/[0-9A-F]{8}$/u, '').replace(/NestedStack\w*NestedStackResource$/u, '');
