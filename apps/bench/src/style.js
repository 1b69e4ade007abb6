import { colours } from './chart.js';

/** Of a page with a report: six colours that are told apart on both grounds, and text of charts of 11 pixels and more. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --ground: #ffffff; --grid: #d8dce0;
  --c0: #0b62c4; --c1: #c2410c; --c2: #0f7b46; --c3: #8b3fc0; --c4: #a16207; --c5: #be185d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --ground: #15181c; --grid: #3a4047;
  --c0: #6cb0ff; --c1: #ff9b66; --c2: #5fd39a; --c3: #cf9bff; --c4: #e8c14d; --c5: #ff8ac0; } }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink); background: var(--ground);
  font: 15px/1.5 system-ui, sans-serif; }
.charts { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); }
figure { margin: 0; container-type: inline-size; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
svg line { stroke: var(--grid); } svg text { fill: var(--ink); font-size: 14px; }
@container (min-width: 22rem) { svg text { font-size: 12px; } }
@container (min-width: 28rem) { svg text { font-size: 9.5px; } }
polyline { fill: none; stroke: currentColor; stroke-width: 2; vector-effect: non-scaling-stroke; } circle { fill: currentColor; }
ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; }
li::before { content: "● "; }
${Array.from({ length: colours }, (_, i) => `.s${i} { color: var(--c${i}); }`).join(' ')}
.notice { padding: 0.5rem 0.8rem; border-left: 4px solid var(--c1); font-weight: 600; }
.wide { overflow-x: auto; } table { border-collapse: collapse; margin-top: 1.5rem; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 0.2rem 0.6rem; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
`;
