/** What a reader chose on this device: language and theme. Kept where nothing secret ever stands. */
import { chooseLanguage, type Dictionary, type Language, setTexts } from '../i18n/language.ts';

/** A browser may forbid storage: then a choice lasts as long as the page. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A choice that can't be kept is still made.
  }
}

export type Loaders = Readonly<Record<Language, () => Promise<Dictionary>>>;

/** Loads a language's texts and tells the page. @throws where the file can't be had */
export async function loadLanguage(language: Language, loaders: Loaders): Promise<void> {
  setTexts(language, await loaders[language](), navigator.languages);
  document.documentElement.lang = language;
}

export const preferredLanguage = (): Language => chooseLanguage([read('language'), ...navigator.languages]);
export const rememberLanguage = (language: Language) => write('language', language);

/** The method that worked last on this device: the logon page begins with it. */
export const lastMethod = (): string | null => read('method');
export const rememberMethod = (method: string) => write('method', method);

export type Theme = 'system' | 'light' | 'dark';
export const currentTheme = (): Theme => (['light', 'dark'] as const).find((one) => one === read('theme')) ?? 'system';

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
export function rememberTheme(theme: Theme): void {
  write('theme', theme);
  applyTheme(theme);
}
