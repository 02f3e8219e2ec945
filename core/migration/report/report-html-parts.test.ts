import { chart, filled, html, table } from './report-html-parts.ts';

test('text is escaped wherever it meets markup, and markup stays', () => {
  const inner = html`<b>${'<&>'}</b>`;
  expect(html`<p title="${'"'}">${[inner, undefined, 3, '\u0007']}</p>`.html).toBe(
    '<p title="&quot;"><b>&lt;&amp;&gt;</b>3\ufffd</p>',
  );
});

test('a text is filled with its values', () => {
  expect(filled('{a} of {b}', { a: 1, b: 'x' })).toBe('1 of x');
});

test('a table has its numbers to the right', () => {
  expect(table(['a', 'b'], [['x', 4]]).html).toContain('<th scope="row">x</th><td class="number">4</td>');
});

test('the bars of a chart have the share of their parts, and none is drawn of nothing', () => {
  const part = (count: number) => ({ name: 'n', count, tone: 'created' });
  expect(chart('c', [{ name: 'users', parts: [part(1), part(3), part(0)] }]).html.match(/width="(\d+\.\d)"/gu)).toEqual(
    ['width="160.0"', 'width="480.0"'],
  );
  expect(chart('c', [{ name: 'users', parts: [part(0)] }]).html).not.toContain('width="0');
  expect(chart('c', []).html).toContain('viewBox="0 0 640 0"');
});
