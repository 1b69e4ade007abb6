import { causalLanes } from './causal-select-size';

/** WGSL with which all lanes together look for the worst entry of a set, of equal ones the one with the highest position. */
export const worstCode = `
    fn isWorse(key: u32, at: u32, than: u32, thanAt: u32) -> bool {
      return key < than || (key == than && positions[at] > positions[thanAt]);
    }
    fn findWorst(lane: u32) {
      let count = u32(uniforms.count.w);
      var at = min(lane, count - 1u);
      for (var entry = at + ${causalLanes}u; entry < count; entry += ${causalLanes}u) {
        if (isWorse(keys[entry], entry, keys[at], at)) { at = entry; }
      }
      lowest[lane] = keys[at];
      lowestAt[lane] = at;
      for (var half = ${causalLanes / 2}u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (lane < half && isWorse(lowest[lane + half], lowestAt[lane + half], lowest[lane], lowestAt[lane])) {
          lowest[lane] = lowest[lane + half];
          lowestAt[lane] = lowestAt[lane + half];
        }
      }
      workgroupBarrier();
      if (lane == 0u) { worst = vec2<u32>(lowest[0], lowestAt[0]); }
      workgroupBarrier();
    }`;
