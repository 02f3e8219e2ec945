import * as z from 'zod';

/** Of a list that is not complete yet: users and tokens of the release before join it until the upgrade has ended. */
export const UPGRADING = z.literal(true).optional();
