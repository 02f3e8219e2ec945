/**
 * A mail text as an administrator writes it: plain text. A blank line ends a paragraph, lines that begin with a number are steps, and
 * `{link}` or `{code}` on a line of its own is where the button or the code stands. It is text and nothing else: what looks like HTML
 * is shown as it was typed.
 */
import { codePoints } from '#core/text.ts';
import { LINE_PLACEHOLDERS, placeholdersOf, requiredOf } from './placeholders.ts';
import type { Block, MailKind, MailText } from './texts/model.ts';

export type OwnText = { readonly subject: string; readonly text: string };

/** In characters. */
export const OWN_TEXT_LIMITS = { subject: 150, text: 5000 } as const;

export const TEXT_FAULTS = [
  'empty',
  'too-long',
  'line-break',
  'control',
  'unknown-placeholder',
  'missing-placeholder',
  'line-of-its-own',
  'more-than-once',
  'not-in-subject',
] as const;
/** What is wrong with a text, in which field, and with which placeholder. */
export type TextFault = {
  readonly field: keyof OwnText;
  readonly wrong: (typeof TEXT_FAULTS)[number];
  readonly placeholder?: string;
};

/** Anything between braces is meant as a placeholder; a brace alone is text. */
const PLACEHOLDER = /\{([^{}\n]*)\}/gu;
const LINE_BREAK = /[\r\n\u2028\u2029]/u;
/** What has no place in plain text: control characters, half characters, and marks that turn the order of what follows around. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Cn}\u202a-\u202e\u2066-\u2069]/u;
const STEP = /^\d{1,2}[.)]\s+/u;

const namesIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!);
/** As it is kept: line breaks of one kind, no white space at the ends of lines, no line with nothing else. */
const tidy = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll(/[^\S\n]+$/gmu, '')
    .trim();

/** How an own text is stored and compared. */
export const tidied = ({ subject, text }: OwnText): OwnText => ({ subject: subject.trim(), text: tidy(text) });

function fieldFaults(field: keyof OwnText, value: string, kind: MailKind): TextFault[] {
  const known = placeholdersOf(kind);
  const unknown = [...new Set(namesIn(value))].filter((name) => !known.includes(name));
  const faults: TextFault[] = unknown.map((placeholder) => ({ field, wrong: 'unknown-placeholder', placeholder }));
  if (value.trim() === '') faults.push({ field, wrong: 'empty' });
  if (codePoints(value) > OWN_TEXT_LIMITS[field]) faults.push({ field, wrong: 'too-long' });
  if (CONTROL.test(value.replaceAll(/[\r\n\t]/gu, ' '))) faults.push({ field, wrong: 'control' });
  return faults;
}

function lineFault(text: string, placeholder: string): TextFault | undefined {
  const times = namesIn(text).filter((name) => name === placeholder).length;
  if (times > 1) return { field: 'text', wrong: 'more-than-once', placeholder };
  const alone = text.split('\n').some((line) => line.trim() === `{${placeholder}}`);
  return times === 1 && !alone ? { field: 'text', wrong: 'line-of-its-own', placeholder } : undefined;
}

/** Everything that keeps a text from being used; empty where it is good. */
export function faultsOf(kind: MailKind, own: OwnText): readonly TextFault[] {
  const { subject, text } = tidied(own);
  const missing = requiredOf(kind).filter((name) => !namesIn(text).includes(name));
  const inSubject = LINE_PLACEHOLDERS.filter(
    (name) => placeholdersOf(kind).includes(name) && namesIn(subject).includes(name),
  );
  return [
    ...fieldFaults('subject', subject, kind),
    ...(LINE_BREAK.test(subject) ? [{ field: 'subject', wrong: 'line-break' } as const] : []),
    ...inSubject.map((placeholder) => ({ field: 'subject', wrong: 'not-in-subject', placeholder }) as const),
    ...fieldFaults('text', text, kind),
    ...missing.map((placeholder) => ({ field: 'text', wrong: 'missing-placeholder', placeholder }) as const),
    ...LINE_PLACEHOLDERS.flatMap((name) => lineFault(text, name) ?? []),
  ];
}

/** Lines without a number go on with the step before them. */
function blockOf(lines: readonly string[]): Block {
  if (!STEP.test(lines[0]!)) return lines.join('\n');
  const steps: string[] = [];
  for (const line of lines) {
    if (STEP.test(line)) steps.push(line.replace(STEP, ''));
    else steps[steps.length - 1] += ` ${line.trim()}`;
  }
  return { steps };
}

/** Steps that follow one another are one list, also with blank lines between them. */
function add(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if (typeof last === 'object' && 'steps' in last && typeof block === 'object' && 'steps' in block)
    blocks[blocks.length - 1] = { steps: [...last.steps, ...block.steps] };
  else blocks.push(block);
}

/** @param own without faults @param button the button's words, in the language of the text */
export function blocksOf(own: OwnText, button: string): MailText {
  const { subject, text } = tidied(own);
  const blocks: Block[] = [];
  let lines: string[] = [];
  const end = () => {
    if (lines.length > 0) add(blocks, blockOf(lines));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const alone = line.trim();
    if (alone !== '' && alone !== '{link}' && alone !== '{code}') {
      lines.push(line);
      continue;
    }
    end();
    if (alone === '{link}') blocks.push({ button });
    if (alone === '{code}') blocks.push({ code: '{code}' });
  }
  end();
  return { subject, blocks };
}

function written(block: Block): string {
  if (typeof block === 'string') return block;
  if ('steps' in block) return block.steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
  return 'button' in block ? '{link}' : block.code;
}

/** A text of the product in the form in which an administrator would write it. */
export const asOwnText = ({ subject, blocks }: MailText): OwnText => ({
  subject,
  text: blocks.map(written).join('\n\n'),
});

/** What the button of a product's text says; empty where it has none. */
export const buttonOf = ({ blocks }: MailText): string =>
  blocks.flatMap((block) => (typeof block === 'object' && 'button' in block ? [block.button] : []))[0] ?? '';
