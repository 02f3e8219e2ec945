/** ISO 8601 in UTC with whole seconds, as the package format wants it. @param ms Unix milliseconds */
export const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/u, 'Z');
