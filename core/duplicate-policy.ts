/** What a run does with users and tokens that this deployment has already, from an earlier export of the same source. */
export const DUPLICATE_POLICIES = [
  /** What has not been used here follows the newest export in everything; of what has been, names and language do. */
  'correct',
  /** Leaves them as they are. */
  'skip',
  /** Takes names and language over; nothing that lets a user log on. */
  'update',
  /** Writes nothing of the whole package. */
  'fail',
] as const;
export type DuplicatePolicy = (typeof DUPLICATE_POLICIES)[number];
