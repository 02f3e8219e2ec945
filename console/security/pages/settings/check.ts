/** Whether these values may not be saved, and what must be confirmed before. */
export type Check = { readonly blocked: boolean; readonly confirm: readonly string[] };
/** Nothing to say. */
export const FINE: Check = { blocked: false, confirm: [] };
