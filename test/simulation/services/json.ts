/** Services of the AWS JSON protocol: `X-Amz-Target: Service.Action`, JSON in and out, errors as `__type`. */
import type * as z from 'zod';
import type { Fault, Service, Surroundings, WireAnswer, WireRequest } from './service.ts';
import { dateHeader, signatureFault } from './signed.ts';

/** An error as a service answers it. `name`: its code, which is the name of the SDK's error. */
export class Refusal extends Error {
  readonly status: number;
  constructor(name: string, message = '', status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export type Refused = { readonly name: string; readonly status: number; readonly message?: string };

export type Action = {
  run(input: unknown): object;
  /** Faults of this action alone: an error, or an answer that says which parts were not done. */
  readonly own: Readonly<Record<Fault, (input: unknown) => object>>;
};

type Parts<I> = {
  readonly input: z.ZodType<I>;
  run(input: I): object;
  readonly own?: Readonly<Record<Fault, (input: I) => object>>;
};
/** Which error says that an input has a wrong form. */
type Invalid = (problem: z.core.$ZodIssue) => Refusal;

/** An action with its input checked. A member that the simulation does not know is a defect of the simulation, and said as one. */
export function action<I>(name: string, { input: schema, run, own = {} }: Parts<I>, invalid: Invalid): Action {
  const parsed = (input: unknown): I => {
    const { data, error } = schema.safeParse(input);
    if (!error) return data as I;
    const [issue] = error.issues;
    if (issue!.code === 'unrecognized_keys')
      throw new Error(`The simulation of ${name} does not know ${JSON.stringify(issue!.keys)}.`);
    throw invalid(issue!);
  };
  return {
    run: (input) => run(parsed(input)),
    own: Object.fromEntries(Object.entries(own).map(([fault, answer]) => [fault, (input) => answer(parsed(input))])),
  };
}

export type JsonService = {
  /** What stands before the dot in X-Amz-Target. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly actions: Readonly<Record<string, Action>>;
  /** Faults of every action. */
  readonly refused: Readonly<Record<Fault, Refused>>;
  /** Headers of an error beside its body. */
  readonly errorHeaders?: (name: string) => Record<string, string>;
};

export function jsonService(service: JsonService, { now }: Surroundings): Service {
  const { target, version, actions, refused, errorHeaders = () => ({}) } = service;
  const type = { 'content-type': `application/x-amz-json-${version}` };
  const headers = () => ({ ...type, ...dateHeader(now()) });
  const error = (name: string, status: number, message = ''): WireAnswer => ({
    status,
    headers: { ...headers(), ...errorHeaders(name) },
    body: JSON.stringify({ __type: name, message }),
  });
  const actionOf = (request: WireRequest): Action => {
    const named = request.headers['x-amz-target'] ?? '';
    const [service, name = ''] = named.split('.');
    const found = service === target ? actions[name] : undefined;
    if (found) return found;
    throw new Error(`The simulation of ${target} has no action ${named}.`);
  };
  const answered = (answer: () => object): WireAnswer => {
    try {
      return { status: 200, headers: headers(), body: JSON.stringify(answer()) };
    } catch (cause) {
      if (cause instanceof Refusal) return error(cause.name, cause.status, cause.message);
      throw cause;
    }
  };
  const inputOf = ({ body }: WireRequest): unknown => JSON.parse(body.toString('utf8') || '{}');
  return {
    handle(request) {
      const found = actionOf(request);
      const fault = signatureFault(request, now());
      if (fault) return error('InvalidSignatureException', 400, 'Signature expired.');
      return answered(() => found.run(inputOf(request)));
    },
    faults: (request) => [...Object.keys(refused), ...Object.keys(actionOf(request).own)],
    refuse(request, fault) {
      const own = actionOf(request).own[fault];
      if (own) return answered(() => own(inputOf(request)));
      const known = refused[fault];
      if (!known) throw new Error(`The simulation of ${target} has no fault ${fault}.`);
      return error(known.name, known.status, known.message);
    },
  };
}
