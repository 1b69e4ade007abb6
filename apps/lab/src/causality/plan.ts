import { isoFlopHeads, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { modelCosts } from '../model/costs';
import type { Settings } from '../settings/settings';

interface VariantOf {
  /** For people who do not know the command. */
  readonly title: string;
  readonly about: string;
  /** What it changes of MoSA heads that are trained as published, from the settings of the baseline. */
  changes?(baseline: Settings): Partial<Settings>;
}

const causal = { selection: 'causal' } as const;

/** Models that are compared, in words and as settings. */
export const variants = {
  dense: { title: 'dense', about: 'dense heads alone' },
  published: { title: 'MoSA, published', about: 'MoSA heads that take the best tokens of whole sequences' },
  causal: { title: 'MoSA, causal', about: 'MoSA heads trained with thresholds', changes: () => causal },
  'causal-2k': {
    title: 'causal, capacity 2k',
    about: 'the same, with twice the capacity and more slots',
    changes: ({ slotsBlock, sparsity }) => ({
      ...causal,
      capacity: 2,
      slotsCount: Math.min(slotsBlock, Math.ceil((3 * slotsBlock) / sparsity)),
    }),
  },
  'causal-rate': {
    title: 'causal, θ steered by the rate',
    about: 'the same, with thresholds steered by the rate',
    changes: () => ({ ...causal, thresholdBy: 'rate', thresholdStep: 0.05 }),
  },
  'causal-spread': {
    title: 'causal, equal logits spread',
    about: 'the same, with equal tokens spread',
    changes: () => ({ ...causal, ties: 'spread' }),
  },
  'causal-later': {
    title: 'causal, the later of equals first',
    about: 'the same, with the later of equal tokens first',
    changes: () => ({ ...causal, ties: 'later' }),
  },
  'causal-excess': {
    title: 'causal, excess gate',
    about: 'the same, scaled by how far scores are above the threshold',
    changes: () => ({ ...causal, gate: 'excess' }),
  },
  'causal-dense-first': {
    title: 'causal, first layer dense',
    about: 'the same, with the heads of the dense model in the first layer',
    changes: ({ denseHeads }) => ({ ...causal, denseLayers: 1, denseLayerHeads: denseHeads }),
  },
  'causal-local': {
    title: 'causal, beside local heads',
    about: 'the same, beside local heads instead of dense ones, so that every cache is bounded',
    changes: ({ length }) => ({ ...causal, window: localWindow(length) }),
  },
  'causal-excess-local': {
    title: 'causal, excess gate, beside local heads',
    about: 'causal-local, scaled by how far scores are above the threshold',
    changes: ({ length }) => ({ ...causal, gate: 'excess', window: localWindow(length) }),
  },
  local: { title: 'local heads alone', about: 'local heads alone, as many as cost the FLOPs of the dense ones' },
} as const satisfies Readonly<Record<string, VariantOf>>;

/** Tokens of a block of local heads, which see that of before, too. */
function localWindow(length: number): number {
  return Math.ceil(length / 8);
}

export type Variant = keyof typeof variants;
export const variantNames = Object.keys(variants) as Variant[];
export const defaultVariants: readonly Variant[] = ['dense', 'published', 'causal'];

/** How a trained model is read. */
export const readings = {
  own: 'by the rule that it was trained with',
  calibrated: 'by thresholds taken from the training text afterwards',
  prefix: 'by the k best of the tokens so far',
} as const;

/** The same beside the title of a model. */
export const readingTitles = { own: 'as trained', calibrated: 'calibrated', prefix: 'k best so far' } as const;

export type Reading = keyof typeof readings;
export const readingNames = Object.keys(readings) as Reading[];

export interface CausalityPlan {
  /** The dense baseline; its sparsity is that of the MoSA heads. */
  readonly settings: Settings;
  readonly keepDenseHeads: number;
  /** MoSA heads beside them. */
  readonly sparseHeads: number;
  readonly seeds: readonly number[];
  readonly variants: readonly Variant[];
}

export interface PlannedRun {
  readonly id: string;
  readonly variant: Variant;
  readonly settings: Settings;
}

/**
 * MoSA heads that are added to the dense ones that stay: as many as do not exceed the forward FLOPs of the baseline.
 * @throws MosaError `config`
 */
export function sparseHeadsOf(settings: Settings, keepDenseHeads: number): number {
  const { layers, dModel, dHead, length: seqLen, denseHeads: baselineDenseHeads, sparsity } = settings;
  if (settings.sparseHeads > 0)
    throw new MosaError('config', 'causality sparseHeads', '0, for a dense baseline', show(settings.sparseHeads));
  if (keepDenseHeads >= baselineDenseHeads) {
    const expected = `more than the ${keepDenseHeads} that stay (--keep-dense)`;
    throw new MosaError('config', 'causality denseHeads', expected, show(baselineDenseHeads));
  }
  const sizes = { layers, dModel, dHead, seqLen, baselineDenseHeads };
  const heads = isoFlopHeads({ ...sizes, keepDenseHeads, kind: 'mosa', sparsity });
  if (heads > 0) return heads;
  throw new MosaError(
    'config',
    'causality',
    'a baseline whose FLOPs allow for a MoSA head',
    'one that allows for none',
  );
}

/** Seed by seed, so that what is finished first can be compared. */
export function plannedRuns({
  settings,
  keepDenseHeads,
  sparseHeads,
  seeds,
  variants: names,
}: CausalityPlan): PlannedRun[] {
  const sparse: Partial<Settings> = { denseHeads: keepDenseHeads, sparseHeads, sparse: 'mosa' };
  return seeds.flatMap((seed) =>
    names.map((variant) => {
      const { changes }: VariantOf = variants[variant];
      const heads =
        variant === 'dense' ? {} : variant === 'local' ? localHeads(settings) : { ...sparse, ...changes?.(settings) };
      return { id: `${variant}-s${seed}`, variant, settings: { ...settings, ...heads, seed } };
    }),
  );
}

/** Local heads that cost what the dense ones of the baseline do. */
function localHeads(settings: Settings): Partial<Settings> {
  const window = localWindow(settings.length);
  const flops = (heads: Partial<Settings>) => modelCosts({ ...settings, ...heads }, 1).forwardFlops;
  const one = flops({ denseHeads: 2, window }) - flops({ denseHeads: 1, window });
  const rest = flops({ denseHeads: 1, window }) - one;
  return { denseHeads: Math.floor((flops({}) - rest) / one), window };
}

/** What a model of a run is. @throws MosaError `input` for heads that are neither dense nor MoSA's */
export function variantOf({ sparseHeads, window, sparse, selection, gate }: Settings, where: string): Variant {
  if (sparseHeads === 0) return window > 0 ? 'local' : 'dense';
  if (sparse !== 'mosa') throw new MosaError('input', where, 'a run with dense or MoSA heads', show(sparse));
  if (selection !== 'causal') return 'published';
  if (gate === 'excess') return window > 0 ? 'causal-excess-local' : 'causal-excess';
  return window > 0 ? 'causal-local' : 'causal';
}

/** The readings that tell something of a model. */
export function readingsOf({ sparseHeads, selection }: Settings, wanted: readonly Reading[]): Reading[] {
  if (sparseHeads === 0) return wanted.filter((reading) => reading === 'own');
  return wanted.filter((reading) => reading !== 'prefix' || selection !== 'causal');
}
