import { escapeHtml } from './html.ts';

test('no sign of markup is left', () => {
  expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  expect(escapeHtml('Zoë')).toBe('Zoë');
});
