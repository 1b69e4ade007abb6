import { randomSource } from '@mosa-js/core/training';
import { describe, expect, it } from 'vitest';
import { planFew } from '../src/kernels/mat-mul/few-plan';
import { plainSplits } from '../src/kernels/mat-mul/plain';
import { depth, planMatMul } from '../src/kernels/mat-mul/plan';
import { codePaths } from '../src/kernels/paths';
import { columnsOf, planColumns } from '../src/kernels/sum-columns';

const product = (batches: number, rows: number, columns: number, inner: number) => ({
  ...{ batches, rows, columns, inner },
  transposeA: false,
  transposeB: false,
});

describe('the plan of a product of few rows or columns', () => {
  const plan = (enough: number, ...sizes: Parameters<typeof product>) => {
    const found = planFew(product(...sizes), enough);
    return (
      found && `${found.count} ${found.few} in ${found.workgroups} × ${found.lanes}, ${found.across} × ${found.width}`
    );
  };

  it('reads what neighbours lie beside each other at once, of fewer where that keeps more of a device at work', () => {
    expect(plan(256, 1, 1, 16384, 512)).toBe('1 rows in 512 × 256, 8 × 4');
    expect(plan(256, 1, 1, 512, 2048)).toBe('1 rows in 64 × 256, 2 × 4');
    expect(plan(256, 276, 1, 96, 512)).toBe('1 rows in 828 × 256, 8 × 4');
    expect(plan(256, 1, 276, 1, 512)).toBe('1 columns in 138 × 256, 2 × 4');
    expect(plan(256, 1, 4096, 5, 129)).toBe('5 columns in 512 × 256, 8 × 1');
    expect(plan(2, 1, 1, 512, 2048)).toBe('1 rows in 32 × 64, 4 × 4');
  });

  it('is none where both are many, and where sums are short or very long', () => {
    expect(plan(256, 1, 9, 9, 4096)).toBe(undefined);
    expect(plan(256, 1, 8, 4096, 4096)).toBe('8 rows in 128 × 256, 8 × 4');
    expect(plan(256, 1, 8, 4096, 127)).toBe(undefined);
    expect(plan(256, 1, 2, 4096, 16384)).toBe('2 rows in 512 × 256, 2 × 4');
    expect(plan(256, 1, 2, 4096, 16385)).toBe(undefined);
  });
});

describe('the plan of a product', () => {
  const plan = (enough: number, ...sizes: Parameters<typeof product>) => {
    const found = planMatMul(product(...sizes), enough);
    return found && `${found.tileRows}x${found.tileColumns}/${found.splits}`;
  };

  it('has the largest tiles where they fill the device, smaller ones or parts of the sum elsewhere', () => {
    expect(plan(256, 1, 4096, 4096, 4096)).toBe('128x128/1');
    expect(plan(256, 64, 128, 128, 256)).toBe('64x64/1');
    expect(plan(256, 1, 512, 2048, 8192)).toBe('128x128/4');
    expect(plan(256, 1, 512, 512, 8192)).toBe('128x128/16');
    expect(plan(256, 1, 128, 128, 64)).toBe('64x64/1');
  });

  it('has flat tiles for few rows or columns, of which a product has many', () => {
    expect(plan(256, 2208, 32, 32, 64)).toBe('64x32/1');
    expect(plan(256, 2208, 32, 64, 32)).toBe('32x64/1');
    expect(plan(256, 1, 8192, 17, 512)).toBe('64x64/4');
  });

  it('adds parts up only where that takes less than what it saves', () => {
    expect(plan(256, 1, 4096, 4096, 256)).toBe('128x128/1');
    expect(plan(256, 1, 64, 64, 128)).toBe('64x64/1');
    expect(plan(256, 1, 64, 64, 1024)).toBe('64x64/8');
  });

  it('cuts long sums so that no core waits long for another', () => {
    for (const [rows, columns, inner] of [
      [1536, 384, 16384],
      [1152, 384, 16384],
      [384, 384, 16384],
      [2048, 512, 8192],
      [768, 768, 8192],
      [1536, 1536, 16384],
    ] as const) {
      const { tileRows, tileColumns, splits } = planMatMul(product(1, rows, columns, inner), 256)!;
      const share = (Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns) * splits) / 128;
      expect(1 - share / Math.ceil(share), `${rows} × ${columns} × ${inner} in ${splits}`).toBeLessThanOrEqual(0.15);
    }
    expect(plan(256, 1, 1536, 384, 16384)).toBe('128x128/7');
    expect(plan(256, 1, 384, 384, 16384)).toBe('128x128/28');
  });

  it('leaves a product whole that fills the device several times, or that parts would make faster by little', () => {
    expect(plan(256, 1, 4224, 4096, 16384)).toBe('128x128/1');
    expect(plan(256, 1, 1920, 2048, 4096)).toBe('128x128/1');
    expect(plan(256, 1, 1920, 2048, 32768)).toBe('128x128/1');
  });

  it('has parts of one length in whole depths, the last one shorter at most and never empty', () => {
    const next = randomSource(5);
    const upTo = (most: number) => 1 + Math.floor(next() * most);
    const counts = new Set<number>();
    for (let i = 0; i < 3000; i++) {
      const inner = upTo(i % 2 ? 3000 : 40000);
      const found = planMatMul(product(upTo(3), upTo(900), upTo(900), inner), i % 3 ? 256 : 2);
      if (!found) continue;
      const { splits, part } = found;
      counts.add(splits);
      expect(part % depth).toBe(0);
      expect((splits - 1) * part).toBeLessThan(inner);
      expect(splits * part).toBeGreaterThanOrEqual(inner);
      if (splits > 1) expect(part).toBeGreaterThanOrEqual(128);
    }
    expect(counts.size).toBeGreaterThan(12);
  });

  it('knows that little fills a GPU in software', () => {
    expect(plan(2, 1, 65, 65, 2048)).toBe('128x128/2');
  });

  it('leaves small matrices to a result for each invocation, in parts where results are few', () => {
    expect(plan(256, 1000, 7, 512, 512)).toBeUndefined();
    expect(plan(256, 1000, 512, 7, 512)).toBeUndefined();
    expect(plan(256, 1, 32, 32, 15)).toBeUndefined();
    expect(plan(256, 1, 16, 16, 16)).toBeUndefined();
    expect(plainSplits(product(1, 1, 1, 255))).toBe(1);
    expect(plainSplits(product(1, 1, 1, 256))).toBe(2);
    expect(plainSplits(product(1, 1, 1, 100_000))).toBe(64);
    expect(plainSplits(product(1, 4096, 8, 100_000))).toBe(1);
  });
});

