import { type Status, statuses } from './report';

const symbols: Readonly<Record<Status, string>> = {
  pass: '✓',
  fail: '✗',
  skip: '–',
  unsupported: '○',
  xfail: '△',
  xpass: '‼',
};

const meanings: Readonly<Record<Status, string>> = {
  pass: 'within its bound',
  fail: 'wrong, or it broke',
  skip: 'not run, for the reason given',
  unsupported: 'excluded by what the backend declares of itself',
  xfail: 'fails as expected, for the reason given',
  xpass: 'passes though a failure was expected: fails the run',
};

/** The symbols stand before the words by style, which keeps pages of 25,000 of them half as long. */
export const symbolStyle = statuses
  .map((status) => `.mark.${status}::before, td.${status}::before { content: '${symbols[status]} '; content: '${symbols[status]} ' / ''; }\n`)
  .join('');

/** A status by symbol, word and colour, so that no one of them has to be seen. */
export function mark(status: Status): string {
  return `<span class="mark ${status}">${status}</span>`;
}

export function legend(): string {
  const items = statuses.map((status) => `<li>${mark(status)} ${meanings[status]}</li>`).join('');
  return `<footer><h2>Legend</h2><ul>${items}</ul>
<p>What is allowed is computed for each element of each case, from the reference in float64.
Select a group's name to open or close it.</p></footer>`;
}
