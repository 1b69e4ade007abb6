@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> A: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let start = index * uniforms.count.y;
var sum = i32(0);
for (var at = start; at < start + uniforms.count.y; at++) {
sum += A[at];
result[at] = sum;
}
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> A: array<i32>;
struct Uniforms { sizesLow: vec4<i32>, sizesHigh: vec4<i32>, sourceLow: vec4<i32>, sourceHigh: vec4<i32>, targetLow: vec4<i32>, targetHigh: vec4<i32>, count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
var rest = index;
var sourceAt = 0;
var targetAt = 0;
sourceAt += (rest % uniforms.sizesLow.y) * uniforms.sourceLow.y;
targetAt += (rest % uniforms.sizesLow.y) * uniforms.targetLow.y;
rest /= uniforms.sizesLow.y;
sourceAt += rest * uniforms.sourceLow.x;
targetAt += rest * uniforms.targetLow.x;
result[uniforms.count.z + targetAt] = A[uniforms.count.y + sourceAt];
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> X0: array<f32>;
@group(0) @binding(2) var<storage, read> X1: array<f32>;
struct Uniforms { w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32>, count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn areOrdered(a: f32, b: f32) -> bool { return ((bitcast<u32>(a) & u32(0x7fffffffu)) <= u32(0x7f800000u)) & ((bitcast<u32>(b) & u32(0x7fffffffu)) <= u32(0x7f800000u)); }
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let x0 = X0[index];
var w0rest = index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = X1[r0a1At];
let v0 = (x0 > r0a1) & areOrdered(x0, r0a1);
result[index] = select(i32(), i32(1), v0);
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> X0: array<i32>;
@group(0) @binding(2) var<storage, read> X1: array<i32>;
@group(0) @binding(3) var<storage, read> X2: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let x0 = X0[index] != i32();
let s1 = X1[0];
let s2 = X2[0];
let v0 = select(s2, s1, x0);
result[index] = v0;
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> X0: array<i32>;
@group(0) @binding(2) var<storage, read> X1: array<i32>;
@group(0) @binding(3) var<storage, read> X2: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let x0 = X0[index] != i32();
let x1 = X1[index];
let s2 = X2[0];
let v0 = select(s2, x1, x0);
result[index] = v0;
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> X0: array<i32>;
@group(0) @binding(2) var<storage, read> X1: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn areOrdered(a: f32, b: f32) -> bool { return ((bitcast<u32>(a) & u32(0x7fffffffu)) <= u32(0x7f800000u)) & ((bitcast<u32>(b) & u32(0x7fffffffu)) <= u32(0x7f800000u)); }
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let x1 = X1[index];
let s0 = X0[0];
let v0 = s0 >= x1;
result[index] = select(i32(), i32(1), v0);
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> X0: array<i32>;
@group(0) @binding(2) var<storage, read> X1: array<i32>;
struct Uniforms { count: vec4<i32>, part0: vec4<i32>, part1: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let row = index / uniforms.count.y;
let at = index % uniforms.count.y;
if (at < uniforms.part0.x) { result[index] = X0[uniforms.part0.y + row * uniforms.part0.z + at]; } else
{ result[index] = X1[uniforms.part1.y + row * uniforms.part1.z + at]; }
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> X0: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let s0 = X0[0];
let v0 = s0;
result[index] = v0;
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> X0: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let x0 = X0[index] != i32();
let v0 = select(i32(), i32(1), x0);
result[index] = v0;
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> threshold: array<f32>;
@group(0) @binding(3) var<storage, read> starts: array<i32>;
@group(0) @binding(4) var<storage, read> heldLogits: array<f32>;
@group(0) @binding(5) var<storage, read> heldPositions: array<i32>;
@group(0) @binding(6) var<storage, read> admittedBefore: array<i32>;
@group(0) @binding(7) var<storage, read> valid: array<i32>;
struct Uniforms { count: vec4<i32>, rule: vec4<i32> }
@group(0) @binding(8) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const none = -1;
const dropped = -2;
const stays = 16777216;
var<workgroup> keys: array<u32, 64>; // 0: the entry is free
var<workgroup> positions: array<i32, 64>;
var<workgroup> places: array<i32, 64>; // where in the result the entry is
var<workgroup> lowest: array<u32, 64>;
var<workgroup> lowestAt: array<u32, 64>;
var<workgroup> marks: array<atomic<u32>, 2>;
var<workgroup> words: vec2<u32>;
var<workgroup> worst: vec2<u32>; // its key, and its entry
var<workgroup> changed: u32;
// Larger for larger numbers, −0 as 0; 0 for NaN.
fn orderOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 0u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
fn isFirst(position: i32) -> bool { return uniforms.rule.z == 1 && position == 0; }
// The key of a token: 0 where it is no candidate.
fn keyAt(row: i32, token: i32, position: i32) -> u32 {
if (valid[(row % uniforms.count.z) * uniforms.count.y + token] == 0) { return 0u; }
if (isFirst(position)) { return 0xffffffffu; }
let order = orderOf(logits[row * uniforms.count.y + token]);
let bar = orderOf(threshold[row / uniforms.count.z]);
return select(0u, order, bar != 0u && order > bar);
}
fn isWorse(key: u32, at: u32, than: u32, thanAt: u32) -> bool {
return key < than || (key == than && positions[at] > positions[thanAt]);
}
fn findWorst(lane: u32) {
let count = u32(uniforms.count.w);
var at = min(lane, count - 1u);
for (var entry = at + 64u; entry < count; entry += 64u) {
if (isWorse(keys[entry], entry, keys[at], at)) { at = entry; }
}
lowest[lane] = keys[at];
lowestAt[lane] = at;
for (var half = 32u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half && isWorse(lowest[lane + half], lowestAt[lane + half], lowest[lane], lowestAt[lane])) {
lowest[lane] = lowest[lane + half];
lowestAt[lane] = lowestAt[lane + half];
}
}
workgroupBarrier();
if (lane == 0u) { worst = vec2<u32>(lowest[0], lowestAt[0]); }
workgroupBarrier();
}
fn main(index: i32) {
let lane = localIndex;
let group = index / 64;
let row = min(group, uniforms.count.x - 1);
let inside = group < uniforms.count.x;
let tokens = uniforms.count.y;
let capacity = uniforms.count.w;
let offset = uniforms.rule.w;
let first = row * (offset + tokens); // of the row in the result
let start = starts[row % uniforms.count.z];
for (var entry = i32(lane); entry < capacity; entry += 64) {
let position = heldPositions[row * capacity + entry];
let isFree = position < 0;
let order = max(orderOf(heldLogits[row * capacity + entry]), 1u);
keys[entry] = select(select(order, 0xffffffffu, isFirst(position)), 0u, isFree);
positions[entry] = position;
places[entry] = entry;
if (inside) { result[first + entry] = select(stays, none, isFree); }
}
workgroupBarrier();
findWorst(lane);
// Of the first lane alone.
var admitted = admittedBefore[row];
var block = select(0, start / max(uniforms.rule.y, 1), uniforms.rule.y > 0);
for (var base = 0; base < tokens; base += 64) {
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
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> threshold: array<f32>;
@group(0) @binding(3) var<storage, read> starts: array<i32>;
@group(0) @binding(4) var<storage, read> heldLogits: array<f32>;
@group(0) @binding(5) var<storage, read> heldPositions: array<i32>;
@group(0) @binding(6) var<storage, read> admittedBefore: array<i32>;
struct Uniforms { count: vec4<i32>, rule: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const none = -1;
const dropped = -2;
const stays = 16777216;
var<workgroup> keys: array<u32, 64>; // 0: the entry is free
var<workgroup> positions: array<i32, 64>;
var<workgroup> places: array<i32, 64>; // where in the result the entry is
var<workgroup> lowest: array<u32, 64>;
var<workgroup> lowestAt: array<u32, 64>;
var<workgroup> marks: array<atomic<u32>, 2>;
var<workgroup> words: vec2<u32>;
var<workgroup> worst: vec2<u32>; // its key, and its entry
var<workgroup> changed: u32;
// Larger for larger numbers, −0 as 0; 0 for NaN.
fn orderOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 0u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
fn isFirst(position: i32) -> bool { return uniforms.rule.z == 1 && position == 0; }
// The key of a token: 0 where it is no candidate.
fn keyAt(row: i32, token: i32, position: i32) -> u32 {
if (isFirst(position)) { return 0xffffffffu; }
let order = orderOf(logits[row * uniforms.count.y + token]);
let bar = orderOf(threshold[row / uniforms.count.z]);
return select(0u, order, bar != 0u && order > bar);
}
fn isWorse(key: u32, at: u32, than: u32, thanAt: u32) -> bool {
return key < than || (key == than && positions[at] > positions[thanAt]);
}
fn findWorst(lane: u32) {
let count = u32(uniforms.count.w);
var at = min(lane, count - 1u);
for (var entry = at + 64u; entry < count; entry += 64u) {
if (isWorse(keys[entry], entry, keys[at], at)) { at = entry; }
}
lowest[lane] = keys[at];
lowestAt[lane] = at;
for (var half = 32u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half && isWorse(lowest[lane + half], lowestAt[lane + half], lowest[lane], lowestAt[lane])) {
lowest[lane] = lowest[lane + half];
lowestAt[lane] = lowestAt[lane + half];
}
}
workgroupBarrier();
if (lane == 0u) { worst = vec2<u32>(lowest[0], lowestAt[0]); }
workgroupBarrier();
}
fn main(index: i32) {
let lane = localIndex;
let group = index / 64;
let row = min(group, uniforms.count.x - 1);
let inside = group < uniforms.count.x;
let tokens = uniforms.count.y;
let capacity = uniforms.count.w;
let offset = uniforms.rule.w;
let first = row * (offset + tokens); // of the row in the result
let start = starts[row % uniforms.count.z];
for (var entry = i32(lane); entry < capacity; entry += 64) {
let position = heldPositions[row * capacity + entry];
let isFree = position < 0;
let order = max(orderOf(heldLogits[row * capacity + entry]), 1u);
keys[entry] = select(select(order, 0xffffffffu, isFirst(position)), 0u, isFree);
positions[entry] = position;
places[entry] = entry;
if (inside) { result[first + entry] = select(stays, none, isFree); }
}
workgroupBarrier();
findWorst(lane);
// Of the first lane alone.
var admitted = admittedBefore[row];
var block = select(0, start / max(uniforms.rule.y, 1), uniforms.rule.y > 0);
for (var base = 0; base < tokens; base += 64) {
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
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> threshold: array<f32>;
@group(0) @binding(3) var<storage, read> valid: array<i32>;
struct Uniforms { count: vec4<i32>, rule: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const none = -1;
const dropped = -2;
const stays = 16777216;
var<workgroup> keys: array<u32, 64>; // 0: the entry is free
var<workgroup> positions: array<i32, 64>;
var<workgroup> places: array<i32, 64>; // where in the result the entry is
var<workgroup> lowest: array<u32, 64>;
var<workgroup> lowestAt: array<u32, 64>;
var<workgroup> marks: array<atomic<u32>, 2>;
var<workgroup> words: vec2<u32>;
var<workgroup> worst: vec2<u32>; // its key, and its entry
var<workgroup> changed: u32;
// Larger for larger numbers, −0 as 0; 0 for NaN.
fn orderOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 0u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
fn isFirst(position: i32) -> bool { return uniforms.rule.z == 1 && position == 0; }
// The key of a token: 0 where it is no candidate.
fn keyAt(row: i32, token: i32, position: i32) -> u32 {
if (valid[(row % uniforms.count.z) * uniforms.count.y + token] == 0) { return 0u; }
if (isFirst(position)) { return 0xffffffffu; }
let order = orderOf(logits[row * uniforms.count.y + token]);
let bar = orderOf(threshold[row / uniforms.count.z]);
return select(0u, order, bar != 0u && order > bar);
}
fn isWorse(key: u32, at: u32, than: u32, thanAt: u32) -> bool {
return key < than || (key == than && positions[at] > positions[thanAt]);
}
fn findWorst(lane: u32) {
let count = u32(uniforms.count.w);
var at = min(lane, count - 1u);
for (var entry = at + 64u; entry < count; entry += 64u) {
if (isWorse(keys[entry], entry, keys[at], at)) { at = entry; }
}
lowest[lane] = keys[at];
lowestAt[lane] = at;
for (var half = 32u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half && isWorse(lowest[lane + half], lowestAt[lane + half], lowest[lane], lowestAt[lane])) {
lowest[lane] = lowest[lane + half];
lowestAt[lane] = lowestAt[lane + half];
}
}
workgroupBarrier();
if (lane == 0u) { worst = vec2<u32>(lowest[0], lowestAt[0]); }
workgroupBarrier();
}
fn main(index: i32) {
let lane = localIndex;
let group = index / 64;
let row = min(group, uniforms.count.x - 1);
let inside = group < uniforms.count.x;
let tokens = uniforms.count.y;
let capacity = uniforms.count.w;
let offset = uniforms.rule.w;
let first = row * (offset + tokens); // of the row in the result
let start = 0;
for (var entry = i32(lane); entry < capacity; entry += 64) {
keys[entry] = 0u;
positions[entry] = -1;
}
workgroupBarrier();
findWorst(lane);
// Of the first lane alone.
var admitted = 0;
var block = select(0, start / max(uniforms.rule.y, 1), uniforms.rule.y > 0);
for (var base = 0; base < tokens; base += 64) {
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
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> threshold: array<f32>;
struct Uniforms { count: vec4<i32>, rule: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const none = -1;
const dropped = -2;
const stays = 16777216;
var<workgroup> keys: array<u32, 64>; // 0: the entry is free
var<workgroup> positions: array<i32, 64>;
var<workgroup> places: array<i32, 64>; // where in the result the entry is
var<workgroup> lowest: array<u32, 64>;
var<workgroup> lowestAt: array<u32, 64>;
var<workgroup> marks: array<atomic<u32>, 2>;
var<workgroup> words: vec2<u32>;
var<workgroup> worst: vec2<u32>; // its key, and its entry
var<workgroup> changed: u32;
// Larger for larger numbers, −0 as 0; 0 for NaN.
fn orderOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 0u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
fn isFirst(position: i32) -> bool { return uniforms.rule.z == 1 && position == 0; }
// The key of a token: 0 where it is no candidate.
fn keyAt(row: i32, token: i32, position: i32) -> u32 {
if (isFirst(position)) { return 0xffffffffu; }
let order = orderOf(logits[row * uniforms.count.y + token]);
let bar = orderOf(threshold[row / uniforms.count.z]);
return select(0u, order, bar != 0u && order > bar);
}
fn isWorse(key: u32, at: u32, than: u32, thanAt: u32) -> bool {
return key < than || (key == than && positions[at] > positions[thanAt]);
}
fn findWorst(lane: u32) {
let count = u32(uniforms.count.w);
var at = min(lane, count - 1u);
for (var entry = at + 64u; entry < count; entry += 64u) {
if (isWorse(keys[entry], entry, keys[at], at)) { at = entry; }
}
lowest[lane] = keys[at];
lowestAt[lane] = at;
for (var half = 32u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half && isWorse(lowest[lane + half], lowestAt[lane + half], lowest[lane], lowestAt[lane])) {
lowest[lane] = lowest[lane + half];
lowestAt[lane] = lowestAt[lane + half];
}
}
workgroupBarrier();
if (lane == 0u) { worst = vec2<u32>(lowest[0], lowestAt[0]); }
workgroupBarrier();
}
fn main(index: i32) {
let lane = localIndex;
let group = index / 64;
let row = min(group, uniforms.count.x - 1);
let inside = group < uniforms.count.x;
let tokens = uniforms.count.y;
let capacity = uniforms.count.w;
let offset = uniforms.rule.w;
let first = row * (offset + tokens); // of the row in the result
let start = 0;
for (var entry = i32(lane); entry < capacity; entry += 64) {
keys[entry] = 0u;
positions[entry] = -1;
}
workgroupBarrier();
findWorst(lane);
// Of the first lane alone.
var admitted = 0;
var block = select(0, start / max(uniforms.rule.y, 1), uniforms.rule.y > 0);
for (var base = 0; base < tokens; base += 64) {
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
}
@compute @workgroup_size(64)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + i32(lane));
}
