import type { ModelName } from '../model/configs';
import type { CacheUse } from '../worker/caches';
import { drawn, element } from './dom';

/** A bar for each head: its outline is what it has room for, filled is what it holds. @param most tokens that a full bar stands for */
export function drawBars(host: HTMLElement, caches: readonly CacheUse[], most: number): void {
  const { clientWidth: width, clientHeight: height } = host;
  const each = Math.min(width / Math.max(caches.length, 1), 24);
  const bar = Math.max(each - 2, 1);
  const tall = (tokens: number) => (tokens / most) * (height - 2);
  const held = caches.reduce((sum, cache) => sum + cache.held, 0);
  const svg = drawn('svg', {
    role: 'img',
    'aria-label': `${caches.length} heads hold ${held} tokens; the table below has each`,
    viewBox: `0 0 ${width} ${height}`,
  });
  caches.forEach(({ kind, held, capacity }, index) => {
    const x = index * each + 1;
    const at = (tokens: number) => ({ x, width: bar, y: height - 1 - tall(tokens), height: tall(tokens) });
    svg.append(drawn('rect', { class: kind, ...at(held) }), drawn('rect', { class: 'room', ...at(capacity) }));
  });
  host.replaceChildren(svg);
}

export function bytesOf(caches: readonly CacheUse[], tokens: 'held' | 'capacity'): number {
  return caches.reduce((sum, cache) => sum + cache[tokens] * cache.entryBytes, 0);
}

export function cacheRows(model: ModelName, caches: readonly CacheUse[]): HTMLTableRowElement[] {
  return caches.map(({ layer, kind, head, held, capacity, entryBytes }) => {
    const name = `${kind === 'mosa' ? 'MoSA' : 'dense'} ${head + 1}`;
    const cells = [String(layer + 1), name, String(held), String(capacity), String(held * entryBytes)];
    const first = element('th', { scope: 'row' }, model === 'mosa' ? 'MoSA hybrid' : 'dense');
    return element('tr', {}, first, ...cells.map((cell) => element('td', {}, cell)));
  });
}
