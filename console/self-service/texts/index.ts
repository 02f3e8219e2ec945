/** The Self-Service Console's texts, typed by their English ones. */
import { type Translate, text } from '../../shared/i18n/language.ts';
import type { texts } from './en.ts';

export const t = text as Translate<typeof texts>;
