import * as z from 'zod';
import type { describeConsoles } from '#core/access/console.ts';
import type { Operations } from '../model.ts';
import { answers, logonMethods } from '../shapes.ts';

const consoleShape = z.strictObject({
  methods: logonMethods.describe('Those that a logon may begin with'),
  expression: z.string().describe('Console Authentication Method'),
});
const shown = answers<ReturnType<typeof describeConsoles>>()(
  z.strictObject({
    organisation: z.string(),
    helpDesk: z.string(),
    consoles: z.strictObject({ selfService: consoleShape, security: consoleShape }),
    forgotPassword: z.boolean().describe('Whether to show the Forgot Your Password link'),
    recoveryMode: z.enum(['email-link+questions', 'questions', 'email-link+token']),
    passwordMinLength: z.number(),
    languages: z.array(z.string()).describe('Languages that the catalogue of security questions has a set for'),
  }),
);

export const consoleOperations: Operations = {
  'GET /api/console': {
    id: 'describeConsoles',
    summary: 'What the logon pages may show',
    details: 'The same for everybody: it tells nothing about any user.',
    access: { by: 'everybody' },
    answer: { status: 200, means: 'Methods, links and texts.', body: { name: 'Consoles', schema: shown } },
    problems: [],
  },
};
