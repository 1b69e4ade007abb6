import { startWorker } from './page/client';
import { byId } from './page/dom';
import { createFiles } from './page/files';
import { createForm } from './page/form';
import { createGeneration } from './page/generation';
import { createHeads } from './page/heads';
import { readText } from './page/own-text';
import { backendWords, createTraining } from './page/training';
import { mosaHeads } from './settings/check';
import { fromHash } from './settings/hash';
import type { Doing, Event } from './worker/protocol';

const button = (id: string) => byId<HTMLButtonElement>(id);
let own: { readonly name: string; readonly text: string } | undefined;
let exists = false;

const ask = startWorker(handle);
const training = createTraining();
const heads = createHeads((from) => ask({ kind: 'look', ...(from === undefined ? {} : { from }) }));
const generation = createGeneration(
  (sampling) => ask({ kind: 'generate', ...sampling }),
  () => ask({ kind: 'stop-generating' }),
);
const files = createFiles(ask);
const given = fromHash(location.hash);
const form = createForm(given.settings, (settings) => {
  files.share(settings);
  drawChanged();
});

function start(): void {
  if (!form.isRight()) {
    byId('doing').textContent = 'Not started: see under Settings what does not fit.';
    byId('wrong').scrollIntoView({ block: 'center' });
    return;
  }
  byId('problem').textContent = '';
  ask({ kind: 'start', settings: form.settings(), ...(own ? { text: own.text } : {}) });
}

function drawChanged(): void {
  const used = training.settings();
  const isChanged = used !== undefined && JSON.stringify(used) !== JSON.stringify(form.settings());
  byId('changed').textContent = isChanged
    ? 'Changed: the models here still have the settings of before. “Start anew” takes the new ones.'
    : 'Changes count from “Start anew” on.';
}

function drawText(): void {
  byId('text-state').textContent = own
    ? `${own.name}, from “Start anew” on. It is not part of the address.`
    : 'The first 200 kB of tiny-shakespeare.';
  button('shipped').disabled = own === undefined;
}

function drawButtons(doing: Doing): void {
  button('go').disabled = !exists || doing !== 'idle';
  button('stop').disabled = doing !== 'training';
  button('generate').disabled = !exists || doing === 'preparing' || doing === 'generating';
  button('stop-generating').disabled = doing !== 'generating';
  for (const id of ['save-dense', 'save-mosa']) button(id).disabled = !exists || doing === 'preparing';
  byId<HTMLInputElement>('load').disabled = !exists || doing === 'preparing';
}

function handle(event: Event): void {
  switch (event.kind) {
    case 'opened':
      byId('backend').textContent = backendWords(event);
      return;
    case 'started':
      exists = true;
      training.started(event);
      heads.expect({ rows: event.settings.kept + mosaHeads(event.settings), tokens: event.settings.length });
      button('go').textContent = event.models.dense.step + event.models.mosa.step > 0 ? 'Go on' : 'Train';
      drawChanged();
      return;
    case 'step':
      if (event.step === 1) button('go').textContent = 'Go on';
      training.step(event);
      return;
    case 'doing': {
      // A button that had the focus and is disabled would lose it.
      const hadFocus = document.activeElement;
      drawButtons(event.doing);
      if (event.doing === 'training' && hadFocus === button('go')) button('stop').focus();
      else if (event.doing === 'idle' && hadFocus === button('stop')) button('go').focus();
      training.doing(event.doing, event.words);
      return;
    }
    case 'heads':
      heads.show(event);
      return;
    case 'generated':
      generation.generated(event);
      return;
    case 'note':
      generation.note(event.words);
      return;
    case 'saved':
      files.download(event.name, event.bytes);
      return;
    case 'loaded':
      files.note(`The ${event.model === 'mosa' ? 'MoSA' : 'dense'} model is loaded; it has had ${event.step} steps.`);
      return;
    case 'failed': {
      const ids = { training: 'problem', heads: 'problem', generate: 'generate-problem', files: 'files-problem' };
      byId(ids[event.about]).textContent = event.words;
    }
  }
}

button('go').addEventListener('click', () => {
  byId('problem').textContent = '';
  ask({ kind: 'go', backend: form.settings().backend });
});
button('stop').addEventListener('click', () => ask({ kind: 'stop' }));
button('anew').addEventListener('click', start);
byId<HTMLFormElement>('settings').addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});
byId<HTMLInputElement>('text').addEventListener('change', async ({ target }) => {
  const input = target as HTMLInputElement;
  const file = input.files?.[0];
  if (!file) return;
  const read = await readText(file);
  if ('wrong' in read) {
    byId('text-state').textContent = read.wrong;
    input.value = '';
    return;
  }
  own = read;
  drawText();
});
button('shipped').addEventListener('click', () => {
  own = undefined;
  byId<HTMLInputElement>('text').value = '';
  drawText();
});
addEventListener('hashchange', () => {
  const { settings, wrong } = fromHash(location.hash);
  form.show(settings, wrong);
  files.share(settings);
  drawChanged();
});

// What scrolls must be reached by the keyboard in every browser.
for (const scrolling of document.querySelectorAll<HTMLElement>('.scroll, .text')) scrolling.tabIndex = 0;
form.show(given.settings, given.wrong);
files.share(given.settings);
drawText();
start();
