/**
 * What a person reads is no rule: the sentences of errors and reports are left out of the score, with what is written into
 * them. Left out is a text of several words that (a) is given to one of the functions that make an error, or (b) is the value
 * of `detail`, `hint`, `reason`, `message` or `problem`. Codes, statuses and facts beside the sentence are mutated; so are all other
 * texts of several words, such as the labels that keep two uses of a key apart.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** As much of Babel's syntax tree as is looked at. */
type Node = {
  readonly type: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
  readonly key?: { readonly name?: string };
  readonly id?: { readonly name?: string };
  readonly callee?: { readonly name?: string };
};
type Path = { readonly node: Node; readonly parentPath?: Path | null };

/** `invalid`, `LandfallError`, and what files make of them for their own errors. */
const MAKERS = new Set([
  'invalid',
  'LandfallError',
  'packageError',
  'refused',
  'refusal',
  'forbidden',
  'unusable',
  'refuse',
  'broken',
  'tooLarge',
  'wrong',
  'mapInvalid',
  'Refusal',
]);
const NAMES = new Set(['detail', 'hint', 'reason', 'message', 'problem']);

const isProse = ({ type, value, quasis = [] }: Node): boolean => {
  if (type === 'StringLiteral') return /\w\W* \W*\w/u.test(String(value));
  return type === 'TemplateLiteral' && /\w\W* /u.test(quasis.map((part) => part.value.raw).join('x'));
};

/** Where a text goes: up from it, past what only chooses or joins texts. */
function isMessage({ node, parentPath }: Path): boolean {
  if (!parentPath) return false;
  const { node: parent } = parentPath;
  if (['ConditionalExpression', 'LogicalExpression', 'BinaryExpression', 'TSAsExpression'].includes(parent.type))
    return isMessage(parentPath);
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression')
    return parent.callee !== node && MAKERS.has(parent.callee?.name ?? '');
  if (parent.type === 'ObjectProperty') return NAMES.has(parent.key?.name ?? '');
  return parent.type === 'VariableDeclarator' && NAMES.has(parent.id?.name ?? '');
}

const ignorer = {
  shouldIgnore: (path: object) =>
    isProse((path as Path).node) && isMessage(path as Path) ? 'a sentence for people' : undefined,
};
export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'prose', ignorer)];
