@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<f32, 1056>;
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let grid = uniforms.grid;
let place = group % (grid.x * grid.y);
let batch = group / (grid.x * grid.y);
// Workgroups beyond the last move nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let columns = uniforms.sizes.z;
let base = batch * uniforms.sizes.y * columns;
let firstRow = (place / grid.y) * 32;
let firstColumn = (place % grid.y) * 32;
let x = i32(localIndex) % 32;
let y = i32(localIndex) / 32;
for (var at = y; at < 32; at += 8) {
let row = firstRow + at;
let column = firstColumn + x;
if (row < rows && column < columns) { tile[at * 33 + x] = A[base + row * columns + column]; }
}
workgroupBarrier();
for (var at = y; at < 32; at += 8) {
let row = firstRow + x;
let column = firstColumn + at;
if (row < rows && column < columns) { result[base + column * rows + row] = tile[x * 33 + at]; }
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

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
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
sourceAt += (rest % uniforms.sizesHigh.x) * uniforms.sourceHigh.x;
targetAt += (rest % uniforms.sizesHigh.x) * uniforms.targetHigh.x;
rest /= uniforms.sizesHigh.x;
sourceAt += (rest % uniforms.sizesLow.w) * uniforms.sourceLow.w;
targetAt += (rest % uniforms.sizesLow.w) * uniforms.targetLow.w;
rest /= uniforms.sizesLow.w;
sourceAt += (rest % uniforms.sizesLow.z) * uniforms.sourceLow.z;
targetAt += (rest % uniforms.sizesLow.z) * uniforms.targetLow.z;
rest /= uniforms.sizesLow.z;
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
