import type { HeadRow, Heads } from '../worker/look';
import { drawDetail } from './detail';
import { byId, element, onFrame, row } from './dom';
import { count } from './format';
import { drawGrid, makeRoom, placeAt } from './grid';
import { headsOf, nameOf } from './head-names';
import { drawStrip, fillStrip } from './strip';

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
    later.disabled = heads.from + heads.tokens.length >= heads.of;
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
  // What nobody sees is not computed, but what comes into view soon.
  let isSeen = false;
  const seen: IntersectionObserverCallback = (entries) => {
    const now = entries.at(-1)!.isIntersecting;
    if (now !== isSeen) look(now ? (heads?.from ?? 0) : undefined);
    isSeen = now;
  };
  new IntersectionObserver(seen, { rootMargin: '200px' }).observe(byId('heads'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  return {
    /** Makes room before anything is known, so that nothing moves then. */
    expect({ rows, tokens }: { readonly rows: number; readonly tokens: number }) {
      makeRoom(canvas, rows);
      fillStrip(strip, tokens);
    },
    show(next: Heads) {
      const isOther = heads?.from !== next.from || heads.tokens.length !== next.tokens.length;
      if (heads && isOther) token = 0;
      const last = Math.max(...next.rows.map((each) => each.layer));
      layer = Math.min(layer, last);
      const isFirst = heads === undefined;
      heads = next;
      // At first the last that the head takes, which attends to all others of them.
      if (isFirst) token = rowsNow()[head]?.chosen.at(-1) ?? 0;
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

function drawTable({ tokens }: Heads, rows: readonly HeadRow[]): void {
  const list = ({ kind, chosen }: HeadRow) =>
    kind === 'dense' ? 'all of them' : Array.from(chosen, (t) => tokens[t]).join(' ');
  const made = rows.map((head) => row(nameOf(head), String(head.chosen.length), list(head)));
  byId('chosen')
    .querySelector('tbody')!
    .replaceChildren(...made);
}
