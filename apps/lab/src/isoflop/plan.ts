import { isoFlopHeads, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type Settings, type Sparse, sparseKinds } from '../settings/settings';

/** A comparison at equal forward FLOPs. */
export interface FlopsPlan {
  /** The dense baseline. */
  readonly settings: Settings;
  /** Dense heads that stay beside the sparse ones. The paper keeps 4. */
  readonly keepDenseHeads: number;
  readonly kinds: readonly Sparse[];
  readonly sparsities: readonly number[];
  readonly seeds: readonly number[];
}

/** One run of a plan. */
export interface PlannedRun {
  readonly id: string;
  readonly kind: 'dense' | Sparse;
  readonly sparsity?: number;
  readonly settings: Settings;
}

/**
 * The runs of a plan, those first that matter most: dense and MoSA with every seed, then the other kinds. Models in which not
 * even one sparse head fits are left out.
 * @throws MosaError `config`
 */
export function plannedRuns({ settings, keepDenseHeads, kinds, sparsities, seeds }: FlopsPlan): PlannedRun[] {
  checkBaseline(settings, keepDenseHeads);
  const ordered = sparseKinds.filter((kind) => kinds.includes(kind));
  const seeded = (make: (seed: number) => PlannedRun[]) => seeds.flatMap(make);
  const sparse = (kind: Sparse, seed: number) =>
    sparsities.flatMap((sparsity) => sparseRun(settings, keepDenseHeads, kind, sparsity, seed) ?? []);
  const dense = (seed: number): PlannedRun => ({
    id: `dense-s${seed}`,
    kind: 'dense',
    settings: { ...settings, seed },
  });
  const first = ordered.filter((kind) => kind === 'mosa');
  const rest = ordered.filter((kind) => kind !== 'mosa');
  return [
    ...seeded((seed) => [dense(seed), ...first.flatMap((kind) => sparse(kind, seed))]),
    ...seeded((seed) => rest.flatMap((kind) => sparse(kind, seed))),
  ];
}

/** @throws MosaError `config` for a baseline that is not dense or has no heads to give up for sparse ones */
export function checkBaseline({ denseHeads, sparseHeads }: Settings, keepDenseHeads: number): void {
  if (sparseHeads > 0)
    throw new MosaError('config', 'isoflop sparseHeads', '0, for a dense baseline', show(sparseHeads));
  if (keepDenseHeads < denseHeads) return;
  const expected = `more than the ${keepDenseHeads} that stay (--keep-dense)`;
  throw new MosaError('config', 'isoflop denseHeads', expected, show(denseHeads));
}

function sparseRun(
  settings: Settings,
  keepDenseHeads: number,
  kind: Sparse,
  sparsity: number,
  seed: number,
): PlannedRun | undefined {
  const { layers, dModel, dHead, length: seqLen, denseHeads: baselineDenseHeads } = settings;
  const sizes = { layers, dModel, dHead, seqLen };
  const sparseHeads = isoFlopHeads({ ...sizes, baselineDenseHeads, keepDenseHeads, kind, sparsity });
  if (sparseHeads === 0) return undefined;
  const changes = { denseHeads: keepDenseHeads, sparseHeads, sparse: kind, sparsity, seed };
  return { id: `${kind}-r${sparsity}-s${seed}`, kind, sparsity, settings: { ...settings, ...changes } };
}
