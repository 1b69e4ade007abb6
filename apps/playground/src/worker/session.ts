import { type Checkpoint, encodeCheckpoint } from '@mosa-js/lm';
import { configsOf, type ModelName, modelNames } from '../model/configs';
import { contradictions } from '../settings/check';
import type { Settings } from '../settings/settings';
import { createCausal, modelOf } from './causal';
import { createDevice } from './device';
import { generateBoth, positionsFor } from './generation';
import { createLooker, type Looker } from './look';
import { createRuns, disposeRuns, factsOf, type Runs } from './models';
import type { Doing, Event, Sampling } from './protocol';
import { readCheckpoint } from './read-checkpoint';
import { type Text, textOf, visible } from './text';
import { breathe, createTurns } from './turns';
import { inWords, isOfDevice, Refusal } from './words';

/** Milliseconds between two looks at the heads while training goes, and between two copies of the models on the host. */
const lookEvery = 1500;
const keepEvery = 5_000;

interface Live {
  readonly settings: Settings;
  readonly text: Text;
  readonly own: string | undefined;
  readonly runs: Runs;
  /** Made when somebody looks. */
  looker?: Looker;
}

/** All that the worker does, one thing at a time. What goes wrong is told to the page in words; nothing throws. */
export function createSession(post: (event: Event, transfer?: Transferable[]) => void) {
  const turns = createTurns();
  const device = createDevice(post);
  const causalOf = createCausal(post);
  let live: Live | undefined;
  /** What `live` is made of, also where making it failed. */
  let plan: Pick<Live, 'settings' | 'own'> | undefined;
  let training = false;
  /** First token of the text that is looked at; none while nobody sees it. */
  let looksFrom: number | undefined;
  let lookedAt = 0;
  let keptAt = 0;
  /** Both models as they were a few seconds ago: what is left when the GPU goes. */
  let kept: Partial<Record<ModelName, Checkpoint>> = {};
  let generating: AbortController | undefined;

  const doing = (what: Doing, words: string) => post({ kind: 'doing', doing: what, words });
  /** What goes on now, whoever asks. */
  const tell = () => {
    if (generating) doing('generating', training ? 'Generating; training waits meanwhile.' : 'Generating …');
    else if (training) doing('training', 'Training …');
    else doing('idle', live ? whereOf(live) : '');
  };
  const needed = (): Live => {
    if (live) return live;
    throw new Refusal('There is no model yet: start anew first.');
  };

  /** Does a task in its turn; the page hears of what it throws. */
  const attempt = (about: 'training' | 'heads' | 'generate' | 'files', task: () => Promise<void>) =>
    turns(task).catch(async (error: unknown) => {
      if (isOfDevice(error) && (await device.isLostSoon())) {
        training = false;
        const step = Math.min(...modelNames.map((name) => kept[name]?.state.step ?? 0));
        const words = `The GPU was lost: its driver began anew, or the browser took it away. “Go on” continues from step ${step} on a new one, or on WebAssembly if you choose that under “Computes on”.`;
        post({ kind: 'failed', about: 'training', words });
      } else {
        if (about === 'training') training = false;
        post({ kind: 'failed', about, words: inWords(error) });
      }
      tell();
    });

  async function close(): Promise<void> {
    const old = live;
    live = undefined;
    if (!old || device.isLost()) return; // what was on a lost device is gone with it
    await disposeRuns(old.runs);
    await old.looker?.dispose();
  }

  /** Both models on the backend, anew or from checkpoints. */
  async function make(settings: Settings, own: string | undefined, from: typeof kept = {}): Promise<void> {
    const wrong = contradictions(settings);
    if (wrong.length > 0) throw new Refusal(wrong.join(' '));
    const text = textOf(own, settings.length);
    doing('preparing', 'Preparing both models …');
    plan = { settings, own };
    kept = from;
    await close();
    const { backend } = await device.open(settings.backend);
    const runs = await createRuns(backend, settings, text, from);
    live = { settings, text, own, runs };
    keptAt = performance.now();
    const { tokenizer, data, by } = text;
    const about = { tokens: data.tokens.length, vocabulary: tokenizer.vocabularySize, by };
    post({ kind: 'started', models: factsOf(runs, settings, text), settings, text: about });
    await lookNow();
  }

  async function lookNow(): Promise<void> {
    if (looksFrom === undefined || !live) return;
    const { runs, text, settings } = live;
    const { tokens } = text.data;
    const { mosa } = configsOf(settings, text.tokenizer.vocabularySize);
    live.looker ??= await createLooker(device.current().backend, mosa, settings.length);
    const from = Math.max(Math.min(looksFrom, tokens.length - settings.length), 0);
    const ids = tokens.slice(from, from + settings.length);
    const { state } = await runs.mosa.checkpoint();
    const rows = await live.looker.look(state, ids);
    const shown = Array.from(ids, (id) => visible(text, id));
    post({ kind: 'heads', from, of: tokens.length, step: runs.mosa.step, tokens: shown, rows });
    lookedAt = performance.now();
  }

  async function keep(): Promise<void> {
    const { runs } = needed();
    kept = { dense: await runs.dense.checkpoint(), mosa: await runs.mosa.checkpoint() };
    keptAt = performance.now();
  }

  /** A step of each model that is not ahead of the other. */
  async function stepBoth(): Promise<void> {
    const { runs, settings } = needed();
    const least = stepOf(runs);
    if (least >= settings.steps) {
      training = false;
      return;
    }
    for (const model of modelNames.filter((name) => runs[name].step === least)) {
      const start = performance.now();
      const { step, loss } = await runs[model].next();
      const milliseconds = performance.now() - start;
      const { bytes, reservedBytes = bytes } = device.current().backend.memory();
      post({ kind: 'step', model, step, loss, milliseconds, bytes: reservedBytes });
    }
    const now = performance.now();
    if (now - lookedAt > lookEvery || stepOf(runs) === settings.steps) await lookNow();
    if (now - keptAt > keepEvery) await keep();
  }

  /** @param backend where it goes on if the GPU was lost, or nothing could be made */
  async function train(backend: Settings['backend']): Promise<void> {
    if (training) return;
    training = true;
    if (plan && (!live || device.isLost())) {
      const { settings, own } = plan;
      await attempt('training', () => make({ ...settings, backend }, own, kept));
    }
    if (!training) return;
    tell();
    while (training) {
      await attempt('training', async () => {
        if (training) await stepBoth();
      });
      await breathe();
    }
    tell();
  }

  async function generate(sampling: Sampling): Promise<void> {
    const { runs, settings, text } = needed();
    generating = new AbortController();
    tell();
    try {
      positionsFor(text, sampling); // what is wrong with it is said before thresholds are taken
      const { backend, slowRead } = device.current();
      const mosa = await causalOf({ backend, run: runs.mosa, settings, text });
      tell();
      const models = { dense: await modelOf(runs.dense), mosa };
      const readEvery = slowRead ? 8 : 1; // a slow read is then shared by 8 tokens
      await generateBoth({ backend, models, text, sampling, readEvery, signal: generating.signal, post });
    } finally {
      generating = undefined;
      tell();
    }
  }

  async function load(name: string, bytes: Uint8Array): Promise<void> {
    const { settings, own, runs } = needed();
    const { model, checkpoint } = await readCheckpoint({ name, bytes }, runs, settings.steps);
    const other = model === 'mosa' ? 'dense' : 'mosa';
    const from: typeof kept = { [model]: checkpoint };
    if (runs[other].step > 0) from[other] = await runs[other].checkpoint();
    await make(settings, own, from);
    post({ kind: 'loaded', model, step: checkpoint.state.step });
    tell();
  }

  return {
    start: async (settings: Settings, text: string | undefined) => {
      training = false;
      generating?.abort();
      await attempt('training', async () => {
        await make(settings, text);
        tell();
      });
    },
    go: train,
    stop() {
      training = false;
    },
    look(from: number | undefined) {
      looksFrom = from;
      return attempt('heads', lookNow);
    },
    generate: (sampling: Sampling) => attempt('generate', () => generate(sampling)),
    stopGenerating: () => generating?.abort(),
    save: (model: ModelName) =>
      attempt('files', async () => {
        const { runs } = needed();
        // Of a lost GPU there is only what was copied before.
        const checkpoint = (device.isLost() && kept[model]) || (await runs[model].checkpoint());
        const bytes = encodeCheckpoint(checkpoint);
        const name = `mosa-playground-${model}-step-${checkpoint.state.step}.safetensors`;
        post({ kind: 'saved', name, bytes }, [bytes.buffer]);
      }),
    load: (name: string, bytes: Uint8Array) => {
      training = false;
      return attempt('files', () => load(name, bytes));
    },
    loseDevice: device.lose,
  };
}

function whereOf({ runs, settings: { steps } }: Live): string {
  const step = stepOf(runs);
  if (step === 0) return 'Both models are ready.';
  return step >= steps ? `All ${steps} steps are done.` : `Stopped after step ${step} of ${steps}.`;
}

function stepOf(runs: Runs): number {
  return Math.min(...modelNames.map((name) => runs[name].step));
}
