import { en as shared } from '../../shared/texts/en.ts';
import { frame } from './en/frame.ts';
import { migrations } from './en/migrations.ts';
import { records } from './en/records.ts';
import { upload } from './en/upload.ts';

export const texts = { ...shared, ...frame, ...migrations, ...records, ...upload } as const;
