import type { Width } from '../vectors';
import { mostFew, mostLanes } from './few-size';
import type { Product } from './plan';

/** Shorter sums are no work for several invocations. */
const shortest = 128;
/** Terms, or vectors of them, that an invocation adds up at most, one after another: longer sums are cut into parts. */
const mostSteps = 128;
/** Invocations of a workgroup. A CPU that does a GPU's work, which few workgroups keep busy, loses most of its time where many meet. */
const lanesOf = (enough: number) => (enough < 16 ? 64 : mostLanes);
/** How a product of few rows, or of few columns, is computed. */
export interface FewPlan {
  readonly few: 'rows' | 'columns';
  readonly count: number;
  /** Columns where rows are few, and rows where columns are. */
  readonly others: number;
  /** Whether neighbours in memory are neighbours along K: of the operand with few rows or columns, and of the other one. */
  readonly fewAlong: boolean;
  readonly otherAlong: boolean;
  /** Numbers of the other operand that are read at once. */
  readonly width: Width;
  /** Sums, or vectors of them, that a workgroup computes side by side: the others of its invocations share each sum. */
  readonly across: number;
  readonly lanes: number;
  readonly workgroups: number;
}

/**
 * @param enough workgroups that fill the device
 * @returns undefined where rows and columns are many, or sums are short or very long
 */
export function planFew(product: Product, enough: number): FewPlan | undefined {
  const { batches, rows, columns, inner, transposeA, transposeB } = product;
  const few = rows <= columns ? 'rows' : 'columns';
  const [count, others] = few === 'rows' ? [rows, columns] : [columns, rows];
  if (count > mostFew || inner < shortest) return undefined;
  const along = few === 'rows' ? [!transposeA, transposeB] : [transposeB, !transposeA];
  // What has one row or column lies in both ways.
  const [fewAlong, otherAlong] = [count === 1 || along[0]!, others === 1 || along[1]!];
  const isWhole = otherAlong ? fewAlong && inner % 4 === 0 : others % 4 === 0 && (few === 'rows' || count === 1);
  const width = isWhole ? 4 : 1;
  const sums = otherAlong ? others : others / width;
  const workgroupsOf = (across: number) => batches * Math.ceil(sums / across);
  const lanes = lanesOf(enough);
  // As many neighbours as one read of memory brings, or fewer where they keep more of a device at work.
  const stepsOf = (across: number) => (inner / (otherAlong ? width : 1) / lanes) * across;
  const isGood = (across: number) => workgroupsOf(across) >= enough / 2 && stepsOf(across) <= mostSteps;
  const across = [8, 4].find(isGood) ?? 2;
  if (stepsOf(across) > mostSteps) return undefined;
  return { few, count, others, fewAlong, otherAlong, width, across, lanes, workgroups: workgroupsOf(across) };
}
