@group(0) @binding(0) var<storage, read_write> result: array<atomic<i32>>;
@group(0) @binding(1) var<storage, read> rows: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let row = rows[index];
if (row < 0 || row >= uniforms.count.y) { return; }
atomicMax(&result[row], index + 1);
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
@group(0) @binding(2) var<storage, read> numbers: array<i32>;
@group(0) @binding(3) var<storage, read> values: array<f32>;
struct Uniforms { count: vec4<i32>, given: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let number = numbers[index / width];
if (number == 0) { result[index] = A[index]; return; }
result[index] = values[uniforms.given.x + (number - 1) * uniforms.given.y + index % width];
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
@group(0) @binding(2) var<storage, read> rows: array<i32>;
@group(0) @binding(3) var<storage, read> values: array<f32>;
struct Uniforms { count: vec4<i32>, given: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = index / width;
for (var number = uniforms.count.z - 1; number >= 0; number--) {
if (rows[number] == row) { result[index] = values[uniforms.given.x + number * uniforms.given.y + index % width]; return; }
}
result[index] = A[index];
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
@group(0) @binding(2) var<storage, read> rows: array<i32>;
@group(0) @binding(3) var<storage, read> values: array<i32>;
struct Uniforms { count: vec4<i32>, given: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = index / width;
for (var number = uniforms.count.z - 1; number >= 0; number--) {
if (rows[number] == row) { result[index] = values[uniforms.given.x + number * uniforms.given.y + index % width]; return; }
}
result[index] = A[index];
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
@group(0) @binding(1) var<storage, read> rows: array<i32>;
@group(0) @binding(2) var<storage, read> numbers: array<i32>;
@group(0) @binding(3) var<storage, read> values: array<i32>;
struct Uniforms { count: vec4<i32>, given: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let number = index / width;
let row = rows[number];
if (row < 0 || row >= uniforms.count.z || numbers[row] != number + 1) { return; }
result[row * width + index % width] = values[uniforms.given.x + number * uniforms.given.y + index % width];
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
struct Uniforms { count: vec4<i32> }
@group(0) @binding(1) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index < uniforms.count.x) { result[index] = 0i; }
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
@group(0) @binding(2) var<storage, read> rows: array<i32>;
@group(0) @binding(3) var<storage, read> values: array<vec4<f32>>;
struct Uniforms { count: vec4<i32>, given: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = index / width;
for (var number = uniforms.count.z - 1; number >= 0; number--) {
if (rows[number] == row) { result[index] = values[uniforms.given.x + number * uniforms.given.y + index % width]; return; }
}
result[index] = A[index];
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
@group(0) @binding(1) var<storage, read> rows: array<i32>;
@group(0) @binding(2) var<storage, read> values0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32>, put0: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
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
if (row >= 0) { result[row * uniforms.put0.x + column] = values0[uniforms.put0.z + number * uniforms.put0.w + column]; }
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
@group(0) @binding(1) var<storage, read_write> result1: array<i32>;
@group(0) @binding(2) var<storage, read> rows: array<i32>;
@group(0) @binding(3) var<storage, read> values0: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> values1: array<i32>;
struct Uniforms { count: vec4<i32>, put0: vec4<i32>, put1: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
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
if (row >= 0) { result[row * uniforms.put0.x + column] = values0[uniforms.put0.z + number * uniforms.put0.w + column]; }
return;
}
at -= uniforms.count.x * uniforms.put0.x;
if (at < uniforms.count.x * uniforms.put1.x) {
let number = at / uniforms.put1.x;
let column = at % uniforms.put1.x;
let row = rowOf(number, uniforms.put1.y);
if (row >= 0) { result1[row * uniforms.put1.x + column] = values1[uniforms.put1.z + number * uniforms.put1.w + column]; }
return;
}
at -= uniforms.count.x * uniforms.put1.x;
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
