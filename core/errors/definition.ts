/** How an error code is described. The catalogue is split by noun into the files of this folder; catalogue.ts joins them. */

declare const TYPE: unique symbol;

/** A fact that an error carries for a client: a field's name, a line number, a limit. Never a secret, an answer, an address. */
export type Fact<T = unknown> = {
  /** What a client must know beside the fact's name; empty where the name says it. */
  readonly says: string;
  readonly optional: boolean;
  /** Holds the type of the fact alone; no such field exists. */
  readonly [TYPE]?: T;
};

export type Definition = {
  /** HTTP status, also the exit-code class of the CLI (4xx: 1, 5xx: 3). */
  readonly status: number;
  /** What it means, in one sentence, for docs/api.md and the OpenAPI document. */
  readonly means: string;
  readonly facts?: Readonly<Record<string, Fact>>;
  /** The message where the throw gives none: a sentence that a user can act on. */
  readonly advice?: string;
  /** A passing fault: the same may be tried again. */
  readonly retryable?: true;
  /** Whether message and facts may leave the process. Without a word: where the status is below 500. */
  readonly expose?: boolean;
};
export type Definitions = Readonly<Record<string, Definition>>;

/** A fact that comes with every error of the code. */
export const fact = <T>(says = ''): Fact<T> & { readonly optional: false } => ({ says, optional: false });
/** A fact that comes where it is known. */
export const known = <T>(says = ''): Fact<T> & { readonly optional: true } => ({ says, optional: true });

/** A field of a request and why it is refused, never its value. */
export type FieldProblem = { readonly path: string; readonly reason: string };

type OptionalNames<Facts> = {
  [Name in keyof Facts]: Facts[Name] extends { readonly optional: true } ? Name : never;
}[keyof Facts];
type TypeOf<F> = F extends Fact<infer T> ? T : never;

/** The facts of a definition as an error carries them. */
export type ValuesOf<Facts> = {
  readonly [Name in Exclude<keyof Facts, OptionalNames<Facts>>]: TypeOf<Facts[Name]>;
} & {
  readonly [Name in OptionalNames<Facts>]?: TypeOf<Facts[Name]>;
};
