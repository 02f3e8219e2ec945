/**
 * The catalogue of security questions: one ordered set of questions a language, as the field's XML files hold it:
 * `SECURITY_QUESTIONS > LANGUAGE id="en_US" > QUESTION`.
 */
import { type FactsOf, invalid, isError, isErrorOf } from '#core/errors.ts';
import { codePoints, comparable, foldSpace } from '#core/text.ts';
import { parseXml, type XmlElement } from '#core/xml.ts';

export type QuestionSet = { readonly language: string; readonly questions: readonly string[] };
/** In the order in which the sets first came: of several `en_*` sets the first one serves `en`. */
export type Catalogue = readonly (QuestionSet & { readonly version: number })[];

const MAX_XML_CHARACTERS = 1_000_000;
const MAX_QUESTION = 255;
const MAX_SETS = 50;
const MAX_QUESTIONS = 200;
const LANGUAGE = /^[a-z]{2,3}(_[A-Za-z0-9]{2,8}){0,3}$/u;

const refused = (detail: string, facts: FactsOf<'questions.unreadable'> = {}) =>
  invalid('questions.unreadable', detail, facts);

function textOf(question: XmlElement): string {
  if (question.name !== 'QUESTION') throw refused('A LANGUAGE may hold QUESTION elements only.');
  if (question.children.length > 0) throw refused('A QUESTION may hold text only.');
  return foldSpace(question.text);
}

function readSet(element: XmlElement): QuestionSet {
  if (element.name !== 'LANGUAGE') throw refused('SECURITY_QUESTIONS may hold LANGUAGE elements only.');
  const language = (element.attributes['id'] ?? '').replaceAll('-', '_');
  if (!LANGUAGE.test(language)) throw refused('Each LANGUAGE needs an id such as en_US.');
  const questions = element.children.map(textOf);
  if (questions.length === 0 || questions.length > MAX_QUESTIONS)
    throw refused(`The set ${language} must hold 1 to ${MAX_QUESTIONS} questions.`, { language });
  const seen = new Set<string>();
  for (const [index, question] of questions.entries()) {
    const facts = { language, question: index + 1 };
    if (question === '' || codePoints(question) > MAX_QUESTION)
      throw refused(`Question ${index + 1} of ${language} must have 1 to ${MAX_QUESTION} characters.`, facts);
    if (seen.has(comparable(question)))
      throw refused(`Question ${index + 1} of ${language} is there twice. Remove one of the two.`, facts);
    seen.add(comparable(question));
  }
  return { language, questions };
}

/** An error in the XML is reported as one of the catalogue. */
function rootOf(xml: string): XmlElement {
  try {
    return parseXml(xml, { maxBytes: MAX_XML_CHARACTERS });
  } catch (error) {
    if (!isErrorOf(error, 'xml')) throw error;
    throw refused(error.message, isError(error, 'xml.malformed') ? error.facts : {});
  }
}

/**
 * Reads a catalogue file. @throws LandfallError questions.unreadable, saying which set and question and why (U4)
 */
export function parseCatalogue(xml: string): QuestionSet[] {
  const root = rootOf(xml);
  if (root.name !== 'SECURITY_QUESTIONS') throw refused('A catalogue is one SECURITY_QUESTIONS element.');
  const sets = root.children.map(readSet);
  if (sets.length === 0 || sets.length > MAX_SETS)
    throw refused(`A catalogue holds 1 to ${MAX_SETS} LANGUAGE elements.`);
  const twice = sets.find((set, index) => sets.findIndex(({ language }) => language === set.language) !== index);
  if (twice)
    throw refused(`There are two sets for ${twice.language}. Join them into one.`, { language: twice.language });
  return sets;
}

/**
 * The set that serves a language: the one of that very name; for a bare language such as `en` the first `en_*`; else the
 * default language's. Undefined where even that is missing.
 */
export function setFor<T extends { readonly language: string }>(
  language: string | undefined,
  catalogue: readonly T[],
  defaultLanguage: string,
): T | undefined {
  const wanted = (language ?? '').trim().replaceAll('-', '_').toLowerCase();
  const named = (test: (name: string) => boolean) => catalogue.find((set) => test(set.language.toLowerCase()));
  return (
    named((name) => name === wanted) ??
    (/^[a-z]{2,3}$/u.test(wanted) ? named((name) => name.startsWith(`${wanted}_`)) : undefined) ??
    named((name) => name === defaultLanguage.toLowerCase())
  );
}
