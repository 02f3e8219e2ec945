/** EventBridge: each field that the pattern names holds one of the values there. */
export function matches(pattern: object, event: object): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = (event as Record<string, unknown>)[field];
    return Array.isArray(wanted) ? wanted.includes(value) : matches(wanted as object, Object(value) as object);
  });
}
