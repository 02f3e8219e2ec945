/** A word of a shell script, whatever it holds. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
/** The name of a table in its ARN. */
export const nameIn = (arn: string): string => arn.split('/')[1]!;
