/** What a migration does with users and tokens that this deployment has already. */
export const DUPLICATE_POLICIES = [
  /** Leaves them as they are. */
  'skip',
  /** Takes names and language over; nothing that lets a user log on. */
  'update',
  /** Writes nothing of the whole package. */
  'fail',
] as const;
export type DuplicatePolicy = (typeof DUPLICATE_POLICIES)[number];
