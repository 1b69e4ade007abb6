import type { ExpectedFailure } from '@mosa-js/core/adapter';

const ids = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * What tfjs-backend-webgpu 4.22.0 gets wrong (docs/upstream-bugs.md has each with a reproduction), and the cases that fail for
 * it. A case that meets several faults stands with the one that it fails for first.
 */
export const upstreamFaults: readonly ExpectedFailure[] = [
  {
    // In Node that throws; in Chromium, in software, the device is gone after it.
    reason:
      'tfjs-backend-webgpu repeats tensors of more than four axes by drawing on a canvas, after which the device may be gone',
    cases: ids('golden/hybrid-local/grad corner/moves:* corner/elementwise:pairs corner/elementwise:values'),
    skip: true,
  },
  {
    reason: 'tfjs-backend-webgpu computes with int32 in float32, which rounds integers above 2^24',
    cases: ids(`
      op/neg:int32 op/neg:int32;length=70001 op/add:* op/sub:* op/mul:* op/maximum:* op/minimum:* op/greater:int32
      op/greaterEqual:int32 op/equal:int32 op/broadcastTo:int32 op/concat:int32* op/slice:int32* op/constant:int32
      op/cumulativeSum:int32 op/gather:int32* op/scatterAdd:int32 op/setRows:int32* op/transpose:int32;*
      op/sum:int32;[3,70001];axes=[0] op/sum:int32;[70001,3];axes=[1] op/sum:int32;[140004,1];axes=[1]
      op/sum:int32;[65540,4];axes=[1] op/sum:int32;[4,65540];axes=[0] elementwise/large:[300,257]
      elementwise/numbers:all-digits elementwise/conversions:* elementwise/integers:above-2^24 large/counts:* large/integers:*
      large/moves:* large/operands:20 corner/reductions:far corner/rows-by-number:widths corner/rows-by-number:set
      corner/elementwise:chains`),
  },
  {
    reason:
      'tfjs-backend-webgpu has no shader that transposes int32 or bool of three axes or more (it does not compile), and so none that reduces them along axes other than the last',
    cases: ids(`
      op/transpose:small;part=2 op/transpose:int32 op/sum:small;part=1 op/sum:int32 op/max:small;part=1 op/max:int32;part=*
      op/concat:small;part=3 op/slice:small;part=2
      elementwise/of-what-was-transposed large/rows:* large/columns:* corner/reductions:axes
`),
  },
  {
    // Now and then two orders give the same.
    reason: 'tfjs-backend-webgpu adds up what goes to one row in any order, so that equal runs differ in a last bit',
    cases: ids('runs/*'),
    skip: true,
  },
  {
    reason: 'tfjs-backend-webgpu has no where of more than four axes',
    cases: ids(`
      op/where:small;part=1 op/where:int32 attention/forward:small;part=3 select/random:small;part=2 corner/ranking:shapes`),
  },
  {
    reason: 'tfjs-backend-webgpu has no cumsum of more than four axes',
    cases: ids('op/cumulativeSum:small;part=2 corner/rows:lengths'),
  },
  {
    reason: 'tfjs-backend-webgpu multiplies no more than 65,535 matrices at once',
    cases: ids(`
      op/matMul:exact;[65537,1,2]x[65537,2,1] op/matMul:exact;[2,33000,2,1]x[2,33000,3,1];transposeB
      large/products:batches=66000 attention/forward:batches=66001;* corner/attention:sizes`),
  },
  {
    reason:
      'matMul of tfjs-backend-webgpu reads beyond the rows of b and multiplies that by 0, so that NaN and infinities get into columns beside theirs',
    cases: ids('attention/NaN:* attention/not-finite:* layers/not-finite:*'),
  },
  {
    reason:
      'tfjs-backend-webgpu leaves NaN and infinities to the GPU, and this one in software gives other numbers for them',
    cases: ids(`
      op/exp:small op/log:small op/sigmoid:small op/softmax:small;* elementwise/special-values corner/rows:not-finite
      attention/gradient-NaN:*`),
    only: 'software',
  },
];
