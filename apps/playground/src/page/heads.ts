import type { HeadRow, Heads } from '../worker/look';
import { byId, element, onFrame, row } from './dom';
import { count } from './format';
import { drawGrid, placeAt } from './grid';
import { headsOf, nameOf } from './head-names';

/** The second section. @param look asks for the text from a token on, or for no more of it */
export function createHeads(look: (from?: number) => void) {
  let heads: Heads | undefined;
  let layer = 0;
  let head = 0;
  let token = 0;
  const canvas = byId<HTMLCanvasElement>('grid');
  const strip = byId('tokens');
  const layers = byId<HTMLSelectElement>('layer');
  const picker = byId<HTMLSelectElement>('head');
  const table = byId<HTMLDetailsElement>('chosen');
  const [earlier, later] = [byId<HTMLButtonElement>('earlier'), byId<HTMLButtonElement>('later')];
  const rowsNow = () => (heads ? headsOf(heads.rows, layer) : []);

  const draw = onFrame(() => {
    if (!heads) return;
    const rows = rowsNow();
    head = Math.min(head, rows.length - 1);
    token = Math.min(token, heads.tokens.length - 1);
    const last = Math.max(...heads.rows.map((each) => each.layer));
    options(
      layers,
      Array.from({ length: last + 1 }, (_, i) => String(i + 1)),
      layer,
    );
    options(picker, rows.map(nameOf), head);
    drawGrid(canvas, rows, heads.tokens.length, { row: head, token });
    canvas.setAttribute(
      'aria-label',
      `Layer ${layer + 1}: ${rows.length} heads, ${heads.tokens.length} tokens; the table below has what each head takes`,
    );
    byId('looked').textContent =
      `Tokens ${count(heads.from + 1)} to ${count(heads.from + heads.tokens.length)}, after step ${heads.step}`;
    earlier.disabled = heads.from === 0;
    later.disabled = false;
    drawStrip(strip, heads.tokens, rows[head]!, token);
    drawDetail(heads, rows, head, token);
    if (table.open) drawTable(heads, rows);
  });

  const move = (to: { layer?: number; head?: number; token?: number }) => {
    if (!heads) return;
    layer = to.layer ?? layer;
    const rows = rowsNow();
    head = Math.min(Math.max(to.head ?? head, 0), rows.length - 1);
    token = Math.min(Math.max(to.token ?? token, 0), heads.tokens.length - 1);
    draw();
  };

  layers.addEventListener('change', () => move({ layer: layers.selectedIndex, head: 0 }));
  picker.addEventListener('change', () => move({ head: picker.selectedIndex }));
  earlier.addEventListener('click', () => heads && look(Math.max(heads.from - heads.tokens.length, 0)));
  later.addEventListener('click', () => heads && look(heads.from + heads.tokens.length));
  for (const kind of ['pointermove', 'pointerdown'] as const)
    canvas.addEventListener(kind, (event) => {
      const found = heads && placeAt(canvas, event, rowsNow().length, heads.tokens.length);
      if (found) move({ head: found.row, token: found.token });
    });
  for (const kind of ['pointerover', 'focusin'] as const)
    strip.addEventListener(kind, ({ target }) => {
      const index = (target as HTMLElement).dataset.token;
      if (index !== undefined) move({ token: Number(index) });
    });
  strip.addEventListener('keydown', (event) => {
    const steps: Record<string, { head?: number; token?: number }> = {
      ArrowLeft: { token: token - 1 },
      ArrowRight: { token: token + 1 },
      ArrowUp: { head: head - 1 },
      ArrowDown: { head: head + 1 },
      Home: { token: 0 },
      End: { token: Number.MAX_SAFE_INTEGER },
    };
    const to = steps[event.key];
    if (!to) return;
    event.preventDefault();
    move(to);
    (strip.children[token] as HTMLElement | undefined)?.focus();
  });
  table.addEventListener('toggle', draw);
  new ResizeObserver(draw).observe(byId('grid-scroll'));
  // What nobody sees is not computed.
  let isSeen = false;
  new IntersectionObserver((entries) => {
    const now = entries.at(-1)!.isIntersecting;
    if (now !== isSeen) look(now ? (heads?.from ?? 0) : undefined);
    isSeen = now;
  }).observe(byId('heads'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  return {
    show(next: Heads) {
      const isOther = heads?.from !== next.from || heads.tokens.length !== next.tokens.length;
      if (heads && isOther) token = 0;
      const last = Math.max(...next.rows.map((each) => each.layer));
      layer = Math.min(layer, last);
      heads = next;
      draw();
    },
  };
}

/** Options of a select, made anew only where they differ, so that an open one stays open. */
function options(select: HTMLSelectElement, texts: readonly string[], chosen: number): void {
  if (Array.from(select.options, ({ text }) => text).join('|') !== texts.join('|'))
    select.replaceChildren(...texts.map((text) => element('option', {}, text)));
  if (select.selectedIndex !== chosen) select.selectedIndex = chosen;
}

/** The text, a button for each token. One of them is in the order of the Tab key. */
function drawStrip(strip: HTMLElement, tokens: readonly string[], head: HeadRow, at: number): void {
  while (strip.children.length > tokens.length) strip.lastChild!.remove();
  while (strip.children.length < tokens.length)
    strip.append(
      element('button', { type: 'button', 'data-token': strip.children.length, 'aria-describedby': 'detail' }),
    );
  const taken = new Set(head.chosen);
  const weights = new Map(attendedBy(head, at).map(({ token, weight }) => [token, weight]));
  tokens.forEach((text, index) => {
    const button = strip.children[index] as HTMLButtonElement;
    if (button.textContent !== text) button.textContent = text;
    button.className = `${taken.has(index) ? 'chosen' : ''}${index === at ? ' at' : ''}`.trim();
    button.tabIndex = index === at ? 0 : -1;
    button.setAttribute('aria-label', `${spoken(text)}, token ${index + 1}${taken.has(index) ? ', taken' : ''}`);
    button.style.setProperty('--weight', String(weights.get(index) ?? 0));
  });
}

/** What the token takes from which others by this head, the most first. */
function attendedBy({ chosen, attention }: HeadRow, at: number): { token: number; weight: number }[] {
  const query = chosen.indexOf(at);
  if (query < 0) return [];
  const N = chosen.length;
  return Array.from(chosen, (token, key) => ({ token, weight: attention[query * N + key]! }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
}

const mostAttended = 6;

function drawDetail({ tokens }: Heads, rows: readonly HeadRow[], at: number, token: number): void {
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

function drawTable({ tokens }: Heads, rows: readonly HeadRow[]): void {
  const list = ({ kind, chosen }: HeadRow) =>
    kind === 'dense' ? 'all of them' : Array.from(chosen, (t) => tokens[t]).join(' ');
  const made = rows.map((head) => row(nameOf(head), String(head.chosen.length), list(head)));
  byId('chosen')
    .querySelector('tbody')!
    .replaceChildren(...made);
}

const percent = (weight: number) => `${(100 * weight).toFixed(weight < 0.1 ? 1 : 0)} %`;

/** Signs that stand for what cannot be seen, as a screen reader should say them. */
function spoken(text: string): string {
  return { '↵': 'new line', '␣': 'space', '⇥': 'tab' }[text] ?? text;
}
