import * as z from 'zod';
import { describeConsoles as describe } from '#core/access/console.ts';
import type { SettingsPort } from '#core/access/ports.ts';
import { type Branding, shownBranding } from '#core/branding/branding.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, brandShape, logonMethods } from '../route/shapes.ts';
import { showLogo } from './logo.ts';

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
    brand: brandShape.optional().describe('The organisation’s colour in each theme; absent: the product’s'),
    logo: z
      .strictObject({ version: z.string(), width: z.int(), height: z.int() })
      .optional()
      .describe('GET /api/console/logo?v=<version> shows it'),
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
  handle: async (
    deps: SettingsPort & { readLanguages(): Promise<readonly string[]>; readBranding(): Promise<Branding> },
  ) => {
    const [{ settings }, languages, branding] = await Promise.all([
      deps.readSettings(),
      deps.readLanguages(),
      deps.readBranding(),
    ]);
    return { body: describe(settings, languages, shownBranding(branding)) };
  },
});

export const routes = [describeConsoles, showLogo];
