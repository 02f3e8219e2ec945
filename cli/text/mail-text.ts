/** A mail text as a file: `Subject: …` in the first line, an empty line, the text. */
import { invalid } from '#core/errors.ts';
import type { OwnText } from '#core/mail/own-text.ts';

const SUBJECT = /^\ufeff?Subject:[^\S\n]*(.*)\n/iu;

export const writtenText = ({ subject, text }: OwnText): string => `Subject: ${subject}\n\n${text}`;

/** @throws LandfallError mail_text.no_subject where the first line is no subject */
export function readText(file: string): OwnText {
  const text = file.replaceAll(/\r\n?/gu, '\n');
  const [first, subject] = SUBJECT.exec(text) ?? [];
  if (first === undefined || subject === undefined)
    throw invalid(
      'mail_text.no_subject',
      'The first line of the file must be "Subject: …", as `landfall mail-texts show` writes it.',
    );
  return { subject: subject.trim(), text: text.slice(first.length).trim() };
}
