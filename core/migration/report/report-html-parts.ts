/** Pieces of a printed report: markup is made here alone, of text that is escaped by its type. */
import { escapeHtml } from '#core/html.ts';

/** Markup that is safe. Text is no such thing, and is escaped where it meets one. */
export type Html = { readonly html: string };
export type Content = Html | string | number | readonly Content[] | undefined;

/** Characters that can't be seen, or turn the text around them, must not pass in a name. */
const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, '\ufffd');

function render(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapeHtml(shown(content));
  if (typeof content === 'number') return String(content);
  return 'html' in content ? content.html : content.map(render).join('');
}

/** A template whose values are escaped unless they are Html: html`<p>${text}</p>`. */
export const html = (strings: TemplateStringsArray, ...values: readonly Content[]): Html => ({
  html: strings.map((part, index) => (index === 0 ? part : `${render(values[index - 1])}${part}`)).join(''),
});

/** `{name}` in a text stands for a value. */
export const filled = (text: string, values: Readonly<Record<string, number | string>>): string =>
  text.replace(/\{(\w+)\}/gu, (_whole, name: string) => String(values[name]));

/** A value that stands for itself, whatever the direction of its writing. */
export const value = (text: string): Html => html`<bdi>${text}</bdi>`;

/** Cells from the second on that are numbers stand to the right. */
export const table = (heads: readonly Content[], rows: readonly (readonly Content[])[]): Html => html`<table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
  (row) => html`<tr>${row.map((cell, index) =>
    index === 0
      ? html`<th scope="row">${cell}</th>`
      : html`<td${typeof cell === 'number' ? html` class="number"` : undefined}>${cell}</td>`,
  )}</tr>
`,
)}</tbody>
</table>`;

export const section = (title: string, ...content: readonly Content[]): Html => html`<section><h2>${title}</h2>
${content}</section>
`;

export type Bar = {
  readonly name: string;
  readonly parts: readonly { readonly name: string; readonly count: number; readonly tone: string }[];
};
const WIDTH = 640;
const BAR = 28;
const GAP = 40;

/** Bars of one length, each divided by its parts. The table beside it has the numbers; `title` is read in place of the drawing. */
export function chart(title: string, bars: readonly Bar[]): Html {
  const height = bars.length * (BAR + GAP);
  const drawn = bars.map((bar, row) => {
    const total = bar.parts.reduce((sum, { count }) => sum + count, 0);
    const top = row * (BAR + GAP) + 20;
    let left = 0;
    const parts = bar.parts.map(({ count, tone, name }) => {
      const width = total === 0 ? 0 : (count / total) * WIDTH;
      const x = left;
      left += width;
      return width === 0
        ? undefined
        : html`<rect x="${x.toFixed(1)}" y="${top}" width="${width.toFixed(1)}" height="${BAR}" class="${tone}"><title>${name}: ${count}</title></rect>`;
    });
    return html`<text x="0" y="${top - 6}">${bar.name}</text><rect x="0" y="${top}" width="${WIDTH}" height="${BAR}" class="empty"/>${parts}`;
  });
  const legend = bars[0]?.parts.map(({ name, tone }) => html`<li><span class="swatch ${tone}"></span>${name}</li>`);
  return html`<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">${drawn}</svg>
<figcaption><ul class="legend">${legend}</ul></figcaption></figure>`;
}
