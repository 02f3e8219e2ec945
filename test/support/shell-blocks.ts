/** What a page gives its reader to type: the commands of its blocks of shell. */

/** Each command on a line; what goes on behind a backslash is one line. */
export const commandsIn = (text: string): string[] =>
  [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gmu)]
    .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/gu, '').split('\n'))
    .map((line) => line.replace(/\s+#\s.*$/u, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Words of a command: quotes keep spaces together. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(([, double, single, plain]) => (double ?? single ?? plain)!);

/** The part of a line that is one `landfall` command, without what its output is given to; undefined where there is none. */
export function landfallIn(line: string): string[] | undefined {
  const found = /^(?:[A-Z_]+=\S+ +)*(?:bin\/)?landfall(?: (.*))?$/u.exec(line);
  if (!found) return undefined;
  const words = wordsOf(found[1] ?? '');
  const end = words.findIndex((word) => /^(?:[|<>;]|&&|\d>)/u.test(word));
  return end < 0 ? words : words.slice(0, end);
}
