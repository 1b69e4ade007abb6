import { constantInt, hostTensor, type Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { odd, random } from '../values';
import { named } from './named';

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

/** Long rows by number, and rows that are not finite. */
export function rowNumberCases(): GraphCase[] {
  const widths = [5, 9, 66, 130, 257, 1030];
  const ids = (shape: Shape, seed: number, upTo: number) => random(shape, seed, 'int32', 0, upTo);
  return [
    graphCase(
      'corner/rows-by-number:widths',
      () =>
        named([
          ...widths.map((width) => [`x${width}`, odd([9, width], width, 99)] as const),
          ...widths.map((width) => [`n${width}`, random([9, width], width, 'int32', -2e8, 2e8)] as const),
          ['ids', ids([9], 1, 9)] as const,
          ['many', ids([65540], 2, 9)] as const,
          ['ranks', ids([2, 1, 3, 2], 3, 9)] as const,
          ['long', ids([8200], 5, 9)] as const,
          ['cube', random([4, 2, 1, 3, 2], 4)] as const,
          ['one', random([1, 6], 6)] as const,
          ['zeros', hostTensor([0, 0, 0], [3], 'int32')] as const,
          ['updates', odd([512, 3], 7, 99)] as const,
          ['places', ids([512], 8, 512)] as const,
        ]),
      (ops, { ids, many, ranks, long, cube, one, zeros, updates, places, ...inputs }) =>
        named([
          ...Object.entries(inputs).flatMap(([name, x]) => [
            [`taken-${name}`, ops.neg(ops.gather(ops.neg(x), ids!))] as const,
            [`added-${name}`, ops.neg(ops.scatterAdd(ids!, ops.neg(x), 9))] as const,
          ]),
          ['many', ops.neg(ops.gather(ops.slice(inputs.x9!, [0, 3], [9, 2]), many!))],
          ['long', ops.neg(ops.gather(ops.slice(inputs.x66!, [0, 3], [9, 8]), long!))],
          ['ranks', ops.neg(ops.gather(inputs.x5!, ranks!))],
          ['cube', ops.neg(ops.gather(cube!, ops.maximum(ops.sub(zeros!, constantInt(ops, 1)), constantInt(ops, 3))))],
          ['one', ops.neg(ops.gather(one!, zeros!))],
          ['updates', ops.neg(ops.scatterAdd(places!, ops.neg(updates!), 512))],
          ['last', ops.neg(ops.scatterAdd(many!, ops.cast(ops.reshape(many!, [65540, 1]), 'float32'), 65536))],
        ]),
    ),
    graphCase(
      'corner/rows-by-number:not-finite',
      () => {
        const x = random([130, 5], 1);
        [nan, inf, -inf].forEach((value, i) => {
          x.data[37 * i + 3] = value;
        });
        return { x, ids: ids([130], 2, 40) };
      },
      (ops, { x, ids }) => ({
        taken: ops.neg(ops.gather(ops.neg(x!), ids!)),
        added: ops.neg(ops.scatterAdd(ids!, ops.neg(x!), 40)),
      }),
    ),
  ];
}