describe('the plan of a sum of columns', () => {
  it('takes axes that follow each other, whatever axes of one element lie between them', () => {
    expect(columnsOf([8, 3, 5], [0, 1])).toEqual({ batches: 1, rows: 24, columns: 5 });
    expect(columnsOf([2, 8, 1, 3, 1, 5], [1, 3])).toEqual({ batches: 2, rows: 24, columns: 5 });
    expect(columnsOf([8, 3, 5], [0, 2])).toBeUndefined();
  });

  it('cuts long columns into parts that fill the device, none of them empty, and few short ones into narrow blocks', () => {
    const plan = (batches: number, rows: number, columns: number) => planColumns({ batches, rows, columns }, 256);
    expect(plan(1, 8192, 512)).toMatchObject({ across: 8, blocks: 16, parts: 128, rows: 64 });
    expect(plan(1, 128, 512)).toMatchObject({ across: 2, blocks: 64, parts: 1, rows: 128 });
    expect(plan(1, 70001, 3)).toMatchObject({ across: 4, blocks: 1, parts: 136, rows: 515 });
    for (const rows of [9, 64, 257, 1000, 8191, 70001, 1_000_003])
      for (const columns of [2, 3, 4, 33, 36, 1000, 16383])
        for (const batches of [1, 7, 400]) {
          const { parts, rows: own, blocks } = plan(batches, rows, columns);
          expect((parts - 1) * own).toBeLessThan(rows);
          expect(parts * own).toBeGreaterThanOrEqual(rows);
          if (batches * columns < 16384) expect(batches * blocks * parts).toBeLessThan(65536);
        }
  });
});

describe('code paths are those that the device takes', () => {
  const limits = (most: number) =>
    ({
      maxComputeInvocationsPerWorkgroup: most,
      maxComputeWorkgroupSizeX: most,
      maxComputeWorkgroupStorageSize: 32768,
    }) as unknown as GPUSupportedLimits;
  const has = (most: number, isSoftware: boolean, path: string) =>
    codePaths(limits(most), isSoftware).names.some((name) => name.includes(path));

  it('by its limits', () => {
    expect(has(1024, false, 'select: 1024 lanes')).toBe(true);
    expect(has(256, false, 'select: 512 lanes')).toBe(false);
    expect(has(256, false, 'select: 256 lanes')).toBe(true);
    expect(has(128, false, 'matMul: tiles')).toBe(true);
    expect(has(64, false, 'matMul: tiles')).toBe(false);
    expect(has(32, false, 'select: 64 lanes')).toBe(false);
    expect(has(256, false, 'causal select: from the start')).toBe(true);
    expect(has(32, false, 'causal select: from the start')).toBe(false);
    expect(has(32, false, 'causal select: from primitives')).toBe(true);
  });

  it('without those that take seconds in software', () => {
    expect(has(256, true, 'a workgroup for each row')).toBe(false);
    expect(has(256, false, 'a workgroup for each row')).toBe(true);
    expect(() =>
      codePaths(limits(256), true).take('dispatch: in several dimensions, a workgroup for each row'),
    ).not.toThrow();
  });
});
