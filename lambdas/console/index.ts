import { readCatalogue } from '#adapters/directory/questions.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ readSettings, readCatalogue });
