import { createAdministrator, readAdministrators } from '#adapters/administration/administrators.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { newSeedDataKey, peppers } from '#adapters/aws/keys.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { newSealId } from '#core/passwords/seal.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { sealSeed } from '#core/tokens/seal.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

/** A data key of its own for the one seed. */
async function sealer(token: string) {
  const context = { token };
  const [{ key, wrapped }, ring] = await Promise.all([newSeedDataKey(context), peppers()]);
  return {
    seed: (serial: string, seed: Buffer) => ({ wrappedKey: wrapped, context, box: sealSeed(key, serial, seed) }),
    pin: (of: Parameters<typeof pinHash>[1], pin: string) => pinHash(ring, of, pin),
    sealId: (key: string) => newSealId(key, ring),
  };
}

export const handler = serve(
  routes,
  {
    readSettings,
    readAdministrators,
    createAdministrator,
    sealer,
    writeAudit,
    enqueueMail,
  },
  guards,
);
