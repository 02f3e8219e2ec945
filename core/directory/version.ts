/** The version of an item, as a change names the one that it saw. */
import * as z from 'zod';

/** Far below where numbers lose their unit (2^53), so that the next one is always another. */
export const itemVersion = z.int().min(0).max(1_000_000_000);
