import * as z from 'zod';

const one = z.string().min(1).max(255).optional();
export const search = z.strictObject({ userId: one, email: one, serial: one, next: z.string().max(1024).optional() });
