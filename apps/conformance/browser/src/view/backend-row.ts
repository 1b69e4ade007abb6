import {
  type BackendReport,
  escapeMarkup,
  isProblem,
  mark,
  type Outcome,
  showCounts,
} from '@mosa-js/conformance/browser';
import type { PageBackend } from '../backends';
import type { Found } from '../environment';

/** One backend in the list: its checkbox, what the browser has for it, and how far it is. */
export interface BackendRow {
  readonly backend: PageBackend;
  readonly box: HTMLInputElement;
  found(found: Found): void;
  waiting(): void;
  started(): void;
  progress(outcome: Outcome): void;
  finished(report: BackendReport): void;
  clear(): void;
}

export function backendRow(backend: PageBackend, list: HTMLElement): BackendRow {
  const { name, description } = backend;
  const row = document.createElement('div');
  row.className = 'backend';
  row.innerHTML = `<label><input type="checkbox" name="backend" value="${name}" disabled> <b>${name}</b>
<small>${escapeMarkup(description)}</small></label>
<div class="state"><span class="device quiet">…</span><progress hidden aria-label="Progress of ${name}"></progress><span class="counts"></span><code class="case"></code></div>`;
  list.append(row);
  const part = <E extends HTMLElement>(selector: string) => row.querySelector<E>(selector)!;
  const [box, bar] = [part<HTMLInputElement>('input'), part<HTMLProgressElement>('progress')];
  const [device, counts, current] = [part('.device'), part('.counts'), part('.case')];
  const show = (bars: boolean, text: string, id = '') => {
    bar.hidden = !bars;
    counts.innerHTML = text;
    current.textContent = id;
  };
  return {
    backend,
    box,
    found({ missing, ...found }) {
      box.disabled = missing !== undefined;
      box.checked = missing === undefined && !backend.byNameOnly;
      device.textContent = missing === undefined ? (found as { name: string }).name : `unavailable: ${missing}`;
      row.classList.toggle('missing', missing !== undefined);
    },
    waiting: () => show(false, 'waiting'),
    started() {
      bar.removeAttribute('value');
      show(true, 'starting');
    },
    progress({ results, ids, underWay = '' }) {
      const failed = results.filter(({ status }) => isProblem(status)).length;
      bar.max = ids.length;
      bar.value = results.length;
      const bad = failed > 0 ? ` <span class="mark fail">${failed} failed</span>` : '';
      show(true, `${results.length} of ${ids.length}${bad}`, underWay);
    },
    finished({ status, cases, reason = 'no reason given' }) {
      const verdict = cases.some((result) => isProblem(result.status)) ? 'fail' : 'pass';
      show(false, status === 'ran' ? `${mark(verdict)} <span class="quiet">${showCounts(cases)}</span>` : '');
      // What the browser lacks stands above already.
      if (status === 'unavailable' && !box.disabled) counts.textContent = `unavailable: ${reason}`;
    },
    clear: () => show(false, ''),
  };
}
