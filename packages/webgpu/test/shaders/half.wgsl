@group(0) @binding(0) var<storage, read_write> result: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read> rows: array<i32>;
@group(0) @binding(2) var<storage, read> values0: array<f32>;
struct Uniforms { count: vec4<i32>, put0: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn writeresult(index: u32, value: f32) {
let word = bitcast<u32>(value);
let size = word & u32(0x7fffffffu);
let normal = (size - u32(0x38000000u) + u32(0xfffu) + ((size >> u32(13u)) & u32(1u))) >> u32(13u);
let shift = min(u32(126u) - min(size >> u32(23u), u32(112u)), u32(25u));
let fraction = (size & u32(0x7fffffu)) | u32(0x800000u);
let middle = u32(1u) << (shift - u32(1u));
let subnormal = (fraction + middle - u32(1u) + ((fraction >> shift) & u32(1u))) >> shift;
let finite = select(normal, subnormal, size < u32(0x38800000u));
let large = select(finite, u32(0x7c00u), size >= u32(0x47800000u));
let bits = ((word >> u32(16u)) & u32(0x8000u)) | select(large, u32(0x7e00u), size > u32(0x7f800000u));
let place = 16u * (index % 2u);
atomicAnd(&result[index / 2u], 0xffff0000u >> place);
atomicOr(&result[index / 2u], bits << place);
}
// −1 is none.
fn rowOf(number: i32, count: i32) -> i32 {
let row = rows[number];
if (row < 0 || row >= count) { return -1; }
for (var later = number + 1; later < uniforms.count.x; later++) { if (rows[later] == row) { return -1; } }
return row;
}
fn main(index: i32) {
var at = index;
if (at < uniforms.count.x * uniforms.put0.x) {
let number = at / uniforms.put0.x;
let column = at % uniforms.put0.x;
let row = rowOf(number, uniforms.put0.y);
if (row >= 0) { writeresult(u32(row * uniforms.put0.x + column), values0[uniforms.put0.z + number * uniforms.put0.w + column]); }
return;
}
at -= uniforms.count.x * uniforms.put0.x;
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

@group(0) @binding(0) var<storage, read_write> result: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read> rows: array<i32>;
@group(0) @binding(2) var<storage, read> values0: array<f32>;
struct Uniforms { count: vec4<i32>, put0: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn writeresult(index: u32, value: f32) {
let word = bitcast<u32>(value);
let size = word & u32(0x7fffffffu);
let rounded = (word + u32(0x7fffu) + ((word >> u32(16u)) & u32(1u))) >> u32(16u);
let bits = select(rounded, ((word >> u32(16u)) & u32(0x8000u)) | u32(0x7fc0u), size > u32(0x7f800000u));
let place = 16u * (index % 2u);
atomicAnd(&result[index / 2u], 0xffff0000u >> place);
atomicOr(&result[index / 2u], bits << place);
}
// −1 is none.
fn rowOf(number: i32, count: i32) -> i32 {
let row = rows[number];
if (row < 0 || row >= count) { return -1; }
for (var later = number + 1; later < uniforms.count.x; later++) { if (rows[later] == row) { return -1; } }
return row;
}
fn main(index: i32) {
var at = index;
if (at < uniforms.count.x * uniforms.put0.x) {
let number = at / uniforms.put0.x;
let column = at % uniforms.put0.x;
let row = rowOf(number, uniforms.put0.y);
if (row >= 0) { writeresult(u32(row * uniforms.put0.x + column), values0[uniforms.put0.z + number * uniforms.put0.w + column]); }
return;
}
at -= uniforms.count.x * uniforms.put0.x;
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

@group(0) @binding(0) var<storage, read_write> result: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read> rows: array<i32>;
@group(0) @binding(2) var<storage, read> values0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32>, put0: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn writeresult(index: u32, value: vec4<f32>) {
let word = bitcast<vec4<u32>>(value);
let size = word & vec4<u32>(0x7fffffffu);
let normal = (size - vec4<u32>(0x38000000u) + vec4<u32>(0xfffu) + ((size >> vec4<u32>(13u)) & vec4<u32>(1u))) >> vec4<u32>(13u);
let shift = min(vec4<u32>(126u) - min(size >> vec4<u32>(23u), vec4<u32>(112u)), vec4<u32>(25u));
let fraction = (size & vec4<u32>(0x7fffffu)) | vec4<u32>(0x800000u);
let middle = vec4<u32>(1u) << (shift - vec4<u32>(1u));
let subnormal = (fraction + middle - vec4<u32>(1u) + ((fraction >> shift) & vec4<u32>(1u))) >> shift;
let finite = select(normal, subnormal, size < vec4<u32>(0x38800000u));
let large = select(finite, vec4<u32>(0x7c00u), size >= vec4<u32>(0x47800000u));
let bits = ((word >> vec4<u32>(16u)) & vec4<u32>(0x8000u)) | select(large, vec4<u32>(0x7e00u), size > vec4<u32>(0x7f800000u));
result[index] = bits.xz | (bits.yw << vec2<u32>(16u));
}
// −1 is none.
fn rowOf(number: i32, count: i32) -> i32 {
let row = rows[number];
if (row < 0 || row >= count) { return -1; }
for (var later = number + 1; later < uniforms.count.x; later++) { if (rows[later] == row) { return -1; } }
return row;
}
fn main(index: i32) {
var at = index;
if (at < uniforms.count.x * uniforms.put0.x) {
let number = at / uniforms.put0.x;
let column = at % uniforms.put0.x;
let row = rowOf(number, uniforms.put0.y);
if (row >= 0) { writeresult(u32(row * uniforms.put0.x + column), values0[uniforms.put0.z + number * uniforms.put0.w + column]); }
return;
}
at -= uniforms.count.x * uniforms.put0.x;
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

@group(0) @binding(0) var<storage, read_write> result: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read> rows: array<i32>;
@group(0) @binding(2) var<storage, read> values0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32>, put0: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn writeresult(index: u32, value: vec4<f32>) {
let word = bitcast<vec4<u32>>(value);
let size = word & vec4<u32>(0x7fffffffu);
let rounded = (word + vec4<u32>(0x7fffu) + ((word >> vec4<u32>(16u)) & vec4<u32>(1u))) >> vec4<u32>(16u);
let bits = select(rounded, ((word >> vec4<u32>(16u)) & vec4<u32>(0x8000u)) | vec4<u32>(0x7fc0u), size > vec4<u32>(0x7f800000u));
result[index] = bits.xz | (bits.yw << vec2<u32>(16u));
}
// −1 is none.
fn rowOf(number: i32, count: i32) -> i32 {
let row = rows[number];
if (row < 0 || row >= count) { return -1; }
for (var later = number + 1; later < uniforms.count.x; later++) { if (rows[later] == row) { return -1; } }
return row;
}
fn main(index: i32) {
var at = index;
if (at < uniforms.count.x * uniforms.put0.x) {
let number = at / uniforms.put0.x;
let column = at % uniforms.put0.x;
let row = rowOf(number, uniforms.put0.y);
if (row >= 0) { writeresult(u32(row * uniforms.put0.x + column), values0[uniforms.put0.z + number * uniforms.put0.w + column]); }
return;
}
at -= uniforms.count.x * uniforms.put0.x;
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
