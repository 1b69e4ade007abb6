import { escaped } from './chart.js';
import { contentOf } from './content.js';
import { style } from './style.js';

/** A report as one page: no script, nothing from elsewhere, readable on dark and on light. */
export function toPage(report) {
  const title = escaped(`${report.benchmark} on ${report.about.device}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
<h1>${title}</h1>
${contentOf(report)}
</html>
`;
}
