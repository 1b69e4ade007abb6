import { createHash } from 'node:crypto';

/** A part of a page: text is escaped, `html` is not. */
export type Part =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'notes'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'chart'; readonly svg: string }
  | { readonly kind: 'details'; readonly summary: string; readonly text: string };

const style = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1040px; padding: 24px 20px 60px; color: #1f2933; background: #fff;
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 25px; margin: 8px 0 4px; }
h2 { font-size: 19px; margin: 34px 0 8px; }
p.about { color: #52606d; margin: 0 0 12px; }
figure { margin: 18px 0; border: 1px solid #e4e7eb; border-radius: 8px; overflow: hidden; }
figure svg { display: block; width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 8px; text-align: right; border-bottom: 1px solid #e4e7eb; }
th { vertical-align: bottom; font-weight: 600; border-bottom: 2px solid #9aa5b1; }
th:first-child, td:first-child { text-align: left; }
th:first-child, td { white-space: nowrap; }
ul { padding-left: 20px; }
pre { background: #f5f7fa; padding: 12px; border-radius: 8px; overflow-x: auto; font-size: 12.5px; }
summary { cursor: pointer; }
`;

/** Charts have style attributes; nothing else but the style above, and no script, is allowed. */
const policy = [
  "default-src 'none'",
  `style-src-elem 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "style-src-attr 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A page in one file, with nothing to load from anywhere. */
export function page(title: string, about: string, parts: readonly Part[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p class="about">${escape(about)}</p>
${parts.map(show).join('\n')}
</body>
</html>
`;
}

function show(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return `<h2>${escape(part.text)}</h2>`;
    case 'text':
      return `<p>${escape(part.text)}</p>`;
    case 'notes':
      return `<ul>${part.items.map((item) => `<li>${escape(item)}</li>`).join('\n')}</ul>`;
    case 'table':
      return table(part.head, part.rows);
    case 'chart':
      return `<figure>${part.svg}</figure>`;
    case 'details':
      return `<details><summary>${escape(part.summary)}</summary><pre>${escape(part.text)}</pre></details>`;
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells('th', head)}</thead><tbody>
${rows.map((row) => cells('td', row)).join('\n')}
</tbody></table></div>`;
}

export function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
