import type { ErrorCode } from '#core/errors.ts';
import type { Run } from '../../shared/http/api-types.ts';

/** Whether a migration failed with one of these codes. Its record may hold a code of another version. */
export const failedWith = ({ error }: Pick<Run, 'error'>, ...codes: readonly ErrorCode[]): boolean =>
  codes.some((code) => code === error?.code);
