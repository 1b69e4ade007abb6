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

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> X0: array<f32>;
struct Uniforms { count: vec4<i32>, part0: vec4<i32>, part1: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let row = index / uniforms.count.y;
let at = index % uniforms.count.y;
if (at < uniforms.part0.x) { result[index] = X0[uniforms.part0.y + row * uniforms.part0.z + at]; } else
{ result[index] = X0[uniforms.part1.y + row * uniforms.part1.z + at]; }
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
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> X0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32>, part0: vec4<i32>, part1: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let row = index / uniforms.count.y;
let at = index % uniforms.count.y;
if (at < uniforms.part0.x) { result[index] = X0[uniforms.part0.y + row * uniforms.part0.z + at]; } else
{ result[index] = X0[uniforms.part1.y + row * uniforms.part1.z + at]; }
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
