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
    pin: z
      .strictObject({
        choice: z.enum(['user', 'system', 'either']).describe('Who chooses a new PIN'),
        minLength: z.number(),
        maxLength: z.number(),
        characters: z.enum(['digits', 'alphanumeric']),
      })
      .describe('Of new PINs. A PINPad-style token takes digits only, and no more than its tokencode has'),
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
