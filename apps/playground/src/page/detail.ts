import type { HeadRow, Heads } from '../worker/look';
import { byId, element } from './dom';
import { nameOf } from './head-names';

/** What the token takes from which others by this head, the most first. */
export function attendedBy({ chosen, attention }: HeadRow, at: number): { token: number; weight: number }[] {
  const query = chosen.indexOf(at);
  if (query < 0) return [];
  const N = chosen.length;
  return Array.from(chosen, (token, key) => ({ token, weight: attention[query * N + key]! }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
}

const mostAttended = 6;

/** What one head makes of one token, in words. */
export function drawDetail({ tokens }: Heads, rows: readonly HeadRow[], at: number, token: number): void {
  const head = rows[at]!;
  const mosa = rows.filter(({ kind }) => kind === 'mosa');
  const takers = mosa.filter(({ chosen }) => chosen.includes(token));
  const quoted = (index: number) => `“${tokens[index]}”`;
  const taken = head.chosen.includes(token);
  const score = head.scores ? ` Its score is ${head.scores[token]!.toFixed(3)}.` : ' A dense head has no scores.';
  const attended = attendedBy(head, token);
  const listed = attended
    .slice(0, mostAttended)
    .map((each) => `${quoted(each.token)} at ${each.token + 1}: ${percent(each.weight)}`);
  const others = takers.map(({ head: number }) => number + 1).join(', ');
  byId('detail').replaceChildren(
    element('p', {}, element('strong', {}, `${quoted(token)}, token ${token + 1}`)),
    element('p', {}, `Head ${nameOf(head)} ${taken ? 'takes it' : 'does not take it'}.${score}`),
    element(
      'p',
      {},
      `${takers.length} of ${mosa.length} MoSA heads of the layer take it${others ? `: ${others}` : ''}.`,
    ),
    element(
      'p',
      {},
      attended.length > 0 ? `It attends to ${listed.join(', ')}.` : 'So it attends to nothing by this head.',
    ),
  );
}

const percent = (weight: number) => `${(100 * weight).toFixed(weight < 0.1 ? 1 : 0)} %`;
