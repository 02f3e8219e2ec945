/** Where the deployment that `npm start` runs on this machine keeps its data. */
import { artefact, inCheckout } from '#cli/artefact/artefact.ts';

/**
 * LANDFALL_DATA, else `.landfall/` of this checkout. A single file belongs to no checkout, and takes none for its own that it happens
 * to lie in or to be called in: undefined.
 */
export const dataFolder = (): string | undefined =>
  process.env['LANDFALL_DATA'] ?? (artefact === undefined ? inCheckout('.landfall') : undefined);
