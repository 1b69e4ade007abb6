import { keyAt, validStart } from './select-key.wgsl';

/** How many bins a digit of 11 bits has. */
const bins = 2048;

/** Bytes of workgroup memory that `selectShader` takes. */
export function selectMemory(workgroupSize: number): number {
  return 4 * (bins + 2 * workgroupSize + 4);
}

/**
 * WGSL of the select op: a workgroup for each row.
 *
 * Three rounds of a radix select, digits of 11, 11 and 10 bits from the top, find the k-th largest key; a round counts
 * the digits of those keys whose upper bits are the k-th's already. It stops early where all keys of a bin are taken. One
 * more pass marks, for 32 positions in a word, who is above the k-th key and who equals it, counts the
 * marks before each word, and writes positions in rising order; of the equal ones only as many as are needed.
 *
 * Values are looked at as bits only, since WGSL may take it that there is no NaN. Workgroups beyond the last row repeat
 * it without writing, so that barriers stay in uniform control flow.
 * @param workgroupSize from 64 to 1024, a power of two
 * @param validAxes axes in which the rows of `valid` are told, or undefined where there is none
 */
export function selectShader(workgroupSize: number, validAxes?: number): string {
  const own = bins / workgroupSize;
  return `
    const lanes = ${workgroupSize}u;
    var<workgroup> marks: array<atomic<u32>, ${bins}>; // counts of digits, then words of marks
    var<workgroup> sums: array<u32, ${2 * workgroupSize}>;
    var<workgroup> found: vec3<u32>; // the k-th key's digit, how many keys are above it, how many have it
    var<workgroup> written: u32;

    ${keyAt(validAxes)}

    // Inclusive running sum of one value a lane; the total is total().
    fn scan(lane: u32, value: u32) -> u32 {
      var sum = value;
      sums[lane] = sum;
      var half = 0u;
      for (var step = 1u; step < lanes; step *= 2u) {
        workgroupBarrier();
        if (lane >= step) { sum += sums[half + lane - step]; }
        half = lanes - half;
        sums[half + lane] = sum;
      }
      workgroupBarrier();
      return sum;
    }
    fn total() -> u32 { return sums[${Math.log2(workgroupSize) % 2 === 1 ? 2 * workgroupSize - 1 : workgroupSize - 1}]; }

    fn main(index: i32) {
      let lane = localIndex;
      let row = min(index / ${workgroupSize}, uniforms.count.x - 1);
      let inside = index / ${workgroupSize} < uniforms.count.x;
      let width = uniforms.count.y;
      let k = u32(uniforms.count.z);
      let start = row * width;
      ${validStart(validAxes)}

      var kth = 0u; // the upper bits of the k-th key that are known,
      var known = 0u; // and which these are
      var needed = k; // how many of the keys with these upper bits are taken
      for (var round = 0u; round < 3u; round++) {
        let shift = select(select(21u, 10u, round == 1u), 0u, round == 2u);
        let digits = select(2047u, 1023u, round == 2u);
        for (var bin = lane; bin < ${bins}u; bin += lanes) { atomicStore(&marks[bin], 0u); }
        workgroupBarrier();
        for (var position = i32(lane); position < width; position += i32(lanes)) {
          let key = keyAt(start, position, validStart);
          if ((key & known) == kth) { atomicAdd(&marks[(key >> shift) & digits], 1u); }
        }
        workgroupBarrier();
        // Lane 0 has the ${own} highest bins, the last lane the lowest.
        let highest = ${bins - 1}u - lane * ${own}u;
        var count = 0u;
        for (var i = 0u; i < ${own}u; i++) { count += atomicLoad(&marks[highest - i]); }
        var above = scan(lane, count) - count;
        if (above < needed && needed <= above + count) {
          for (var bin = highest; true; bin--) {
            let here = atomicLoad(&marks[bin]);
            if (above + here >= needed) { found = vec3<u32>(bin, above, here); break; }
            above += here;
          }
        }
        let digit = workgroupUniformLoad(&found);
        kth |= digit.x << shift;
        known |= digits << shift;
        needed -= digit.y;
        if (digit.z == needed) { break; }
      }

      var greaterBefore = 0u;
      var equalBefore = 0u;
      for (var chunk = 0; chunk < width; chunk += ${32 * workgroupSize}) {
        atomicStore(&marks[lane], 0u);
        atomicStore(&marks[lanes + lane], 0u);
        workgroupBarrier();
        let end = min(chunk + ${32 * workgroupSize}, width);
        for (var position = chunk + i32(lane); position < end; position += i32(lanes)) {
          let key = keyAt(start, position, validStart) & known;
          if (key >= kth) {
            let at = u32(position - chunk);
            atomicOr(&marks[(at / 32u) + select(0u, lanes, key == kth)], 1u << (at % 32u));
          }
        }
        workgroupBarrier();
        let greater = atomicLoad(&marks[lane]);
        let equal = atomicLoad(&marks[lanes + lane]);
        let own = countOneBits(greater) | (countOneBits(equal) << 16u);
        let before = scan(lane, own) - own;
        var equalRank = equalBefore + (before >> 16u);
        var slot = greaterBefore + (before & 0xffffu) + min(equalRank, needed);
        for (var rest = greater | equal; rest != 0u; rest &= rest - 1u) {
          let bit = countTrailingZeros(rest);
          let tied = ((equal >> bit) & 1u) == 1u;
          if (tied) { equalRank++; }
          if (!tied || equalRank <= needed) {
            if (inside && slot < k) { result[u32(row) * k + slot] = chunk + i32(lane * 32u + bit); }
            slot++;
          }
        }
        greaterBefore += total() & 0xffffu;
        equalBefore += total() >> 16u;
        if (lane == 0u) { written = greaterBefore + min(equalBefore, needed); }
        if (workgroupUniformLoad(&written) >= k) { break; }
      }
    }`;
}
