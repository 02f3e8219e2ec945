/**
 * The catalogue of security questions: one ordered set of questions a language, as the field's XML files hold it:
 * `SECURITY_QUESTIONS > LANGUAGE id="en_US" > QUESTION`.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { invalid } from '#core/errors.ts';
import { codePoints, comparable, foldSpace } from '#core/text.ts';

export type QuestionSet = { readonly language: string; readonly questions: readonly string[] };
/** In the order in which the sets first came: of several `en_*` sets the first one serves `en`. */
export type Catalogue = readonly (QuestionSet & { readonly version: number })[];

const MAX_XML_CHARACTERS = 1_000_000;
const MAX_QUESTION = 255;
const MAX_SETS = 50;
const MAX_QUESTIONS = 200;
const LANGUAGE = /^[a-z]{2,3}(_[A-Za-z0-9]{2,8}){0,3}$/u;

type Node = { [name: string]: Node[] | string } & { ':@'?: { '@_id'?: string } };

const refused = (detail: string, facts: Record<string, unknown> = {}) =>
  invalid('questions.unreadable', detail, facts, 422);

/** The elements of a document, in order. U4: no DOCTYPE, so no entities but XML's own five; bounded size. */
function parseXml(xml: string): Node[] {
  if (xml.length > MAX_XML_CHARACTERS) throw refused(`The catalogue is larger than ${MAX_XML_CHARACTERS} characters.`);
  if (/<!(DOCTYPE|ENTITY)/iu.test(xml))
    throw refused('The catalogue may not hold a DOCTYPE or entities. Remove the declaration and import again.');
  const valid = XMLValidator.validate(xml);
  if (valid !== true)
    throw refused(`The catalogue is not well-formed XML: see line ${valid.err.line}.`, { line: valid.err.line });
  const options = { preserveOrder: true, ignoreAttributes: false, parseTagValue: false, ignoreDeclaration: true };
  return new XMLParser({ ...options, ignorePiTags: true, processEntities: false }).parse(xml) as Node[];
}

function children(node: Node, name: string): Node[] {
  const inner = node[name];
  return Array.isArray(inner) ? inner.filter((child) => !('#text' in child) || `${child['#text']}`.trim() !== '') : [];
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML's five names and character numbers (XML 1.0, 4.1); any other name can only come from a DOCTYPE. */
function decode(text: string): string {
  return text.replace(/&([^;\s]{1,10});|&/gu, (_all, name: string | undefined) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/iu.exec(name ?? '') ?? [];
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    const found = NAMED[name ?? ''] ?? (point > 31 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined);
    if (found === undefined) throw refused('A question holds an "&" that stands for nothing. Write it as "&amp;".');
    return found;
  });
}

function textOf(question: Node): string {
  const inner = question['QUESTION'];
  if (!Array.isArray(inner)) throw refused('A LANGUAGE may hold QUESTION elements only.');
  if (inner.some((child) => !('#text' in child))) throw refused('A QUESTION may hold text only.');
  return foldSpace(decode(inner.map((child) => `${child['#text']}`).join('')));
}

function readSet(node: Node): QuestionSet {
  if (!('LANGUAGE' in node)) throw refused('SECURITY_QUESTIONS may hold LANGUAGE elements only.');
  const language = (node[':@']?.['@_id'] ?? '').replaceAll('-', '_');
  if (!LANGUAGE.test(language)) throw refused('Each LANGUAGE needs an id such as en_US.');
  const questions = children(node, 'LANGUAGE').map(textOf);
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

/** Reads a catalogue file. @throws LandfallError questions.unreadable, saying which set and question and why */
export function parseCatalogue(xml: string): QuestionSet[] {
  const roots = parseXml(xml.replace(/^\uFEFF/u, '')).filter((node) => !('#text' in node));
  const [root] = roots;
  if (!root || roots.length !== 1 || !('SECURITY_QUESTIONS' in root))
    throw refused('A catalogue is one SECURITY_QUESTIONS element.');
  const sets = children(root, 'SECURITY_QUESTIONS').map(readSet);
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
