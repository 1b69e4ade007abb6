import { workgroupNumber } from '../runtime/dispatch';
import { drawBins as bins, drawLanes } from './draw-token-size';
import { returnKey } from './select-key.wgsl';

/** WGSL with which all lanes together go down the digits of keys to the one at which a running mass reaches a goal. */
const descendCode = `
    // Of the row: where it begins, its largest key, and the lowest key that is kept, of which so much is: key 0 is nobody's.
    var<private> rowStart: i32;
    var<private> best: u32;
    var<private> lowestKey: u32;
    var<private> lowestMass: f32;

    fn keyOf(value: f32) -> u32 {
      ${returnKey('value', '0xffffffffu')}
    }
    fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }

    fn weightOf(key: u32) -> f32 {
      if (key == best) { return 1.0; }
      if (key <= minusInfinity) { return 0.0; }
      let temperature = sampling[0];
      let value = numberOf(key);
      let most = numberOf(best);
      // e^−104 is below every float32. Halves, since the difference of two large numbers may be none.
      if (0.5 * most - 0.5 * value >= 52.0 * temperature) { return 0.0; }
      return exp((value - most) / temperature);
    }

    // The key, the mass of those above it, and the goal: share · given, or where given is negative share · the mass of all.
    // Where the mass reaches no goal, or is not more than it, the last key that has any. Without weights each counts as 1.
    struct Place { key: u32, above: f32, goal: f32 }
    fn descend(lane: u32, isWeighed: bool, isBeyond: bool, share: f32, given: f32) -> Place {
      var prefix = 0u;
      var known = 0u;
      var place = Place(0u, 0.0, share * given);
      for (var shift = 30i; shift >= 0i; shift -= 3i) {
        for (var bin = 0u; bin < ${bins}u; bin++) { sums[bin * lanes + lane] = 0.0; }
        for (var at = i32(lane); at < uniforms.count.y; at += i32(lanes)) {
          let key = keyOf(logits[rowStart + at]);
          if ((key & known) == prefix && key > lowestKey) {
            let bin = (key >> u32(shift)) & 7u;
            if (isWeighed) { sums[bin * lanes + lane] += weightOf(key); } else { sums[bin * lanes + lane] += 1.0; }
          }
        }
        if (lane == 0u && (lowestKey & known) == prefix) { sums[((lowestKey >> u32(shift)) & 7u) * lanes] += lowestMass; }
        for (var half = lanes / 2u; half > 0u; half /= 2u) {
          workgroupBarrier();
          for (var i = lane; i < ${bins}u * half; i += lanes) {
            let to = (i / half) * lanes + i % half;
            sums[to] += sums[to + half];
          }
        }
        workgroupBarrier();
        if (lane == 0u) {
          if (shift == 30i && given < 0.0) {
            var total = 0.0;
            for (var bin = ${bins}u; bin > 0u; bin--) { total += sums[(bin - 1u) * lanes]; }
            place.goal = share * total;
          }
          var mass = place.above;
          var digit = 0u;
          for (var bin = ${bins}u; bin > 0u; bin--) {
            let here = sums[(bin - 1u) * lanes];
            if (here > 0.0) {
              digit = bin - 1u;
              place.above = mass;
              mass += here;
              if (mass > place.goal || (!isBeyond && mass == place.goal)) { break; }
            }
          }
          agreed = vec3<u32>(prefix | (digit << u32(shift)), bitcast<u32>(place.above), bitcast<u32>(place.goal));
        }
        let told = workgroupUniformLoad(&agreed);
        place = Place(told.x, bitcast<f32>(told.y), bitcast<f32>(told.z));
        prefix = place.key;
        known |= 7u << u32(shift);
      }
      return place;
    }`;

/**
 * WGSL of the draw: a workgroup for each row. Nothing is sorted: keys in the order of the numbers are found digit by digit, by the
 * mass of each digit among the keys with the digits before it: the k-th key, the last one of topP, and the one that is drawn. All
 * that have one key weigh the same, so who of them is drawn is a count.
 *
 * Sums are added up in one order, so equal runs are equal to the bit. Counts are exact up to 2^24. Values are looked at as bits
 * before they are computed with, since WGSL may take it that there is no NaN. Workgroups beyond the last row repeat it without
 * writing, so that barriers stay in uniform control flow.
 */
