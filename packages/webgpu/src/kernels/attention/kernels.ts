import type { Lowering } from '../../runtime/lowering';
import type { AttentionKernels } from '../kernels';
import { attention } from './attention';
import { attentionGradient } from './gradient';

/** Kernels of attention, loaded with the first program that has it. */
export function attentionKernelsOf(lowering: Lowering): AttentionKernels {
  return {
    attention: (inputs, options) => attention(lowering, inputs, options),
    attentionGradient: (inputs, options, output) => attentionGradient(lowering, inputs, options, output),
  };
}
