@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
fn main(index: i32) {
let width = uniforms.count.y;
let row = index / width;
if (row >= uniforms.count.x) { return; }
let own = index % width / 2048;
var place = index % width % 2048;
if (place >= uniforms.count.w) { return; }
let key = keyOf(A[index]);
for (var other = 0; other < uniforms.count.z; other++) {
if (other == own) { continue; }
// How many of the other block come first; of equal elements those of earlier blocks do.
var low = 0;
var high = min(width - other * 2048, 2048);
while (low < high) {
let middle = (low + high) / 2;
let rival = keyOf(A[row * width + other * 2048 + middle]);
if (rival > key || (rival == key && other < own)) { low = middle + 1; } else { high = middle; }
}
place += low;
}
if (place < uniforms.count.w) { result[row * uniforms.count.w + place] = numberOf(key); }
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

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
fn main(index: i32) {
let width = uniforms.count.y;
let row = index / width;
if (row >= uniforms.count.x) { return; }
let own = index % width;
let key = keyOf(A[index]);
var place = 0;
for (var other = 0; other < width; other++) {
let rival = keyOf(A[row * width + other]);
if (rival > key || (rival == key && other < own)) { place++; }
}
if (place < uniforms.count.z) { result[row * uniforms.count.z + place] = numberOf(key); }
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

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32>, sort: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
var<workgroup> sorted: array<u32, 2048>;
fn main(index: i32) {
let lane = i32(localIndex);
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let blocks = uniforms.count.z;
let row = group / blocks;
let inside = row < uniforms.count.x;
let width = uniforms.count.y;
let first = (group % blocks) * 2048;
let start = min(row, uniforms.count.x - 1) * width + first;
let size = uniforms.sort.x;
for (var at = lane; at < size; at += 256) {
var key = 0u;
if (first + at < width) { key = keyOf(A[start + at]); }
sorted[at] = key;
}
for (var run = 2; run <= size; run *= 2) {
for (var step = run / 2; step > 0; step /= 2) {
workgroupBarrier();
for (var pair = lane; pair < size / 2; pair += 256) {
let low = 2 * pair - pair % step;
let high = low + step;
let isFalling = low % (2 * run) < run;
let a = sorted[low];
let b = sorted[high];
if ((a < b) == isFalling) {
sorted[low] = b;
sorted[high] = a;
}
}
}
}
workgroupBarrier();
let kept = min(uniforms.count.w - first, 2048);
let written = min(row, uniforms.count.x - 1) * uniforms.count.w + first;
for (var at = lane; at < kept && inside; at += 256) { result[written + at] = numberOf(sorted[at]); }
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
