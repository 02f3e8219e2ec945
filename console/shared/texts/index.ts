/** The texts that both consoles have, typed by their English ones. */
import { type Translate, text } from '../i18n/language.ts';
import type { en } from './en.ts';

export type SharedTexts = typeof en;
export const t = text as Translate<SharedTexts>;
