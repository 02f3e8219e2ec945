/** Language and theme as the reader chose them on this device, in localStorage, which never holds a secret. */
import type { Language } from '#core/languages.ts';
import { chooseLanguage, type Dictionary, setTexts } from '../i18n/language.ts';

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
    // The choice then applies until the page is closed.
  }
}

export type Loaders = Readonly<Record<Language, () => Promise<Dictionary>>>;

/** Loads the texts of a language and sets the page's language. @throws where the file can't be loaded */
export async function loadLanguage(language: Language, loaders: Loaders): Promise<void> {
  setTexts(language, await loaders[language](), navigator.languages);
  document.documentElement.lang = language;
}

export const preferredLanguage = (): Language => chooseLanguage([read('language'), ...navigator.languages]);
export const rememberLanguage = (language: Language) => write('language', language);

/** The logon method that last succeeded on this device: the logon page preselects it. */
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
