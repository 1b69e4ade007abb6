@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn halfA(index: u32) -> f32 {
let bits = (A[index / 2u] >> (16u * (index % 2u))) & 0xffffu;
let size = bits & u32(0x7fffu);
let isLast = size >= u32(0x7c00u);
let normal = (size << u32(13u)) + select(u32(0x38000000u), u32(0x70000000u), isLast);
let subnormal = bitcast<u32>(f32(size) * 0x1p-24f);
let word = ((bits & u32(0x8000u)) << u32(16u)) | select(normal, subnormal, size < u32(0x400u));
return bitcast<f32>(word);
}
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = indices[index / width];
if (row < 0 || row >= uniforms.count.z) { result[index] = f32(); return; }
result[index] = halfA(u32(row * width + index % width));
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
@group(0) @binding(1) var<storage, read> A: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn halfA(index: u32) -> f32 {
let bits = (A[index / 2u] >> (16u * (index % 2u))) & 0xffffu;
let word = (bits << u32(16u));
return bitcast<f32>(word);
}
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = indices[index / width];
if (row < 0 || row >= uniforms.count.z) { result[index] = f32(); return; }
result[index] = halfA(u32(row * width + index % width));
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
@group(0) @binding(1) var<storage, read> A: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn halfA(index: u32) -> vec4<f32> {
let pairs = A[index];
let bits = vec4<u32>(pairs.x & 0xffffu, pairs.x >> 16u, pairs.y & 0xffffu, pairs.y >> 16u);
let size = bits & vec4<u32>(0x7fffu);
let isLast = size >= vec4<u32>(0x7c00u);
let normal = (size << vec4<u32>(13u)) + select(vec4<u32>(0x38000000u), vec4<u32>(0x70000000u), isLast);
let subnormal = bitcast<vec4<u32>>(vec4<f32>(size) * 0x1p-24f);
let word = ((bits & vec4<u32>(0x8000u)) << vec4<u32>(16u)) | select(normal, subnormal, size < vec4<u32>(0x400u));
return bitcast<vec4<f32>>(word);
}
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = indices[index / width];
if (row < 0 || row >= uniforms.count.z) { result[index] = vec4<f32>(); return; }
result[index] = halfA(u32(row * width + index % width));
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
@group(0) @binding(1) var<storage, read> A: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn halfA(index: u32) -> vec4<f32> {
let pairs = A[index];
let bits = vec4<u32>(pairs.x & 0xffffu, pairs.x >> 16u, pairs.y & 0xffffu, pairs.y >> 16u);
let word = (bits << vec4<u32>(16u));
return bitcast<vec4<f32>>(word);
}
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = indices[index / width];
if (row < 0 || row >= uniforms.count.z) { result[index] = vec4<f32>(); return; }
result[index] = halfA(u32(row * width + index % width));
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
