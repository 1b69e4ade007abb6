import { tensorsOf } from '../draw/spec';
import { drawSpecs } from '../draw/specs';
import { type GraphCase, graphCase } from '../graph-case';
import { named } from './named';

/** Not the widest rows, which cases of their own have. */
const widest = 1000;

/** All kinds of draws in one graph, of logits that were computed, and gone on with. */
export function drawCases(): GraphCase[] {
  const specs = drawSpecs().filter(({ rows }) => rows[0]!.length <= widest);
  return [
    graphCase(
      'corner/draws:options',
      () =>
        named(
          specs.flatMap((spec, i) => {
            const { logits, random, sampling } = tensorsOf(spec);
            return [
              [`logits${i}`, logits],
              [`random${i}`, random],
              [`sampling${i}`, sampling],
            ] as const;
          }),
        ),
      (ops, inputs) =>
        named(
          specs.map(({ name }, i) => {
            const logits = ops.neg(ops.neg(inputs[`logits${i}`]!));
            return [name, ops.neg(ops.drawToken(logits, inputs[`random${i}`]!, inputs[`sampling${i}`]!))];
          }),
        ),
    ),
  ];
}
