/** The objects under plans/ in memory: as text, since all that lies there is UTF-8. */
export const plansIn = (plans: Map<string, string>) => ({
  readPlan: async (name: string) => plans.get(name),
  putPlan: async (name: string, body: string | Uint8Array) =>
    void plans.set(name, typeof body === 'string' ? body : Buffer.from(body).toString('utf8')),
  readPlanRange: async (name: string, offset: number, length: number) => {
    const text = plans.get(name);
    return text === undefined ? undefined : Buffer.from(text).subarray(offset, offset + length);
  },
});
