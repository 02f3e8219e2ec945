/** The words of a report that is printed, beside those of its codes. `{…}` stands for a value. */
import type { Language } from '#core/languages.ts';
import type { CodeTexts } from './report-texts.ts';
import { codes as de } from './report-texts-de.ts';
import { codes as en } from './report-texts-en.ts';
import { codes as fr } from './report-texts-fr.ts';
import { words as german } from './report-words-de.ts';
import { words as english } from './report-words-en.ts';
import { words as french } from './report-words-fr.ts';
import type { ReportWords } from './report-words-type.ts';

export const WORDS: Readonly<Record<Language, ReportWords>> = { en: english, de: german, fr: french };
export const CODE_TEXTS: Readonly<Record<Language, CodeTexts>> = { en, de, fr };
