import {
  type BackendReport,
  goldenUrl,
  listCases,
  pageStyle,
  suiteVersion,
  toHtml,
  toJson,
} from '@mosa-js/conformance/browser';
import './view/style.css';
import { type PageBackend, pageBackends } from './backends';
import { browserName, wasmThreads } from './environment';
import { tellHost } from './host';
import { runBackends } from './run';
import { readSettings } from './settings';
import { type BackendRow, backendRow } from './view/backend-row';
import { download } from './view/download';
import { element } from './view/element';
import { showResults } from './view/results';

const settings = readSettings(location.href);
const environment = `${browserName()} · ${navigator.platform} · ${crossOriginIsolated ? `isolated, ${wasmThreads()} threads` : 'not isolated: 1 thread'}`;
const [prefix, limit] = [element<HTMLInputElement>('prefix'), element<HTMLInputElement>('limit')];
const [runButton, stopButton] = [element<HTMLButtonElement>('run'), element<HTMLButtonElement>('stop')];
const [jsonButton, htmlButton] = [element<HTMLButtonElement>('json'), element<HTMLButtonElement>('html')];

// First in the head, so that the page's own rules come after it.
document.head.prepend(Object.assign(document.createElement('style'), { textContent: pageStyle }));
element('environment').textContent = `suite ${suiteVersion} · ${environment}`;
prefix.value = settings.filter;
limit.value = String(settings.timeLimit);

const rows = pageBackends.map((backend) => backendRow(backend, element('backends')));
let reports: readonly BackendReport[] = [];
let controller: AbortController | undefined;

function refuse(reason: string): void {
  element('message').hidden = false;
  element('message').textContent = reason;
  tellHost({ type: 'refused', reason });
}

function setRunning(running: boolean): void {
  runButton.hidden = running;
  stopButton.hidden = !running;
  jsonButton.disabled = htmlButton.disabled = running || reports.length === 0;
  element<HTMLFieldSetElement>('backends').disabled = running;
  prefix.disabled = limit.disabled = running;
}

/** @param named backends that must be able to run, since somebody asked for them */
async function run(chosen: readonly BackendRow[], named: readonly string[]): Promise<void> {
  element('message').hidden = true;
  if (chosen.length === 0) return refuse('No backend is chosen.');
  const filter = prefix.value.trim();
  let ids: readonly string[];
  try {
    ids = (await listCases({ golden: goldenUrl(settings.golden), filter })).map(({ id }) => id);
  } catch (error) {
    return refuse((error as Error).message.replace('--filter: ', 'Case ids: '));
  }
  controller = new AbortController();
  reports = [];
  showResults(reports, named, false);
  setRunning(true);
  for (const row of rows) {
    if (chosen.includes(row)) row.waiting();
    else row.clear();
  }
  const rowOf = (name: string) => chosen.find(({ backend }) => backend.name === name)!;
  const started = performance.now();
  let drawn = 0;
  await runBackends(
    chosen.map(({ backend }) => backend),
    {
      ids,
      filter,
      golden: settings.golden,
      timeLimit: Number(limit.value),
      signal: controller.signal,
      onStart(name) {
        rowOf(name).started();
        const place = chosen.findIndex(({ backend }) => backend.name === name) + 1;
        element('status').textContent = `Running ${name}, backend ${place} of ${chosen.length} …`;
      },
      onMessage(name, { type }, outcome) {
        if (type !== 'case' || performance.now() - drawn < 80) return;
        drawn = performance.now();
        rowOf(name).progress(outcome);
      },
      onReport(name, report) {
        reports = [...reports, report];
        rowOf(name).finished(report);
        showResults(reports, named, false);
      },
    },
  );
  showResults(reports, named, true);
  const seconds = Math.round((performance.now() - started) / 1000);
  element('status').textContent = `Finished ${reports.length} of ${chosen.length} backends in ${seconds} s.`;
  setRunning(false);
  tellHost({ type: 'finished' });
}

element('form').addEventListener('submit', (event) => {
  event.preventDefault();
  void run(
    rows.filter(({ box }) => box.checked),
    [],
  );
});
stopButton.addEventListener('click', () => controller?.abort());
jsonButton.addEventListener('click', () => {
  download('mosa-conformance.json', 'application/json', toJson({ suite: suiteVersion, backends: reports }));
});
htmlButton.addEventListener('click', () => {
  const page = toHtml({ suite: suiteVersion, backends: reports }, { environment });
  download('mosa-conformance.html', 'text/html', page);
});

await Promise.all(rows.map(async (row) => row.found(await row.backend.find())));
runButton.disabled = false;
if (settings.run !== undefined) {
  const { run: wanted } = settings;
  const unknown = wanted === 'all' ? [] : wanted.filter((name) => !rows.some(({ backend }) => backend.name === name));
  for (const { box, backend } of rows) {
    if (wanted !== 'all') box.checked = wanted.includes(backend.name);
  }
  if (unknown.length > 0) {
    const known = pageBackends.map(({ name }) => name).join(', ');
    refuse(`No such backend: ${unknown.join(', ')}. There are ${known}.`);
  } else {
    const asked = wanted === 'all' ? [] : wanted;
    const isWanted = ({ name, byNameOnly }: PageBackend) => (wanted === 'all' ? !byNameOnly : asked.includes(name));
    void run(
      rows.filter(({ backend }) => isWanted(backend)),
      asked,
    );
  }
}
