/** The directory as a preview and an import read it: core/migration/look-up.ts says what each of these must hold to. */
import type { LookUpPorts } from '#core/migration/look-up.ts';
import { isTold } from '#core/migration/notice.ts';
import { mayStillWrite } from '#core/migration/record.ts';
import { readTokens, readUsers } from '../directory/lookups.ts';
import { readPersons } from '../directory/persons.ts';
import { readBefore } from '../runs/before-images.ts';
import { readNotices } from '../runs/notices.ts';
import { readRun } from '../runs/records.ts';

export const directoryLookUp: LookUpPorts = {
  readUsers,
  readTokens,
  readPersons,
  readBefore,
  readTold: async (keys) => {
    const notices = await readNotices(keys);
    return new Set([...notices].filter(([, notice]) => isTold(notice.status)).map(([key]) => key));
  },
  stillWriting: async (runs) => {
    const records = await Promise.all(runs.map(readRun));
    return new Set(records.flatMap((record) => (record && mayStillWrite(record, Date.now()) ? [record.id] : [])));
  },
};
