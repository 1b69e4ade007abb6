import { symbolStyle } from './html-status';

/** Colours after Okabe and Ito, told apart by colour-blind eyes; nothing is said by colour alone. */
export const pageStyle = `
:root {
  --page: #fff; --text: #1b1f24; --soft: #5b6470; --line: #d5dae1; --band: #f1f4f7;
  --pass: #005a8c; --pass-back: #eaf4fb; --fail: #943f00; --fail-back: #fde3d0; --fail-edge: #d55e00;
  --xpass: #8a2f63; --xpass-back: #f9e4ef; --xfail: #6b5a00; --xfail-back: #fbf6cf; --none: #f6f7f9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --text: #e8ebef; --soft: #a2abb7; --line: #343b45; --band: #1f242b;
    --pass: #7cc4f0; --pass-back: #12242f; --fail: #ffb27a; --fail-back: #46230a; --fail-edge: #e8762c;
    --xpass: #f0a5cd; --xpass-back: #40182e; --xfail: #f0e442; --xfail-back: #35310c; --none: #191d22;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 16px; background: var(--page); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 15px; margin: 16px 0 4px; }
code, tr.case th, tr.head button { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12.5px; }
code { overflow-wrap: anywhere; }
.meta { margin: 2px 0 12px; color: var(--soft); }
.verdict { margin: 0 0 12px; padding: 8px 12px; border-left: 4px solid var(--pass); background: var(--pass-back); }
.verdict.failed { border-color: var(--fail-edge); background: var(--fail-back); overflow-wrap: anywhere; }
.problems, .unavailable, .columns { margin: 0 0 12px; }
.columns { margin: 12px 0; }
.problems summary, .unavailable summary, .columns summary { cursor: pointer; font-weight: 600; }
.problems ul, .unavailable ul, .columns ul { margin: 8px 0 0; padding: 0; list-style: none; }
.problems li, .unavailable li, .columns li { padding: 6px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.tools { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 0 0 8px; }
.tools input[type=search] { flex: 0 1 340px; min-width: 0; padding: 6px 8px; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--soft); border-radius: 4px; }
#shown, .more { color: var(--soft); }
.more { margin: 0 0 4px; }
/* As many columns as have room, all of them whole: they share what the first leaves, and scrolling stops at their edges. */
.scroll { container-type: inline-size; overflow: auto; max-height: 88vh; border: 1px solid var(--line); scroll-snap-type: x mandatory; scroll-padding-left: 220px; }
/* Groups that nobody has come to are not laid out, which rows of a table in its own layout all are. */
table { display: block; width: max-content; min-width: 100%; --first: 220px; --columns: 8; --column: calc((100cqw - var(--first)) / var(--columns)); }
@container (max-width: 1150px) { table { --columns: 6; } }
@container (max-width: 900px) { table { --columns: 4; } }
@container (min-width: 1500px) { table { --columns: 10; } }
@container (min-width: 1900px) { table { --columns: 13; } }
thead, tbody { display: block; }
tbody.group { content-visibility: auto; contain-intrinsic-size: auto 47px; }
tr { display: flex; }
th, td { flex: none; width: var(--column); padding: 4px 8px; text-align: left; border-bottom: 1px solid var(--line); border-right: 1px solid var(--line); font-weight: 400; overflow: hidden; white-space: nowrap; }
/* Two lines everywhere, so that rows are even. */
tbody th, tbody td { min-height: 47px; }
small { display: block; color: var(--soft); font-size: 12px; overflow: hidden; text-overflow: ellipsis; }
thead { position: sticky; top: 0; z-index: 2; }
thead th { background: var(--band); scroll-snap-align: start; }
thead b { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; height: 2.9em; white-space: normal; }
th:first-child { position: sticky; left: 0; z-index: 1; background: var(--page); background-clip: padding-box; width: var(--first); scroll-snap-align: none; }
tr.case th span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; white-space: normal; overflow-wrap: anywhere; line-height: 1.4; }
.whole tr.case th span { display: block; }
.whole tr.case td { white-space: pre-line; overflow-wrap: anywhere; }
thead th:first-child { z-index: 3; background: var(--band); }
tr.total th:first-child, tr.head th:first-child { background: var(--band); font-weight: 600; }
tr.case th { padding-left: 20px; }
tr.head th small { font-weight: 400; }
:where(tr.head button) { all: unset; cursor: pointer; font-weight: 600; }
tr.head button::before { content: '▸ '; }
tr.head button[aria-expanded=true]::before { content: '▾ '; }
tr.head button:focus-visible, .scroll:focus-visible { outline: 2px solid var(--pass); outline-offset: 1px; }
/* A cell is two lines of text: ratio and status, then a note. */
td { color: var(--soft); font-size: 12px; line-height: 19px; font-variant-numeric: tabular-nums; text-overflow: ellipsis; white-space: pre; }
td::first-line { font-size: 14px; }
.mark { white-space: nowrap; }
${symbolStyle}td.pass::first-line, .mark.pass { color: var(--pass); }
td.fail { background: var(--fail-back); box-shadow: inset 3px 0 var(--fail-edge); }
td.xpass { background: var(--xpass-back); box-shadow: inset 3px 0 var(--xpass); }
td.xfail { background: var(--xfail-back); }
.mark.fail, td.fail::first-line { color: var(--fail); font-weight: 700; }
.mark.xpass, td.xpass::first-line { color: var(--xpass); font-weight: 700; }
.mark.xfail, td.xfail::first-line { color: var(--xfail); }
.mark.skip, .mark.unsupported { color: var(--soft); }
td.none { background: var(--none); }
tr.head td { background: var(--band); }
tr.head td.fail, tr.total td.fail { background: var(--fail-back); }
tr.head td.xpass, tr.total td.xpass { background: var(--xpass-back); }
[hidden] { display: none; }
footer ul { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 0; padding: 0; list-style: none; }
footer p { max-width: 75ch; color: var(--soft); margin: 8px 0 0; }
@media (max-width: 600px) {
  body { padding: 10px; }
  th, td { padding: 4px 6px; }
  .scroll table { --first: 124px; --columns: 2; }
  .scroll { max-height: 82vh; scroll-padding-left: 124px; }
  tr.case th { padding-left: 12px; }
}
`;
