import { nodeGpu } from '@mosa-js/webgpu';
import * as webgpu from 'webgpu';

/** A GPU in Node. Dawn's flags: one that comes twice counts once, so each is one list. */
export function gpuInNode(unchecked) {
  const more = unchecked ? ',skip_validation,disable_robustness' : '';
  return nodeGpu(webgpu, [
    `enable-dawn-features=allow_unsafe_apis${more}`,
    // Without this, Dawn rounds timestamps to a tenth of a millisecond, longer than much of what is timed here.
    'disable-dawn-features=timestamp_quantization',
  ]);
}
