/**
 * Kinds of settings. A field is plain data without a schema library, since the consoles' pages load it too; core/settings/schema.ts
 * makes the parser of it.
 */
import { MAX_EXPRESSION_LENGTH } from './expression.ts';

/** What a number counts. `count`: things, which the setting's name says. */
export type Unit = 'minutes' | 'hours' | 'days' | 'characters' | 'percent' | 'count';

/** A whole number; both bounds are allowed. */
export type NumberField = {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly unit: Unit;
  readonly default: number;
};
export type SwitchField = { readonly kind: 'switch'; readonly default: boolean };
export type ChoiceField<Option extends string = string> = {
  readonly kind: 'choice';
  readonly options: readonly Option[];
  readonly default: Option;
};
/** Lengths in characters. An `email` is one address; a `range-url` see core/settings/range-url.ts. */
export type TextField = {
  readonly kind: 'text';
  readonly min: number;
  readonly max: number;
  readonly format?: 'email' | 'range-url';
  readonly default: string;
};
/** A Console Authentication Method (core/settings/expression.ts). */
export type ExpressionField = { readonly kind: 'expression'; readonly max: number; readonly default: string };
/** At most `items` words of `min` to `max` characters each. A `network`: see core/settings/office-network.ts. */
export type WordsField = {
  readonly kind: 'words';
  readonly min: number;
  readonly max: number;
  readonly items: number;
  readonly format?: 'network';
  readonly default: readonly string[];
};
/** At most `items` aliases, whose questions have at most `max` characters each. */
export type AliasesField = {
  readonly kind: 'aliases';
  readonly max: number;
  readonly items: number;
  readonly default: readonly Alias[];
};
export type Field = NumberField | SwitchField | ChoiceField | TextField | ExpressionField | WordsField | AliasesField;

/** A question of the source, and the question of the catalogue that it means. */
export type Alias = { language: string; from: string; to: string };

/** The value of a setting of this kind. */
export type ValueOf<F extends Field> =
  F extends ChoiceField<infer Option>
    ? Option
    : F extends NumberField
      ? number
      : F extends SwitchField
        ? boolean
        : F extends WordsField
          ? string[]
          : F extends AliasesField
            ? Alias[]
            : string;

export const number = (field: Omit<NumberField, 'kind'>): NumberField => ({ kind: 'number', ...field });
export const onOff = (byDefault: boolean): SwitchField => ({ kind: 'switch', default: byDefault });
export const choice = <const Option extends string>(field: Omit<ChoiceField<Option>, 'kind'>): ChoiceField<Option> => ({
  kind: 'choice',
  ...field,
});
export const text = (field: Omit<TextField, 'kind'>): TextField => ({ kind: 'text', ...field });
export const expression = (byDefault: string): ExpressionField => ({
  kind: 'expression',
  max: MAX_EXPRESSION_LENGTH,
  default: byDefault,
});
export const words = (field: Omit<WordsField, 'kind' | 'default'>): WordsField => ({
  kind: 'words',
  ...field,
  default: [],
});
export const aliases = (field: Omit<AliasesField, 'kind' | 'default'>): AliasesField => ({
  kind: 'aliases',
  ...field,
  default: [],
});
