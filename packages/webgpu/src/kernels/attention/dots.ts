import type { Lowering, Value } from '../../runtime/lowering';
import { componentsOf } from '../vectors';
import { dotsCode } from './dots.wgsl';

/** What each row of dy makes of its row of y: float32 [...P, M, e] twice → [...P, M]. */
export function dotsOf(lowering: Lowering, dy: Value, y: Value): Value {
  const width = y.shape.at(-1)!;
  const rows = y.size / width;
  const vector = componentsOf(width);
  const dispatch = {
    key: `dots ${vector}`,
    inputs: ['dy', 'y'],
    components: [vector, vector],
    uniforms: { count: [rows, width / vector, 0, 0] },
    code: dotsCode(vector),
    workgroups: Math.ceil(rows / 64),
  };
  return lowering.record(dispatch, [dy, y], { shape: y.shape.slice(0, -1), dtype: 'float32' });
}
