/** The directory as an import writes it: core/migration/ingest.ts says what each of these must hold to. */
import type { IngestPorts } from '#core/migration/ingest.ts';
import { tokenItemKey } from './directory/tokens.ts';
import { userItemKey } from './directory/users.ts';
import { readTokens, readUsers } from './ingest/lookups.ts';
import {
  attachTokens,
  displaceToken,
  displaceUser,
  dropToken,
  takeOverToken,
  updateUser,
} from './ingest/replacements.ts';
import { insertAll } from './ingest/statements.ts';
import { noteDisplaced } from './migrations.ts';

export { readTokens, readUsers } from './ingest/lookups.ts';

export const directoryImport: IngestPorts = {
  readUsers,
  readTokens,
  insert: (items) =>
    insertAll(
      items.map((one) =>
        one.kind === 'user'
          ? { ...userItemKey(one.key), ...one.user }
          : { ...tokenItemKey(one.token.serial), ...one.token },
      ),
    ),
  displaceUser,
  displaceToken,
  takeOverToken,
  updateUser,
  attachTokens,
  dropToken,
  noteDisplaced,
};
