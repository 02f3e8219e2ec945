/** The directory as an import writes it: core/migration/ingest.ts says what each of these must hold to. */
import type { IngestPorts } from '#core/migration/ingest.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { insertAll } from '../dynamodb/inserts.ts';
import { noteDisplaced } from '../runs/parts.ts';
import { readTokens, readUsers } from './lookups.ts';
import { attachTokens, displaceToken, displaceUser, dropToken, takeOverToken, updateUser } from './replacements.ts';

export { readTokens, readUsers } from './lookups.ts';

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
