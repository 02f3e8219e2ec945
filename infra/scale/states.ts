/** The way of a first import through statemachines/migration.asl.json, as the definition has it. */
import { FUNCTIONS } from '../functions.ts';

type Condition = {
  readonly Variable?: string;
  readonly IsPresent?: boolean;
  readonly BooleanEquals?: boolean;
  readonly StringEquals?: string;
  readonly And?: readonly Condition[];
};
type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly (Condition & { readonly Next: string })[];
  readonly ItemReader?: { readonly Parameters: { readonly 'Key.$': string } };
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
};
export type Machine = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

/** A state that calls a function: once, for each part or for each range of hashes. */
export type Called = { readonly state: string; readonly name: string; readonly of: 'run' | 'part' | 'range' };

/** A first import from an external source that was approved: what its states leave, where a Choice asks. */
const FIRST_IMPORT: Readonly<Record<string, boolean | string>> = {
  '$.dryRun': false,
  '$.asks': false,
  '$.sorts.done': true,
  '$.moves.done': true,
  '$.source': 'external',
  '$.selfService.awaited': false,
};

function holds({ Variable = '', And, ...asked }: Condition): boolean {
  if (And) return And.every(holds);
  const value = FIRST_IMPORT[Variable];
  if (asked.IsPresent !== undefined) return asked.IsPresent === (value !== undefined);
  return value !== undefined && value === (asked.BooleanEquals ?? asked.StringEquals);
}

function nameOf(state: string): string {
  const found = Object.entries(FUNCTIONS).find(([, spec]) => spec.state === state)?.[0];
  if (found === undefined) throw new Error(`infra/functions.ts has no function for the state ${state}.`);
  return found;
}

/** @throws Error where a state is unknown, or the way does not end */
export function firstImportOf({ StartAt, States }: Machine): readonly Called[] {
  const called: Called[] = [];
  const seen = new Set<string>();
  for (let at: string | undefined = StartAt; at !== undefined; ) {
    const state: State | undefined = States[at];
    if (!state || seen.has(at)) throw new Error(`The way of a first import does not go on at ${at}.`);
    seen.add(at);
    if (state.Type === 'Task') called.push({ state: at, name: nameOf(at), of: 'run' });
    if (state.Type === 'Map') {
      const [each = ''] = Object.keys(state.ItemProcessor?.States ?? {});
      const ranges = state.ItemReader?.Parameters['Key.$'] === '$.ranges';
      called.push({ state: at, name: nameOf(each), of: ranges ? 'range' : 'part' });
    }
    at = state.Type === 'Choice' ? (state.Choices?.find(holds)?.Next ?? state.Default) : state.Next;
  }
  return called;
}
