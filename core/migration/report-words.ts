/** The words of a report that is printed, beside those of its codes. `{…}` stands for a value. */
import type { Language } from '#core/languages.ts';
import type { CodeTexts } from './report-texts.ts';
import { codes as de } from './report-texts-de.ts';
import { codes as en } from './report-texts-en.ts';
import { codes as fr } from './report-texts-fr.ts';
import { words as german } from './report-words-de.ts';
import { words as english } from './report-words-en.ts';
import { words as french } from './report-words-fr.ts';

export type ReportWords = {
  readonly kind: Readonly<Record<'preview' | 'import' | 'rollback', string>>;
  readonly preview: string;
  readonly facts: Readonly<
    Record<
      | 'run'
      | 'source'
      | 'packed'
      | 'packer'
      | 'package'
      | 'policy'
      | 'by'
      | 'started'
      | 'finished'
      | 'status'
      | 'error',
      string
    >
  >;
  readonly totals: string;
  readonly what: string;
  readonly users: string;
  readonly tokens: string;
  readonly outcome: Readonly<Record<'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected', string>>;
  readonly sum: string;
  readonly inPackage: string;
  /** Users and tokens of the package that no line tells of. */
  readonly untold: string;
  readonly chart: string;
  readonly numbers: Readonly<
    Record<
      | 'withoutToken'
      | 'withoutAddress'
      | 'newPinMode'
      | 'waiting'
      | 'moved'
      | 'notInWave'
      | 'goneUsers'
      | 'goneTokens'
      | 'goneDisabled'
      | 'answersKept'
      | 'answersDropped',
      string
    >
  >;
  readonly changes: string;
  readonly field: string;
  readonly how: string;
  readonly changed: string;
  readonly reasons: string;
  readonly remedy: string;
  readonly count: string;
  readonly where: string;
  readonly place: string;
  readonly who: string;
  readonly token: string;
  readonly differs: string;
  readonly other: string;
  readonly ofSource: string;
  readonly waits: string;
  readonly kept: string;
  readonly secret: string;
  readonly nothing: string;
  readonly more: string;
  readonly settings: string;
  readonly before: string;
  readonly after: string;
  readonly method: string;
  readonly link: string;
  readonly weakened: string;
  readonly yes: string;
  readonly no: string;
  readonly mails: string;
  readonly mail: Readonly<
    Record<
      | 'sent'
      | 'bounced'
      | 'complained'
      | 'failed'
      | 'uncertain'
      | 'notInformed'
      | 'notPossible'
      | 'notAble'
      | 'notNeeded',
      string
    >
  >;
  readonly questions: string;
  readonly question: string;
  readonly language: string;
  readonly answers: string;
  readonly moreQuestions: string;
  readonly none: string;
};

export const WORDS: Readonly<Record<Language, ReportWords>> = { en: english, de: german, fr: french };
export const CODE_TEXTS: Readonly<Record<Language, CodeTexts>> = { en, de, fr };
