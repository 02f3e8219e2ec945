/** Whether this is the command line as a single file, and what that carries; in a checkout everything lies in its folders. */
import { join } from 'node:path';

export type Artefact = {
  /** Of package.json. */
  readonly version: string;
  /** The commit that it was made of; undefined where it was made outside a clone. */
  readonly commit: string | undefined;
  /** Files of samples/corp, in base64. */
  readonly samples: Readonly<Record<string, string>>;
};

/** Put in by distribution/bundle.ts. */
declare const LANDFALL_ARTEFACT: Artefact;

/** Undefined in a checkout. */
export const artefact: Artefact | undefined = typeof LANDFALL_ARTEFACT === 'undefined' ? undefined : LANDFALL_ARTEFACT;

/** A path of the checkout. Only where there is one: a single file lies anywhere, and what is beside it is not Landfall's. */
export const inCheckout = (...path: string[]): string => join(import.meta.dirname, '..', '..', ...path);
