import type { Traced } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { random } from '../values';
import { named } from './named';

export function movementCases(): GraphCase[] {
  const orders: number[][] = [
    [1, 0, 2],
    [2, 1, 0],
    [1, 2, 0],
    [0, 1, 3, 2],
    [1, 0, 2, 3],
    [3, 2, 1, 0],
    [0, 3, 1, 2],
    [0, 2, 3, 1],
    [2, 3, 0, 1],
    [0, 3, 2, 1],
    [2, 1, 0, 3],
    [3, 0, 1, 2],
    [1, 2, 3, 0],
    [1, 2, 0, 3],
  ];
  return (['float32', 'int32', 'bool'] as const).map((dtype) =>
    graphCase(
      `corner/moves:${dtype}`,
      () => ({
        three: random([3, 4, 5], 1, dtype, -2e9, 2e9),
        four: random([2, 3, 4, 5], 2, dtype, -2e9, 2e9),
        tiles: random([64, 96], 3, dtype, -2e9, 2e9),
        stack: random([2, 40, 36], 4, dtype, -2e9, 2e9),
        six: random([2, 1, 3, 2, 1, 3], 5, dtype, -2e9, 2e9),
        row: random([300], 6, dtype, -2e9, 2e9),
        lead: random([1, 3, 8], 7, dtype, -2e9, 2e9),
      }),
      (ops, { three, four, tiles, stack, six, row, lead }) => {
        const used = (x: Traced) => (dtype === 'bool' ? ops.not(x) : ops.neg(x));
        return {
          ...named(
            orders.map((order) => [`order${order}`, used(ops.transpose(order.length === 3 ? three! : four!, order))]),
          ),
          tiles: used(ops.transpose(tiles!, [1, 0])),
          stack: used(ops.transpose(stack!, [0, 2, 1])),
          parts: used(ops.slice(six!, [1, 0, 1, 0, 0, 1], [1, 1, 2, 2, 1, 2])),
          joined: used(ops.concat([six!, six!, used(six!)], 3)),
          spread: used(ops.broadcastTo(six!, [2, 4, 3, 2, 2, 3])),
          turned: used(ops.transpose(six!, [5, 3, 1, 0, 2, 4])),
          taken: used(ops.gather(four!, ops.constant(Int32Array.of(1, 0, 1, 1), [1, 2, 2], 'int32'))),
          spreadFive: used(ops.broadcastTo(ops.reshape(three!, [3, 1, 4, 1, 5]), [3, 2, 4, 2, 5])),
          spreadRow: used(ops.broadcastTo(row!, [250, 300])),
          spreadLead: used(ops.broadcastTo(lead!, [4, 3, 8])),
          shaped: used(ops.reshape(four!, [1, 2, 3, 2, 2, 5])),
          late: used(ops.slice(three!, [1, 0, 0], [2, 4, 5])),
          middle: used(ops.slice(three!, [0, 2, 0], [3, 2, 5])),
          below: used(ops.slice(tiles!, [5, 0], [50, 96])),
          column: used(ops.slice(tiles!, [0, 95], [64, 1])),
          back: used(ops.slice(four!, [1, 0, 0, 0], [1, 3, 4, 5])),
          many: used(
            ops.concat(
              Array.from({ length: 40 }, (_, i) => ops.slice(tiles!, [i, i], [2, 3])),
              1,
            ),
          ),
          each: used(ops.concat([ops.slice(lead!, [0, 0, 4], [1, 2, 4]), ops.slice(lead!, [0, 1, 0], [1, 2, 4])], 1)),
          first: used(ops.concat([three!, used(three!)], 0)),
        };
      },
    ),
  );
}
