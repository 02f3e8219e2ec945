/** The style of a printed report: light or dark on a screen as its reader has it, black on white on paper. */
export const STYLE = `
:root{color-scheme:light dark;--text:#1b2430;--soft:#5a6675;--line:#d5dbe3;--page:#fff;--created:#2b7a4b;--updated:#2563a8;--unchanged:#8a97a8;--skipped:#c08a1e;--rejected:#b3362c}
@media (prefers-color-scheme:dark){:root{--text:#e6ebf1;--soft:#a3afbd;--line:#3a4552;--page:#141a21;--created:#4caf7a;--updated:#6aa3e0;--unchanged:#77849a;--skipped:#d9a83f;--rejected:#e0685d}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem;max-width:70rem;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.5rem 0 .25rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{color:var(--soft);font-weight:600}tbody th{font-weight:500}.number{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1rem 0}svg{width:100%;max-width:40rem;height:auto}svg text{fill:var(--text);font:14px system-ui,sans-serif}
.empty{fill:var(--line)}
rect.created{fill:var(--created)}rect.updated{fill:var(--updated)}rect.unchanged{fill:var(--unchanged)}rect.skipped{fill:var(--skipped)}rect.rejected{fill:var(--rejected)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.25rem 0;padding:0}
.swatch{display:inline-block;width:.8em;height:.8em;margin-right:.4em;border:1px solid var(--line)}
.swatch.created{background:var(--created)}.swatch.updated{background:var(--updated)}.swatch.unchanged{background:var(--unchanged)}.swatch.skipped{background:var(--skipped)}.swatch.rejected{background:var(--rejected)}
.soft{color:var(--soft)}.code{font:13px ui-monospace,monospace}ul.plain{list-style:none;margin:0;padding:0}
@media print{:root{color-scheme:light;--text:#000;--soft:#444;--line:#bbb;--page:#fff;--created:#2b7a4b;--updated:#2563a8;--unchanged:#8a97a8;--skipped:#c08a1e;--rejected:#b3362c}
body{padding:0;max-width:none;font-size:10.5pt}thead{display:table-header-group}tr,figure{break-inside:avoid}h2,h3{break-after:avoid}rect,.swatch{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@page{margin:18mm}`;
