@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let start = index * uniforms.count.y;
var sum = f32(0);
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

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> sums: array<f32, 512>;
fn main(index: i32) {
let lane = i32(localIndex);
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let row = min(group, uniforms.count.x - 1);
let inside = group < uniforms.count.x;
let width = uniforms.count.y;
var before = f32(0);
for (var start = 0; start < width; start += 256) {
let at = start + lane;
var value = f32(0);
if (at < width) { value = A[row * width + at]; }
sums[lane] = value;
workgroupBarrier();
// Each step reads one half of the array and writes the other.
var half = 0;
for (var step = 1; step < 256; step *= 2) {
if (lane >= step) { value += sums[half + lane - step]; }
half = 256 - half;
sums[half + lane] = value;
workgroupBarrier();
}
if (at < width && inside) { result[row * width + at] = before + value; }
before += sums[half + 255];
workgroupBarrier();
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
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> sums: array<i32, 512>;
fn main(index: i32) {
let lane = i32(localIndex);
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let row = min(group, uniforms.count.x - 1);
let inside = group < uniforms.count.x;
let width = uniforms.count.y;
var before = i32(0);
for (var start = 0; start < width; start += 256) {
let at = start + lane;
var value = i32(0);
if (at < width) { value = A[row * width + at]; }
sums[lane] = value;
workgroupBarrier();
// Each step reads one half of the array and writes the other.
var half = 0;
for (var step = 1; step < 256; step *= 2) {
if (lane >= step) { value += sums[half + lane - step]; }
half = 256 - half;
sums[half + lane] = value;
workgroupBarrier();
}
if (at < width && inside) { result[row * width + at] = before + value; }
before += sums[half + 255];
workgroupBarrier();
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
