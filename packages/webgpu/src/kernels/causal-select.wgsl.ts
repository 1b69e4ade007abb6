import { causalLanes } from './causal-select-size';
import { worstCode } from './causal-worst.wgsl';
import { returnKey } from './select-key.wgsl';

export interface CausalShaderForm {
  /** Entries that there is room for. */
  readonly entries: number;
  readonly hasState: boolean;
  readonly hasValid: boolean;
}

/**
 * WGSL of the causal selection: a workgroup for each row. 64 tokens are looked at together; those that are no candidates, or worse
 * than the worst of a full set, are out at once. The others are decided one after another by the first lane, and all lanes look
 * for the worst of the set anew when it has changed. A free entry is the worst of all.
 *
 * Values are compared by their bits, since WGSL may take it that there is no NaN. Workgroups beyond the last row repeat it
 * without writing, so that barriers stay in uniform control flow.
 */
export function causalSelectShader({ entries, hasState, hasValid }: CausalShaderForm): string {
  return `
    const none = -1;
    const dropped = -2;
    const stays = 16777216;
    var<workgroup> keys: array<u32, ${entries}>; // 0: the entry is free
    var<workgroup> positions: array<i32, ${entries}>;
    var<workgroup> places: array<i32, ${entries}>; // where in the result the entry is
    var<workgroup> lowest: array<u32, ${causalLanes}>;
    var<workgroup> lowestAt: array<u32, ${causalLanes}>;
    var<workgroup> marks: array<atomic<u32>, 2>;
    var<workgroup> words: vec2<u32>;
    var<workgroup> worst: vec2<u32>; // its key, and its entry
    var<workgroup> changed: u32;

    // Larger for larger numbers, −0 as 0; 0 for NaN.
    fn orderOf(value: f32) -> u32 {
      ${returnKey('value', '0u')}
    }
    fn isFirst(position: i32) -> bool { return uniforms.rule.z == 1 && position == 0; }

    // The key of a token: 0 where it is no candidate.
    fn keyAt(row: i32, token: i32, position: i32) -> u32 {
      ${hasValid ? 'if (valid[(row % uniforms.count.z) * uniforms.count.y + token] == 0) { return 0u; }' : ''}
      if (isFirst(position)) { return 0xffffffffu; }
      let order = orderOf(logits[row * uniforms.count.y + token]);
      let bar = orderOf(threshold[row / uniforms.count.z]);
      return select(0u, order, bar != 0u && order > bar);
    }

    ${worstCode}

    fn main(index: i32) {
      let lane = localIndex;
      let group = index / ${causalLanes};
      let row = min(group, uniforms.count.x - 1);
      let inside = group < uniforms.count.x;
      let tokens = uniforms.count.y;
      let capacity = uniforms.count.w;
      let offset = uniforms.rule.w;
      let first = row * (offset + tokens); // of the row in the result
      ${hasState ? 'let start = starts[row % uniforms.count.z];' : 'let start = 0;'}

      for (var entry = i32(lane); entry < capacity; entry += ${causalLanes}) {
        ${
          hasState
            ? `let position = heldPositions[row * capacity + entry];
        let isFree = position < 0;
        let order = max(orderOf(heldLogits[row * capacity + entry]), 1u);
        keys[entry] = select(select(order, 0xffffffffu, isFirst(position)), 0u, isFree);
        positions[entry] = position;
        places[entry] = entry;
        if (inside) { result[first + entry] = select(stays, none, isFree); }`
            : `keys[entry] = 0u;
        positions[entry] = -1;`
        }
      }
      workgroupBarrier();
      findWorst(lane);

      // Of the first lane alone.
      var admitted = ${hasState ? 'admittedBefore[row]' : '0'};
      var block = select(0, start / max(uniforms.rule.y, 1), uniforms.rule.y > 0);
      for (var base = 0; base < tokens; base += ${causalLanes}) {
        let token = base + i32(lane);
        if (lane < 2u) { atomicStore(&marks[lane], 0u); }
        workgroupBarrier();
        if (token < tokens) {
          if (inside) { result[first + offset + token] = none; }
          let key = keyAt(row, token, start + token);
          if (key > worst.x) { atomicOr(&marks[lane / 32u], 1u << (lane % 32u)); }
        }
        storageBarrier();
        workgroupBarrier();
        if (lane == 0u) { words = vec2<u32>(atomicLoad(&marks[0]), atomicLoad(&marks[1])); }
        var left = workgroupUniformLoad(&words);
        while (left.x != 0u || left.y != 0u) {
          var bit = 0u;
          if (left.x != 0u) {
            bit = countTrailingZeros(left.x);
            left.x &= left.x - 1u;
          } else {
            bit = 32u + countTrailingZeros(left.y);
            left.y &= left.y - 1u;
          }
          if (lane == 0u) {
            let at = base + i32(bit);
            let position = start + at;
            let key = keyAt(row, at, position);
            changed = 0u;
            if (uniforms.rule.y > 0 && position / uniforms.rule.y != block) {
              block = position / uniforms.rule.y;
              admitted = 0;
            }
            if (key > worst.x) {
              if (uniforms.rule.y > 0 && admitted >= uniforms.rule.x) {
                if (inside) { result[first + offset + at] = dropped; }
              } else {
                admitted++;
                changed = 1u;
                let entry = worst.y;
                if (worst.x != 0u && inside) { result[first + places[entry]] = position; }
                keys[entry] = key;
                positions[entry] = position;
                places[entry] = offset + at;
                if (inside) { result[first + offset + at] = stays; }
              }
            }
          }
          if (workgroupUniformLoad(&changed) == 1u) { findWorst(lane); }
        }
        workgroupBarrier();
      }
    }`;
}
