/**
 * Reads the catalogue of security questions from the field's XML files: `SECURITY_QUESTIONS > LANGUAGE id="en_US" > QUESTION`. Apart from what
 * is asked of a catalogue: few of those who ask hold a reader of XML.
 */
import { type FactsOf, invalid, isError, isErrorOf } from '#core/errors.ts';
import { codePoints, comparable, foldSpace } from '#core/text.ts';
import { parseXml, type XmlElement } from '#core/xml.ts';
import type { QuestionSet } from './catalogue.ts';

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
