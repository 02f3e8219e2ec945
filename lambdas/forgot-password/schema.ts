import * as z from 'zod';

const secret = z.string().min(1).max(128);
const userId = z.string().min(1).max(255);
const passcode = z.string().min(1).max(64);
const answer = z.strictObject({ id: z.string().max(64), answer: z.string().max(1024) });

export const requestBody = z.strictObject({ userId });
export const verifyBody = z.union([
  z.strictObject({ link: secret }),
  z.strictObject({ userId, passcode: passcode.optional() }),
]);
export const answersBody = z.union([
  z.strictObject({ challenge: secret, answers: z.array(answer).max(20) }),
  z.strictObject({ challenge: secret, passcode }),
]);
export const resetBody = z.strictObject({ grant: secret, password: z.string().min(1).max(1024) });
