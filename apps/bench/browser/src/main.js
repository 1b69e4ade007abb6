import { contentOf } from '../../src/content.js';
import { toPage } from '../../src/page.js';
import { style } from '../../src/style.js';
import { softwareNotice } from '../../src/table.js';
import './form.css';
import { ask } from './ask.js';
import { element } from './element.js';
import { makeFields, readFields } from './fields.js';
import { findGpu } from './find-gpu.js';
import { inWords, readQuery } from './query.js';
import { save } from './save.js';

let controller;

/** For programs that drive the page: `looking`, `ready`, `running`, `done`, `failed`, or `unavailable` without a GPU. */
function setState(state) {
  document.documentElement.dataset.state = state;
  const isRunning = state === 'running';
  const hasReport = !isRunning && globalThis.benchReport !== undefined;
  element('run').disabled = state === 'looking' || state === 'unavailable';
  element('run').hidden = isRunning;
  element('stop').hidden = element('progress').hidden = !isRunning;
  element('json').disabled = element('page').disabled = !hasReport;
}

function tell(id, text) {
  element(id).textContent = text;
  element(id).hidden = text === '';
}

async function run() {
  tell('message', '');
  globalThis.benchReport = undefined;
  element('report').replaceChildren();
  setState('running');
  controller = new AbortController();
  const started = performance.now();
  try {
    const query = readFields();
    if (!query.has('kind')) throw new Error('kind: expected at least one, got none');
    const options = readQuery(query);
    history.replaceState(null, '', `?${query}`);
    const { signal } = controller;
    const report = await ask('report', options, { signal, onProgress: (text) => tell('status', `${text} …`) });
    globalThis.benchReport = report;
    element('report').innerHTML = contentOf(report);
    tell('status', `Finished in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
    setState('done');
  } catch (error) {
    tell('status', '');
    tell('message', inWords(error));
    setState('failed');
  }
}

element('form').addEventListener('submit', (event) => {
  event.preventDefault();
  void run();
});
element('stop').addEventListener('click', () => controller?.abort());
element('json').addEventListener('click', () => {
  const { benchReport: report } = globalThis;
  save(`bench-${report.benchmark}.json`, 'application/json', `${JSON.stringify(report, null, 2)}\n`);
});
element('page').addEventListener('click', () => {
  const { benchReport: report } = globalThis;
  save(`bench-${report.benchmark}.html`, 'text/html', toPage(report));
});

/** Looks what GPU there is, and starts where the address says so. */
async function begin() {
  // First in the head, so that the form's rules come after it.
  document.head.prepend(Object.assign(document.createElement('style'), { textContent: style }));
  setState('looking');
  const query = new URLSearchParams(location.search);
  makeFields(query);
  try {
    const about = await findGpu();
    tell('gpu', about.device);
    tell('notice', about.software ? `${softwareNotice}.` : '');
  } catch (error) {
    tell('gpu', '');
    if (query.get('backend') !== 'onnxruntime-web-wasm') {
      tell('message', error.message);
      return setState('unavailable');
    }
  }
  setState('ready');
  try {
    readQuery(query);
  } catch (error) {
    tell('message', inWords(error));
    return setState('failed');
  }
  if (query.has('start')) await run();
}

await begin();
