/** Units of DynamoDB that one user costs, by table and index ("write directory/journey"), as `npm run simulate:measure` counts them. */
import * as z from 'zod';

const units = z.record(z.string(), z.number().nonnegative());

export const unitsSchema = z.object({
  /** Day of the measurement, YYYY-MM-DD. */
  on: z.string(),
  imported: units,
  /** By follow-people, behind the import. */
  followed: units,
  told: units,
});
export type UnitsOfUser = z.infer<typeof unitsSchema>;
