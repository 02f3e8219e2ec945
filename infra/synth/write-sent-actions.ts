/** Part of `npm run generate`: writes infra/sent-actions.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import { sentActions, sentActionsFile } from './sent-actions.ts';

writeFileSync(join(ROOT, 'infra', 'sent-actions.ts'), sentActionsFile(sentActions()));
