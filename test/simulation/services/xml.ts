/** XML as S3 and SES answer it. */

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

/** An element; its content stands as it is given. */
export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
/** An element of text. */
export const text = (name: string, value: string | number | boolean): string => element(name, escaped(String(value)));

const unescaped = (xml: string): string =>
  xml
    .replaceAll(/&#(x[\da-f]+|\d+);/giu, (_all, code: string) =>
      String.fromCodePoint(code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number(code)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** The contents of the elements of this name, in order, still as XML. Good for the requests of the SDK, which nest no name in itself. */
export const contentsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'gu'))].map(([, content]) => content!);
/** The text of the first element of this name. */
export function textOf(xml: string, name: string): string | undefined {
  const [first] = contentsOf(xml, name);
  return first === undefined ? undefined : unescaped(first);
}
