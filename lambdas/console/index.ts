import { readCatalogue } from '#adapters/questions.ts';
import { readSettings } from '#adapters/settings.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ readSettings, readCatalogue });
