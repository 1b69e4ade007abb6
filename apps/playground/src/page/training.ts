import type { Settings } from '../settings/settings';
import type { Doing, Event, StepDone } from '../worker/protocol';
import { drawChart } from './chart';
import { byId, onFrame } from './dom';
import { bytes, count } from './format';
import { drawLosses, drawNumbers, type Started } from './numbers';
import { addStep, emptySeries } from './series';

/** Seconds between two announcements to screen readers while training goes. */
const announceEvery = 10;

/** The first section: what is going on, the chart, and both models in numbers. */
export function createTraining() {
  let series = emptySeries();
  let started: Started | undefined;
  let reached = 0;
  let held = 0;
  let announced = 0;
  const chart = byId('chart');
  const losses = byId<HTMLDetailsElement>('losses');

  const draw = onFrame(() => {
    const steps = started?.settings.steps ?? 1;
    drawChart(chart, series, steps);
    byId<HTMLProgressElement>('bar').value = reached / steps;
    drawNumbers(started, series);
    if (!started) return;
    if (losses.open) drawLosses(series);
    const { tokens, vocabulary, by } = started.text;
    const most = vocabulary === 256 && by === 'bytes' ? 'bytes' : `${vocabulary} different characters`;
    byId('memory').textContent =
      `The backend holds ${bytes(held)} for both. The text has ${count(tokens)} tokens, ${most}.`;
  });
  new ResizeObserver(draw).observe(chart);
  losses.addEventListener('toggle', draw);
  document.addEventListener('visibilitychange', draw);

  const announce = (words: string) => {
    announced = performance.now();
    byId('progress').textContent = words;
  };

  return {
    started(event: Started) {
      const isOther = modelsOf(event.settings) !== modelsOf(started?.settings);
      started = event;
      const { dense, mosa } = event.models;
      // Models that go on keep their curves up to where they go on.
      const from = { dense: dense.step, mosa: mosa.step };
      const before = isOther || from.dense + from.mosa === 0 ? emptySeries() : series;
      series = {
        dense: before.dense.filter(({ step }) => step <= from.dense),
        mosa: before.mosa.filter(({ step }) => step <= from.mosa),
      };
      reached = Math.min(from.dense, from.mosa);
      draw();
    },
    step(step: StepDone) {
      addStep(series, step);
      held = step.bytes;
      reached = step.step;
      draw();
      byId('doing').textContent = `Step ${reached} of ${started?.settings.steps ?? reached}`;
      if (performance.now() - announced > announceEvery * 1000) announce(inWords());
    },
    doing(doing: Doing, words: string) {
      byId('doing').textContent = words;
      announce(doing === 'idle' && reached > 0 ? `${words} ${inWords()}` : words);
    },
    settings: (): Settings | undefined => started?.settings,
  };

  function inWords(): string {
    const loss = (name: 'dense' | 'mosa') => series[name].at(-1)?.smooth.toFixed(2) ?? 'unknown';
    return `Step ${reached}: loss of dense ${loss('dense')}, of MoSA ${loss('mosa')}.`;
  }
}

/** Tells models apart: where they are computed does not. */
function modelsOf(settings: Settings | undefined): string {
  return JSON.stringify({ ...settings, backend: '' });
}

/** Where it computes, in a sentence or two. */
export function backendWords({ backend, device, why, slowRead }: Extract<Event, { kind: 'opened' }>): string {
  const name = backend === 'webgpu' ? `WebGPU (${device})` : 'WebAssembly, on one processor core';
  const slow = slowRead
    ? ` Reading a number back takes ${slowRead.toFixed(0)} ms in this browser; it is part of the time of each step, and tokens are read 8 at a time.`
    : '';
  return `Computes on ${name}. ${why}${slow}`;
}