export const drawShader = `
    const lanes = ${drawLanes}u;
    const minusInfinity = 0x007fffffu; // keys
    const plusInfinity = 0xff800000u;
    var<workgroup> sums: array<f32, ${bins * drawLanes}>;
    var<workgroup> counts: array<u32, ${drawLanes}>;
    var<workgroup> agreed: vec3<u32>;
    ${descendCode}

    // The positions of a lane, one after the other.
    fn firstOf(lane: u32) -> i32 {
      return min(i32(lane) * ((uniforms.count.y + i32(lanes) - 1) / i32(lanes)), uniforms.count.y);
    }

    // How many have a key; by lane in counts.
    fn countOf(lane: u32, key: u32) -> u32 {
      var count = 0u;
      for (var at = firstOf(lane); at < firstOf(lane + 1u); at++) {
        if (keyOf(logits[rowStart + at]) == key) { count++; }
      }
      counts[lane] = count;
      workgroupBarrier();
      if (lane == 0u) {
        var total = 0u;
        for (var i = 0u; i < lanes; i++) { total += counts[i]; }
        agreed = vec3<u32>(total, 0u, 0u);
      }
      return workgroupUniformLoad(&agreed).x;
    }

    fn main(index: i32) {
      let lane = localIndex;
      let group = ${workgroupNumber};
      let row = min(group, uniforms.count.x - 1);
      let width = uniforms.count.y;
      // By its bits, since a small one may count as 0.
      let isFirst = bitcast<u32>(sampling[0]) == 0u;
      let topK = select(i32(sampling[1]), width, sampling[1] == 0.0);
      let kept = select(min(topK, width), 1, isFirst);
      let topP = sampling[2];
      rowStart = row * width;

      var largest = 0u;
      for (var at = i32(lane); at < width; at += i32(lanes)) { largest = max(largest, keyOf(logits[rowStart + at])); }
      counts[lane] = largest;
      for (var half = lanes / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (lane < half) { counts[lane] = max(counts[lane], counts[lane + half]); }
      }
      workgroupBarrier();
      if (lane == 0u) { agreed = vec3<u32>(counts[0], 0u, 0u); }
      best = workgroupUniformLoad(&agreed).x;

      var drawn = best;
      var place = 0u; // among those that have its key
      if (kept > 1) {
        lowestKey = 0u;
        lowestMass = 0.0;
        var lowestCount = 0u;
        var mass = -1.0;
        if (kept < width) {
          let last = descend(lane, false, false, f32(kept), 1.0);
          lowestKey = last.key;
          lowestCount = u32(kept) - u32(last.above);
          lowestMass = f32(lowestCount) * weightOf(last.key);
        }
        if (topP < 1.0) {
          let last = descend(lane, true, false, topP, -1.0);
          let weight = weightOf(last.key);
          var count = countOf(lane, last.key);
          if (last.key == lowestKey) { count = lowestCount; }
          lowestCount = u32(clamp(ceil((last.goal - last.above) / weight), 1.0, f32(count)));
          lowestKey = last.key;
          lowestMass = f32(lowestCount) * weight;
          mass = last.above + lowestMass;
        }
        let at = descend(lane, true, true, random[row], mass);
        drawn = at.key;
        var count = countOf(lane, drawn);
        if (drawn == lowestKey) { count = lowestCount; }
        place = u32(clamp(floor((at.goal - at.above) / weightOf(drawn)), 0.0, f32(count) - 1.0));
      } else {
        _ = countOf(lane, drawn);
      }

      if (group >= uniforms.count.x) { return; }
      if (best <= minusInfinity || best >= plusInfinity) {
        if (lane == 0u) { result[row] = -1; }
        return;
      }
      var before = 0u;
      for (var other = 0u; other < lane; other++) { before += counts[other]; }
      if (place < before || place >= before + counts[lane]) { return; }
      for (var at = firstOf(lane); at < firstOf(lane + 1u); at++) {
        if (keyOf(logits[rowStart + at]) == drawn) {
          if (before == place) { result[row] = at; }
          before++;
        }
      }
    }`;
