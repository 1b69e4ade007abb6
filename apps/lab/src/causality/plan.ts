import { isoFlopHeads, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { modelCosts } from '../model/costs';
import type { Settings } from '../settings/settings';

/** Tokens of a block of local heads. */
const localWindow = 128;

/** Models that are compared: what each changes of MoSA heads that are trained as published, in words and as settings. */
export const variants = {
  dense: { about: 'dense heads alone' },
  published: { about: 'MoSA heads that take the best tokens of whole sequences' },
  causal: { about: 'MoSA heads trained with thresholds', changes: { selection: 'causal' } },
  'causal-2k': {
    about: 'the same, with twice the capacity and more slots',
    changes: { selection: 'causal', capacity: 2, slotsCount: 3 },
  },
  'causal-rate': {
    about: 'the same, with thresholds steered by the rate',
    changes: { selection: 'causal', thresholdBy: 'rate', thresholdStep: 0.05 },
  },
  'causal-spread': {
    about: 'the same, with equal tokens spread',
    changes: { selection: 'causal', ties: 'spread' },
  },
  'causal-excess': {
    about: 'the same, scaled by how far scores are above the threshold',
    changes: { selection: 'causal', gate: 'excess' },
  },
  'causal-dense-first': {
    about: 'the same, with the heads of the dense model in the first layer',
    changes: { selection: 'causal', denseLayers: 1 },
  },
  'causal-local': {
    about: 'the same, beside local heads instead of dense ones, so that every cache is bounded',
    changes: { selection: 'causal', window: localWindow },
  },
  local: { about: 'local heads alone, as many as cost the FLOPs of the dense ones' },
} as const satisfies Readonly<Record<string, { readonly about: string; readonly changes?: Partial<Settings> }>>;

export type Variant = keyof typeof variants;
export const variantNames = Object.keys(variants) as Variant[];
export const defaultVariants: readonly Variant[] = ['dense', 'published', 'causal'];

/** How a trained model is read. */
export const readings = {
  own: 'by the rule that it was trained with',
  calibrated: 'by thresholds taken from the training text afterwards',
  prefix: 'by the k best of the tokens so far',
} as const;

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
      const own = variants[variant];
      const changes = 'changes' in own ? withSlots(own.changes, settings) : {};
      const heads = variant === 'dense' ? {} : variant === 'local' ? localHeads(settings) : { ...sparse, ...changes };
      return { id: `${variant}-s${seed}`, variant, settings: { ...settings, ...heads, seed } };
    }),
  );
}

/** Local heads that cost what the dense ones of the baseline do. */
function localHeads(settings: Settings): Partial<Settings> {
  const flops = (denseHeads: number, window: number) => modelCosts({ ...settings, denseHeads, window }, 1).forwardFlops;
  const one = flops(2, localWindow) - flops(1, localWindow);
  const rest = flops(1, localWindow) - one;
  return { denseHeads: Math.floor((flops(settings.denseHeads, 0) - rest) / one), window: localWindow };
}

/** What depends on sizes: slots are named in multiples of the share, and the first layer has the heads of the baseline. */
function withSlots(changes: Partial<Settings>, { slotsBlock, sparsity, denseHeads }: Settings): Partial<Settings> {
  const { slotsCount, denseLayers } = changes;
  const slots = slotsCount ? Math.min(slotsBlock, Math.ceil((slotsCount * slotsBlock) / sparsity)) : undefined;
  return {
    ...changes,
    ...(slots === undefined ? {} : { slotsCount: slots }),
    ...(denseLayers ? { denseLayerHeads: denseHeads } : {}),
  };
}

/** What a model of a run is. @throws MosaError `input` for heads that are neither dense nor MoSA's */
export function variantOf({ sparseHeads, window, sparse, selection }: Settings, where: string): Variant {
  if (sparseHeads === 0) return window > 0 ? 'local' : 'dense';
  if (sparse !== 'mosa') throw new MosaError('input', where, 'a run with dense or MoSA heads', show(sparse));
  return selection === 'causal' ? (window > 0 ? 'causal-local' : 'causal') : 'published';
}

/** The readings that tell something of a model. */
export function readingsOf({ sparseHeads, selection }: Settings, wanted: readonly Reading[]): Reading[] {
  if (sparseHeads === 0) return wanted.filter((reading) => reading === 'own');
  return wanted.filter((reading) => reading !== 'prefix' || selection !== 'causal');
}
