@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> valid: array<i32>;
struct Uniforms { sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const lanes = 128u;
var<workgroup> marks: array<atomic<u32>, 2048>; // counts of digits, then words of marks
var<workgroup> sums: array<u32, 256>;
var<workgroup> found: vec3<u32>; // the k-th key's digit, how many keys are above it, how many have it
var<workgroup> written: u32;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
if (!(valid[validStart + position * uniforms.count.w] != 0)) { return 0u; }
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
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
fn total() -> u32 { return sums[255]; }
fn main(index: i32) {
let lane = localIndex;
let row = min(index / 128, uniforms.count.x - 1);
let inside = index / 128 < uniforms.count.x;
let width = uniforms.count.y;
let k = u32(uniforms.count.z);
let start = row * width;
var rest = row;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
let validStart = maskAt;
var kth = 0u; // the upper bits of the k-th key that are known,
var known = 0u; // and which these are
var needed = k; // how many of the keys with these upper bits are taken
for (var round = 0u; round < 3u; round++) {
let shift = select(select(21u, 10u, round == 1u), 0u, round == 2u);
let digits = select(2047u, 1023u, round == 2u);
for (var bin = lane; bin < 2048u; bin += lanes) { atomicStore(&marks[bin], 0u); }
workgroupBarrier();
for (var position = i32(lane); position < width; position += i32(lanes)) {
let key = keyAt(start, position, validStart);
if ((key & known) == kth) { atomicAdd(&marks[(key >> shift) & digits], 1u); }
}
workgroupBarrier();
// Lane 0 has the 16 highest bins, the last lane the lowest.
let highest = 2047u - lane * 16u;
var count = 0u;
for (var i = 0u; i < 16u; i++) { count += atomicLoad(&marks[highest - i]); }
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
for (var chunk = 0; chunk < width; chunk += 4096) {
atomicStore(&marks[lane], 0u);
atomicStore(&marks[lanes + lane], 0u);
workgroupBarrier();
let end = min(chunk + 4096, width);
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
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> valid: array<i32>;
struct Uniforms { sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const lanes = 256u;
var<workgroup> marks: array<atomic<u32>, 2048>; // counts of digits, then words of marks
var<workgroup> sums: array<u32, 512>;
var<workgroup> found: vec3<u32>; // the k-th key's digit, how many keys are above it, how many have it
var<workgroup> written: u32;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
if (!(valid[validStart + position * uniforms.count.w] != 0)) { return 0u; }
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
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
fn total() -> u32 { return sums[255]; }
fn main(index: i32) {
let lane = localIndex;
let row = min(index / 256, uniforms.count.x - 1);
let inside = index / 256 < uniforms.count.x;
let width = uniforms.count.y;
let k = u32(uniforms.count.z);
let start = row * width;
var rest = row;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
let validStart = maskAt;
var kth = 0u; // the upper bits of the k-th key that are known,
var known = 0u; // and which these are
var needed = k; // how many of the keys with these upper bits are taken
for (var round = 0u; round < 3u; round++) {
let shift = select(select(21u, 10u, round == 1u), 0u, round == 2u);
let digits = select(2047u, 1023u, round == 2u);
for (var bin = lane; bin < 2048u; bin += lanes) { atomicStore(&marks[bin], 0u); }
workgroupBarrier();
for (var position = i32(lane); position < width; position += i32(lanes)) {
let key = keyAt(start, position, validStart);
if ((key & known) == kth) { atomicAdd(&marks[(key >> shift) & digits], 1u); }
}
workgroupBarrier();
// Lane 0 has the 8 highest bins, the last lane the lowest.
let highest = 2047u - lane * 8u;
var count = 0u;
for (var i = 0u; i < 8u; i++) { count += atomicLoad(&marks[highest - i]); }
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
for (var chunk = 0; chunk < width; chunk += 8192) {
atomicStore(&marks[lane], 0u);
atomicStore(&marks[lanes + lane], 0u);
workgroupBarrier();
let end = min(chunk + 8192, width);
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
}
@compute @workgroup_size(256)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 256 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> valid: array<i32>;
struct Uniforms { sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const lanes = 64u;
var<workgroup> marks: array<atomic<u32>, 2048>; // counts of digits, then words of marks
var<workgroup> sums: array<u32, 128>;
var<workgroup> found: vec3<u32>; // the k-th key's digit, how many keys are above it, how many have it
var<workgroup> written: u32;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
if (!(valid[validStart + position * uniforms.count.w] != 0)) { return 0u; }
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
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
fn total() -> u32 { return sums[63]; }
fn main(index: i32) {
let lane = localIndex;
let row = min(index / 64, uniforms.count.x - 1);
let inside = index / 64 < uniforms.count.x;
let width = uniforms.count.y;
let k = u32(uniforms.count.z);
let start = row * width;
var rest = row;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
let validStart = maskAt;
var kth = 0u; // the upper bits of the k-th key that are known,
var known = 0u; // and which these are
var needed = k; // how many of the keys with these upper bits are taken
for (var round = 0u; round < 3u; round++) {
let shift = select(select(21u, 10u, round == 1u), 0u, round == 2u);
let digits = select(2047u, 1023u, round == 2u);
for (var bin = lane; bin < 2048u; bin += lanes) { atomicStore(&marks[bin], 0u); }
workgroupBarrier();
for (var position = i32(lane); position < width; position += i32(lanes)) {
let key = keyAt(start, position, validStart);
if ((key & known) == kth) { atomicAdd(&marks[(key >> shift) & digits], 1u); }
}
workgroupBarrier();
// Lane 0 has the 32 highest bins, the last lane the lowest.
let highest = 2047u - lane * 32u;
var count = 0u;
for (var i = 0u; i < 32u; i++) { count += atomicLoad(&marks[highest - i]); }
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
for (var chunk = 0; chunk < width; chunk += 2048) {
atomicStore(&marks[lane], 0u);
atomicStore(&marks[lanes + lane], 0u);
workgroupBarrier();
let end = min(chunk + 2048, width);
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
@group(0) @binding(2) var<storage, read> valid: array<i32>;
struct Uniforms { sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
if (!(valid[validStart + position * uniforms.count.w] != 0)) { return 0u; }
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let row = index;
let width = uniforms.count.y;
let k = uniforms.count.z;
let start = row * width;
var rest = row;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
let validStart = maskAt;
var slot = 0;
for (var position = 0; position < width; position++) {
let key = keyAt(start, position, validStart);
var better = 0;
for (var other = 0; other < width; other++) {
let rival = keyAt(start, other, validStart);
if (rival > key || (rival == key && other < position)) { better++; }
}
if (better < k) { result[row * k + slot] = position; slot++; }
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
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const lanes = 128u;
var<workgroup> marks: array<atomic<u32>, 2048>; // counts of digits, then words of marks
var<workgroup> sums: array<u32, 256>;
var<workgroup> found: vec3<u32>; // the k-th key's digit, how many keys are above it, how many have it
var<workgroup> written: u32;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
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
fn total() -> u32 { return sums[255]; }
fn main(index: i32) {
let lane = localIndex;
let row = min(index / 128, uniforms.count.x - 1);
let inside = index / 128 < uniforms.count.x;
let width = uniforms.count.y;
let k = u32(uniforms.count.z);
let start = row * width;
let validStart = 0;
var kth = 0u; // the upper bits of the k-th key that are known,
var known = 0u; // and which these are
var needed = k; // how many of the keys with these upper bits are taken
for (var round = 0u; round < 3u; round++) {
let shift = select(select(21u, 10u, round == 1u), 0u, round == 2u);
let digits = select(2047u, 1023u, round == 2u);
for (var bin = lane; bin < 2048u; bin += lanes) { atomicStore(&marks[bin], 0u); }
workgroupBarrier();
for (var position = i32(lane); position < width; position += i32(lanes)) {
let key = keyAt(start, position, validStart);
if ((key & known) == kth) { atomicAdd(&marks[(key >> shift) & digits], 1u); }
}
workgroupBarrier();
// Lane 0 has the 16 highest bins, the last lane the lowest.
let highest = 2047u - lane * 16u;
var count = 0u;
for (var i = 0u; i < 16u; i++) { count += atomicLoad(&marks[highest - i]); }
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
for (var chunk = 0; chunk < width; chunk += 4096) {
atomicStore(&marks[lane], 0u);
atomicStore(&marks[lanes + lane], 0u);
workgroupBarrier();
let end = min(chunk + 4096, width);
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
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const lanes = 256u;
var<workgroup> marks: array<atomic<u32>, 2048>; // counts of digits, then words of marks
var<workgroup> sums: array<u32, 512>;
var<workgroup> found: vec3<u32>; // the k-th key's digit, how many keys are above it, how many have it
var<workgroup> written: u32;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
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
fn total() -> u32 { return sums[255]; }
fn main(index: i32) {
let lane = localIndex;
let row = min(index / 256, uniforms.count.x - 1);
let inside = index / 256 < uniforms.count.x;
let width = uniforms.count.y;
let k = u32(uniforms.count.z);
let start = row * width;
let validStart = 0;
var kth = 0u; // the upper bits of the k-th key that are known,
var known = 0u; // and which these are
var needed = k; // how many of the keys with these upper bits are taken
for (var round = 0u; round < 3u; round++) {
let shift = select(select(21u, 10u, round == 1u), 0u, round == 2u);
let digits = select(2047u, 1023u, round == 2u);
for (var bin = lane; bin < 2048u; bin += lanes) { atomicStore(&marks[bin], 0u); }
workgroupBarrier();
for (var position = i32(lane); position < width; position += i32(lanes)) {
let key = keyAt(start, position, validStart);
if ((key & known) == kth) { atomicAdd(&marks[(key >> shift) & digits], 1u); }
}
workgroupBarrier();
// Lane 0 has the 8 highest bins, the last lane the lowest.
let highest = 2047u - lane * 8u;
var count = 0u;
for (var i = 0u; i < 8u; i++) { count += atomicLoad(&marks[highest - i]); }
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
for (var chunk = 0; chunk < width; chunk += 8192) {
atomicStore(&marks[lane], 0u);
atomicStore(&marks[lanes + lane], 0u);
workgroupBarrier();
let end = min(chunk + 8192, width);
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
}
@compute @workgroup_size(256)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 256 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<i32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
const lanes = 64u;
var<workgroup> marks: array<atomic<u32>, 2048>; // counts of digits, then words of marks
var<workgroup> sums: array<u32, 128>;
var<workgroup> found: vec3<u32>; // the k-th key's digit, how many keys are above it, how many have it
var<workgroup> written: u32;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
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
fn total() -> u32 { return sums[63]; }
fn main(index: i32) {
let lane = localIndex;
let row = min(index / 64, uniforms.count.x - 1);
let inside = index / 64 < uniforms.count.x;
let width = uniforms.count.y;
let k = u32(uniforms.count.z);
let start = row * width;
let validStart = 0;
var kth = 0u; // the upper bits of the k-th key that are known,
var known = 0u; // and which these are
var needed = k; // how many of the keys with these upper bits are taken
for (var round = 0u; round < 3u; round++) {
let shift = select(select(21u, 10u, round == 1u), 0u, round == 2u);
let digits = select(2047u, 1023u, round == 2u);
for (var bin = lane; bin < 2048u; bin += lanes) { atomicStore(&marks[bin], 0u); }
workgroupBarrier();
for (var position = i32(lane); position < width; position += i32(lanes)) {
let key = keyAt(start, position, validStart);
if ((key & known) == kth) { atomicAdd(&marks[(key >> shift) & digits], 1u); }
}
workgroupBarrier();
// Lane 0 has the 32 highest bins, the last lane the lowest.
let highest = 2047u - lane * 32u;
var count = 0u;
for (var i = 0u; i < 32u; i++) { count += atomicLoad(&marks[highest - i]); }
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
for (var chunk = 0; chunk < width; chunk += 2048) {
atomicStore(&marks[lane], 0u);
atomicStore(&marks[lanes + lane], 0u);
workgroupBarrier();
let end = min(chunk + 2048, width);
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
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
let bits = bitcast<u32>(logits[start + position]);
let size = bits & 0x7fffffffu;
if (size > 0x7f800000u) { return 1u; }
if (size == 0u) { return 0x80000000u; }
return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let row = index;
let width = uniforms.count.y;
let k = uniforms.count.z;
let start = row * width;
let validStart = 0;
var slot = 0;
for (var position = 0; position < width; position++) {
let key = keyAt(start, position, validStart);
var better = 0;
for (var other = 0; other < width; other++) {
let rival = keyAt(start, other, validStart);
if (rival > key || (rival == key && other < position)) { better++; }
}
if (better < k) { result[row * k + slot] = position; slot++; }
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
