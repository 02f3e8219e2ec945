import * as z from 'zod';

export const answersBody = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        language: z.string().min(1).max(35),
        question: z.string().min(1).max(255),
        answer: z.string().max(1024),
      }),
    )
    .max(20),
});
export const passwordBody = z.strictObject({
  currentPassword: z.string().max(1024),
  newPassword: z.string().min(1).max(1024),
});
