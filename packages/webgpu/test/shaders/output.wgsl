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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<i32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<i32>>;
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
