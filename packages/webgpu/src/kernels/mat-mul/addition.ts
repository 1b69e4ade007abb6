import type { Dispatch } from '../../runtime/dispatch';
import { componentsOf } from '../vectors';
import { additionCode } from './addition.wgsl';

/** [splits, ...S] → [...S], added in order. */
export function additionDispatch(size: number, splits: number): Dispatch {
  const width = componentsOf(size);
  return {
    key: `add parts ${width}`,
    inputs: ['A'],
    components: [width],
    outputComponents: width,
    uniforms: { count: [size / width, splits, 0, 0] },
    code: additionCode,
    workgroups: Math.ceil(size / width / 64),
  };
}
