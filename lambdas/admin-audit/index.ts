import { auditPublicKey, linksAfter } from '#adapters/audit/chain.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

export const handler = serve(routes, { readAudit, linksAfter, auditPublicKey }, guards);
