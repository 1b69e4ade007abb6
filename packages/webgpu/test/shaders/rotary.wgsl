@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> X: array<f32>;
@group(0) @binding(2) var<storage, read> cosines: array<f32>;
@group(0) @binding(3) var<storage, read> sines: array<f32>;
@group(0) @binding(4) var<storage, read> places: array<i32>;
struct Uniforms { count: vec4<i32>, begin: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, placeLow: vec4<i32>, placeHigh: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let half = uniforms.count.z;
let row = index / uniforms.count.y;
let column = index % uniforms.count.y;
var rest = row;
var placeAt = 0;
placeAt += (rest % uniforms.sizesLow.y) * uniforms.placeLow.y;
rest /= uniforms.sizesLow.y;
placeAt += rest * uniforms.placeLow.x;
let first = row * uniforms.count.y;
let value = X[first + column];
if (column >= 2 * half) { result[index] = value; return; }
let other = X[first + select(column - half, column + half, column < half)];
let at = clamp(places[placeAt], 0, uniforms.count.w - 1) * uniforms.count.y + column;
result[index] = value * cosines[at] + other * sines[at];
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
@group(0) @binding(1) var<storage, read> X: array<f32>;
@group(0) @binding(2) var<storage, read> cosines: array<f32>;
@group(0) @binding(3) var<storage, read> sines: array<f32>;
struct Uniforms { count: vec4<i32>, begin: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let half = uniforms.count.z;
let row = index / uniforms.count.y;
let column = index % uniforms.count.y;
let first = row * uniforms.count.y;
let value = X[first + column];
if (column >= 2 * half) { result[index] = value; return; }
let other = X[first + select(column - half, column + half, column < half)];
let at = clamp(row % uniforms.count.w, 0, uniforms.count.w - 1) * uniforms.count.y + column;
result[index] = value * cosines[at] + other * sines[at];
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> X: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> cosines: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> sines: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> places: array<i32>;
struct Uniforms { count: vec4<i32>, begin: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, placeLow: vec4<i32>, placeHigh: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let half = uniforms.count.z;
let row = index / uniforms.count.y;
let column = index % uniforms.count.y;
var rest = row;
var placeAt = 0;
placeAt += (rest % uniforms.sizesLow.y) * uniforms.placeLow.y;
rest /= uniforms.sizesLow.y;
placeAt += rest * uniforms.placeLow.x;
let first = row * uniforms.count.y;
let value = X[first + column];
if (column >= 2 * half) { result[index] = value; return; }
let other = X[first + select(column - half, column + half, column < half)];
let at = clamp(places[placeAt], 0, uniforms.count.w - 1) * uniforms.count.y + column;
result[index] = value * cosines[at] + other * sines[at];
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> X: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> cosines: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> sines: array<vec4<f32>>;
struct Uniforms { count: vec4<i32>, begin: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let half = uniforms.count.z;
let row = index / uniforms.count.y;
let column = index % uniforms.count.y;
let first = row * uniforms.count.y;
let value = X[first + column];
if (column >= 2 * half) { result[index] = value; return; }
let other = X[first + select(column - half, column + half, column < half)];
let at = clamp(row % uniforms.count.w, 0, uniforms.count.w - 1) * uniforms.count.y + column;
result[index] = value * cosines[at] + other * sines[at];
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> X: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> cosines: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> sines: array<vec4<f32>>;
struct Uniforms { count: vec4<i32>, begin: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, fromLow: vec4<i32>, fromHigh: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let half = uniforms.count.z;
let row = index / uniforms.count.y;
let column = index % uniforms.count.y;
var rest = row;
var fromAt = 0;
fromAt += (rest % uniforms.sizesLow.y) * uniforms.fromLow.y;
rest /= uniforms.sizesLow.y;
fromAt += rest * uniforms.fromLow.x;
let first = uniforms.begin.x + fromAt / 4;
let value = X[first + column];
if (column >= 2 * half) { result[index] = value; return; }
let other = X[first + select(column - half, column + half, column < half)];
let at = clamp(row % uniforms.count.w, 0, uniforms.count.w - 1) * uniforms.count.y + column;
result[index] = value * cosines[at] + other * sines[at];
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
