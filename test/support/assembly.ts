/** A cloud assembly of these resources, without a template: for tests of the embedded engines. */
import type { Assembly, Resource } from '#infra/cloud-assembly/assembly.ts';

/** @param assets object key -> folder, as functions name their code */
export function assemblyOf(resources: readonly Resource[], assets: Record<string, string> = {}): Assembly {
  return {
    resources,
    outputs: {},
    exports: [],
    assets: new Map(Object.entries(assets)),
    of: <P>(type: string) => resources.filter((resource) => resource.type === type) as Resource<P>[],
  };
}
