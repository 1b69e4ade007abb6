import { constantInt, constantScalar, hostTensor, type Shape, type Traced } from '@mosa-js/core';
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
      'corner/rows-by-number:set',
      () => ({
        x: odd([9, 6], 1, 99),
        few: hostTensor([8, -1, 0, 12, 3], [5], 'int32'),
        numbers: random([9, 6], 2, 'int32', 16777217, 2e9),
        long: random([70001], 3, 'int32', -9, 9),
        late: hostTensor([69999, 70001, 2, 65540], [4], 'int32'),
      }),
      (ops, { x, few, numbers, long, late }) => {
        const five = (values: Traced) => ops.slice(ops.neg(values), [2, 0], [5, 6]);
        return {
          float32: ops.neg(ops.setRows(ops.neg(x!), few!, five(x!))),
          int32: ops.neg(ops.setRows(ops.neg(numbers!), few!, five(numbers!))),
          bool: ops.not(
            ops.setRows(ops.greater(x!, constantScalar(ops, 0)), few!, ops.greater(five(x!), constantScalar(ops, 0))),
          ),
          long: ops.neg(ops.setRows(long!, late!, ops.sub(ops.slice(long!, [0], [4]), constantInt(ops, 100)))),
        };
      },
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
