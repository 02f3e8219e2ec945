/** Languages of the mails and of the consoles' pages, as ISO 639-1 codes. */
export const LANGUAGES = ['en', 'de', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];
