@group(0) @binding(0) var<storage, read_write> result: array<atomic<i32>>;
@group(0) @binding(1) var<storage, read> indices: array<i32>;
@group(0) @binding(2) var<storage, read> updates: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let row = indices[index / width];
if (row < 0 || row >= uniforms.count.z) { return; }
atomicAdd(&result[row * width + index % width], updates[index]);
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

@group(0) @binding(0) var<storage, read_write> result: array<atomic<i32>>;
@group(0) @binding(1) var<storage, read> indices: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let row = indices[index];
if (row < 0 || row >= uniforms.count.y) { return; }
let next = atomicExchange(&result[row], index + 1);
atomicStore(&result[uniforms.count.y + index], next);
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
@group(0) @binding(1) var<storage, read> indices: array<i32>;
@group(0) @binding(2) var<storage, read> updates: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.z) { return; }
let width = uniforms.count.y;
let row = index / width;
var total = f32();
for (var m = 0; m < uniforms.count.x; m++) {
if (indices[m] == row) { total += updates[m * width + index % width]; }
}
result[index] = total;
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
@group(0) @binding(1) var<storage, read> links: array<i32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
@group(0) @binding(3) var<storage, read> updates: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.w) { return; }
let rows = uniforms.count.y;
let width = uniforms.count.z;
let row = index / width;
let column = index % width;
var total = f32();
var node = links[row];
if (node < 0) {
for (var m = 0; m < uniforms.count.x; m++) {
if (indices[m] == row) { total += updates[m * width + column]; }
}
} else {
for (; node != 0; node = links[rows + node - 1]) { total += updates[(node - 1) * width + column]; }
}
result[index] = total;
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
@group(0) @binding(1) var<storage, read> links: array<i32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let rows = uniforms.count.y;
if (index < rows && links[index] == 0) { result[index] = 0; }
if (index >= uniforms.count.x) { return; }
let row = indices[index];
if (row < 0 || row >= rows) { return; }
let own = index + 1;
let head = links[row];
var isFirst = true;
var next = 0;
var length = 0;
for (var node = head; node != 0 && length <= 4096; node = links[rows + node - 1]) {
length++;
if (node < own) { isFirst = false; }
if (node > own && (next == 0 || node < next)) { next = node; }
}
if (length > 4096) {
if (head == own) { result[row] = -1; }
return;
}
result[rows + index] = next;
if (isFirst) { result[row] = own; }
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
@group(0) @binding(1) var<storage, read> links: array<i32>;
@group(0) @binding(2) var<storage, read> indices: array<i32>;
@group(0) @binding(3) var<storage, read> updates: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.w) { return; }
let rows = uniforms.count.y;
let width = uniforms.count.z;
let row = index / width;
let column = index % width;
var total = vec4<f32>();
var node = links[row];
if (node < 0) {
for (var m = 0; m < uniforms.count.x; m++) {
if (indices[m] == row) { total += updates[m * width + column]; }
}
} else {
for (; node != 0; node = links[rows + node - 1]) { total += updates[(node - 1) * width + column]; }
}
result[index] = total;
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
@group(0) @binding(1) var<storage, read> indices: array<i32>;
@group(0) @binding(2) var<storage, read> updates: array<vec4<i32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.z) { return; }
let width = uniforms.count.y;
let row = index / width;
var total = vec4<i32>();
for (var m = 0; m < uniforms.count.x; m++) {
if (indices[m] == row) { total += updates[m * width + index % width]; }
}
result[index] = total;
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
