import * as z from 'zod';
import { describeConsoles as describe } from '#core/access/console.ts';
import type { QuestionPort, SettingsPort } from '#core/access/ports.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, logonMethods } from '../route/shapes.ts';

const consoleShape = z.strictObject({
  methods: logonMethods.describe('Those that a logon may begin with'),
  expression: z.string().describe('Console Authentication Method'),
});
const shown = answers<ReturnType<typeof describe>>()(
  z.strictObject({
    organisation: z.string(),
    helpDesk: z.string(),
    consoles: z.strictObject({ selfService: consoleShape, security: consoleShape }),
    forgotPassword: z.boolean().describe('Whether to show the Forgot Your Password link'),
    recoveryMode: z.enum(['email-link+questions', 'questions', 'email-link+token']),
    passwordMinLength: z.number(),
    passwordLeastStrength: z.enum(['any', 'fair', 'good', 'very-good']).describe('By the estimate of the page'),
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

const describeConsoles = route({
  id: 'describeConsoles',
  method: 'GET',
  path: '/console',
  summary: 'What the logon pages may show',
  details: 'The same for everybody: it tells nothing about any user.',
  caller: everybody,
  answer: { status: 200, means: 'Methods, links and texts.', body: { name: 'Consoles', schema: shown } },
  errors: [],
  handle: async (deps: SettingsPort & Pick<QuestionPort, 'readCatalogue'>) => {
    const [{ settings }, catalogue] = await Promise.all([deps.readSettings(), deps.readCatalogue()]);
    return {
      body: describe(
        settings,
        catalogue.map(({ language }) => language),
      ),
    };
  },
});

export const routes = [describeConsoles];
