/** The key of a run's record. */
export const runKey = (id: string) => ({ pk: `MIGRATION#${id}`, sk: 'MIGRATION' });
