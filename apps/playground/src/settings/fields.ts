import type { Settings } from './settings';

interface Field {
  readonly label: string;
  /** What it means, in a sentence for someone who has never heard of it. */
  readonly hint: string;
}

export interface NumberField extends Field {
  readonly kind: 'range' | 'number';
  readonly least: number;
  readonly most: number;
  /** Whole multiples of it, counted from `least`; `any`: every number. */
  readonly step: number | 'any';
  /** What 0 stands for, where it is no number like the others. */
  readonly zero?: string;
}

export interface ChoiceField extends Field {
  readonly kind: 'choice';
  readonly choices: Readonly<Record<string, string>>;
}

const whole = (kind: 'range' | 'number', least: number, most: number, step = 1) => ({ kind, least, most, step });

/** Every setting: what it may be, and how the page asks for it. */
export const fields = {
  selection: {
    kind: 'choice',
    label: 'How heads choose',
    hint: 'Published heads look at the whole sequence. Causal heads decide as each token comes.',
    choices: { published: 'published', causal: 'causal' },
  },
  k: { ...whole('range', 2, 64), label: 'Tokens a MoSA head takes (k)', hint: 'Of each sequence of the length below.' },
  heads: {
    ...whole('range', 0, 64),
    zero: 'equal FLOPs',
    label: 'MoSA heads',
    hint: 'In each layer. At 0, as many as cost what the dense heads cost that they replace.',
  },
  kept: {
    ...whole('range', 0, 8),
    label: 'Dense heads kept',
    hint: 'Beside the MoSA heads. One at least trains better.',
  },
  dense: { ...whole('range', 1, 8), label: 'Heads of the dense model', hint: 'What MoSA is compared with.' },
  capacity: {
    ...whole('range', 0, 64),
    zero: 'k',
    label: 'Capacity of a causal head',
    hint: 'Tokens that it remembers at most. Published heads have k when they generate.',
  },
  length: {
    ...whole('range', 16, 256, 16),
    label: 'Length of a sequence',
    hint: 'Tokens that the models see at once.',
  },
  width: { ...whole('range', 32, 256, 32), label: 'Width of the models', hint: 'Numbers that stand for a token.' },
  layers: { ...whole('range', 1, 6), label: 'Layers', hint: 'Each has all these heads.' },
  batch: { ...whole('range', 1, 32), label: 'Sequences a step', hint: 'A step learns from so many at once.' },
  rate: {
    kind: 'number',
    least: 0.00001,
    most: 0.1,
    step: 'any',
    label: 'Learning rate',
    hint: 'How far a step moves the parameters.',
  },
  steps: { ...whole('number', 1, 100_000), label: 'Steps', hint: 'Training ends after so many.' },
  seed: { ...whole('number', 0, 2 ** 31 - 1), label: 'Seed', hint: 'The same seed makes the same run.' },
  backend: {
    kind: 'choice',
    label: 'Computes on',
    hint: 'By itself it takes WebGPU where the browser has a GPU, and WebAssembly elsewhere.',
    choices: { auto: 'by itself', webgpu: 'WebGPU', wasm: 'WebAssembly' },
  },
} as const satisfies Readonly<Record<keyof Settings, NumberField | ChoiceField>>;

export const names = Object.keys(fields) as (keyof Settings)[];

/** The value that a text stands for. @returns what is wrong with it instead, in words */
export function readValue(name: keyof Settings, text: string): { value: string | number } | { wrong: string } {
  const field: NumberField | ChoiceField = fields[name];
  if (field.kind === 'choice') {
    const known = Object.keys(field.choices);
    if (known.includes(text)) return { value: text };
    return { wrong: `${field.label} must be ${known.join(' or ')}, not “${shorten(text)}”.` };
  }
  const { least, most, step, label } = field;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const fits = value >= least && value <= most && (step === 'any' || (value - least) % step === 0);
  if (fits) return { value };
  const kind = step === 'any' ? 'a number' : step === 1 ? 'a whole number' : `${least} and then in steps of ${step},`;
  return { wrong: `${label} must be ${kind} from ${least} to ${most}, not “${shorten(text)}”.` };
}

const shorten = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
