/** A deployment as its operator leaves it before the first import: an administrator, a trusted packer, questions, a sender, limits. */
import { UNREACHED } from '#test/support/throttles.ts';
import { PACKER, QUESTION } from './packages.ts';
import { asked, isDone, type Stage } from './stage.ts';

export const OPERATOR = 'operator';
/** Those that users choose from. */
export const QUESTIONS = [
  QUESTION,
  'What was your first job?',
  'What is your favorite book?',
  'First pet?',
  'First car?',
];
/** Also the user ID that an export may bring. */
const ADMINISTRATOR = 'made.here';
export const LIMITS = { failures: 5, wrongSetsPerDay: 5 } as const;

const xml = `<SECURITY_QUESTIONS><LANGUAGE id="en_US">${QUESTIONS.map((text) => `<QUESTION>${text}</QUESTION>`).join('')}</LANGUAGE></SECURITY_QUESTIONS>`;
const token = {
  serial: '000800000001',
  algorithm: 'securid-aes128',
  seed: Buffer.alloc(16, 3).toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  pin: '4711',
  enabled: true,
};

/** Before any fault. @throws where an answer is another one */
export async function makeReady(stage: Stage, settings: Record<string, Record<string, unknown>> = {}): Promise<void> {
  const demand = async (method: string, path: string, body?: object) => {
    const answer = await asked(stage, OPERATOR, method, path, body ? { body } : {});
    if (!isDone(answer)) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body as { readonly version: number };
  };
  await demand('POST', '/create-admin', {
    userId: ADMINISTRATOR,
    firstName: 'Ada',
    lastName: 'Here',
    email: 'ada@corp.example',
    token,
  });
  await demand('POST', '/packers', PACKER);
  await demand('POST', '/questions', { xml });
  const { version } = await demand('GET', '/settings');
  await demand('PATCH', '/settings', {
    version,
    settings: {
      mail: { from: 'landfall@corp.example' },
      lockout: { failures: LIMITS.failures },
      recovery: { wrongSetsPerDay: LIMITS.wrongSetsPerDay },
      throttles: UNREACHED,
      ...settings,
    },
  });
}
