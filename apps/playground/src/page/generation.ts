import { type ModelName, modelNames } from '../model/configs';
import type { CacheUse } from '../worker/caches';
import type { Event, Sampling } from '../worker/protocol';
import { bytesOf, cacheRows, drawBars } from './bars';
import { byId, onFrame } from './dom';
import { bytes } from './format';

/** The third section. */
export function createGeneration(ask: (sampling: Sampling) => void, stop: () => void) {
  const texts: Record<ModelName, string> = { dense: '', mosa: '' };
  const caches: Record<ModelName, readonly CacheUse[]> = { dense: [], mosa: [] };
  const table = byId<HTMLDetailsElement>('caches');
  const input = (id: string) => byId<HTMLInputElement>(id);

  const draw = onFrame(() => {
    const most = Math.max(1, ...modelNames.flatMap((name) => caches[name].map(({ capacity }) => capacity)));
    for (const name of modelNames) {
      const output = byId(`text-${name}`);
      const isAtEnd = output.scrollTop + output.clientHeight >= output.scrollHeight - 4;
      output.textContent = texts[name];
      if (isAtEnd) output.scrollTop = output.scrollHeight;
      const own = caches[name];
      const heads = own.length === 1 ? 'head' : 'heads';
      byId(`cache-${name}`).textContent =
        own.length === 0
          ? 'Cache: empty'
          : `Cache: ${bytes(bytesOf(own, 'held'))} in ${own.length} ${heads}, ${bytes(bytesOf(own, 'capacity'))} once it is full`;
      drawBars(byId(`bars-${name}`), own, most);
    }
    if (table.open)
      table.querySelector('tbody')!.replaceChildren(...modelNames.flatMap((name) => cacheRows(name, caches[name])));
  });

  byId<HTMLFormElement>('generation').addEventListener('submit', (event) => {
    event.preventDefault();
    const prompt = input('prompt').value;
    for (const name of modelNames) {
      texts[name] = prompt;
      caches[name] = [];
    }
    byId('generate-note').textContent = '';
    byId('generate-problem').textContent = '';
    draw();
    const number = (id: string) => input(id).valueAsNumber;
    ask({
      prompt,
      temperature: number('temperature'),
      topK: number('top-k'),
      seed: number('draw-seed'),
      tokens: number('new-tokens'),
    });
  });
  byId('stop-generating').addEventListener('click', stop);
  table.addEventListener('toggle', draw);
  new ResizeObserver(draw).observe(byId('bars-dense'));

  return {
    generated({ model, text, caches: own }: Extract<Event, { kind: 'generated' }>) {
      texts[model] += text;
      if (own.length > 0) caches[model] = own;
      draw();
    },
    note: (words: string) => {
      byId('generate-note').textContent = words;
    },
  };
}
