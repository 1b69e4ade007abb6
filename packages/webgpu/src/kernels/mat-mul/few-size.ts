import type { Limits } from '../../runtime/lowering';
import { hasRoom } from '../room';

/** So few rows, or columns, of a result that each number of the other operand is read once for all of them. */
export const mostFew = 8;
/** Invocations of a workgroup at most. */
export const mostLanes = 256;
/** Rows or columns whose sums are added up at a time, in memory that invocations share. */
export const together = 4;

/** Whether a device has room for such workgroups. */
export function fitsFew(limits: Limits): boolean {
  return hasRoom(limits, mostLanes, 16 * together * mostLanes);
}
