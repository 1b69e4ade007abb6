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
var total = A[start];
for (var at = 1; at < uniforms.count.y; at++) { total = total + A[start + at]; }
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
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.y) { return; }
var total = 0f;
for (var at = index; at < uniforms.count.x; at += uniforms.count.y) { total += A[at]; }
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
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let count = uniforms.count;
if (index >= count.x) { return; }
var at = index / count.z * count.y * count.z + index % count.z;
var total = A[at];
for (var row = 1; row < count.y; row++) {
at += count.z;
total += A[at];
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
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial: array<f32, 256>;
fn main(index: i32) {
let lane = i32(localIndex);
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let row = min(group, uniforms.count.x - 1);
let width = uniforms.count.y;
var total = A[row * width + lane];
for (var at = lane + 256; at < width; at += 256) { total = total + A[row * width + at]; }
partial[lane] = total;
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
if (lane == 0 && group < uniforms.count.x) { result[row] = partial[0]; }
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
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial: array<f32, 64>;
fn main(index: i32) {
let lane = i32(localIndex);
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let row = min(group, uniforms.count.x - 1);
let width = uniforms.count.y;
var total = A[row * width + lane];
for (var at = lane + 64; at < width; at += 64) { total = total + A[row * width + at]; }
partial[lane] = total;
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
if (lane == 0 && group < uniforms.count.x) { result[row] = partial[0]; }
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
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial: array<f32, 256>;
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = i32(localIndex);
let group = i32(workgroupId.x);
let column = (group % grid.y) * grid.x + lane % grid.x;
let piece = group / grid.y; // batches × parts
let start = (piece % grid.z) * sizes.z;
let end = select(0, min(sizes.x, start + sizes.z), column < sizes.y);
let first = piece / grid.z * sizes.x;
var total = f32();
for (var row = start + lane / grid.x; row < end; row += 256 / grid.x) {
total += A[(first + row) * sizes.y + column];
}
partial[lane] = total;
for (var step = grid.w; step >= grid.x; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] += partial[lane + step]; }
}
if (lane < grid.x && column < sizes.y) { result[piece * sizes.y + column] = partial[lane]; }
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
var total = A[start];
for (var at = 1; at < uniforms.count.y; at++) { total = total + A[start + at]; }
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
@group(0) @binding(1) var<storage, read> A: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let count = uniforms.count;
if (index >= count.x) { return; }
var at = index / count.z * count.y * count.z + index % count.z;
var total = A[at];
for (var row = 1; row < count.y; row++) {
at += count.z;
total += A[at];
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
@group(0) @binding(1) var<storage, read> A: array<i32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial: array<i32, 256>;
fn main(index: i32) {
let lane = i32(localIndex);
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let row = min(group, uniforms.count.x - 1);
let width = uniforms.count.y;
var total = A[row * width + lane];
for (var at = lane + 256; at < width; at += 256) { total = total + A[row * width + at]; }
partial[lane] = total;
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
if (lane == 0 && group < uniforms.count.x) { result[row] = partial[0]; }
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
var<workgroup> partial: array<i32, 64>;
fn main(index: i32) {
let lane = i32(localIndex);
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let row = min(group, uniforms.count.x - 1);
let width = uniforms.count.y;
var total = A[row * width + lane];
for (var at = lane + 64; at < width; at += 64) { total = total + A[row * width + at]; }
partial[lane] = total;
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
if (lane == 0 && group < uniforms.count.x) { result[row] = partial[0]; }
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
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial: array<i32, 256>;
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = i32(localIndex);
let group = i32(workgroupId.x);
let column = (group % grid.y) * grid.x + lane % grid.x;
let piece = group / grid.y; // batches × parts
let start = (piece % grid.z) * sizes.z;
let end = select(0, min(sizes.x, start + sizes.z), column < sizes.y);
let first = piece / grid.z * sizes.x;
var total = i32();
for (var row = start + lane / grid.x; row < end; row += 256 / grid.x) {
total += A[(first + row) * sizes.y + column];
}
partial[lane] = total;
for (var step = grid.w; step >= grid.x; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] += partial[lane + step]; }
}
if (lane < grid.x && column < sizes.y) { result[piece * sizes.y + column] = partial[lane]; }
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.y) { return; }
var total = vec4<f32>();
for (var at = index; at < uniforms.count.x; at += uniforms.count.y) { total += A[at]; }
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let count = uniforms.count;
if (index >= count.x) { return; }
var at = index / count.z * count.y * count.z + index % count.z;
var total = A[at];
for (var row = 1; row < count.y; row++) {
at += count.z;
total += A[at];
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial: array<vec4<f32>, 64>;
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = i32(localIndex);
let group = i32(workgroupId.x);
let column = (group % grid.y) * grid.x + lane % grid.x;
let piece = group / grid.y; // batches × parts
let start = (piece % grid.z) * sizes.z;
let end = select(0, min(sizes.x, start + sizes.z), column < sizes.y);
let first = piece / grid.z * sizes.x;
var total = vec4<f32>();
for (var row = start + lane / grid.x; row < end; row += 64 / grid.x) {
total += A[(first + row) * sizes.y + column];
}
partial[lane] = total;
for (var step = grid.w; step >= grid.x; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] += partial[lane + step]; }
}
if (lane < grid.x && column < sizes.y) { result[piece * sizes.y + column] = partial[lane]; }
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<i32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<i32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let count = uniforms.count;
if (index >= count.x) { return; }
var at = index / count.z * count.y * count.z + index % count.z;
var total = A[at];
for (var row = 1; row < count.y; row++) {
at += count.z;
total += A[at];
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
@group(0) @binding(1) var<storage, read> A: array<vec4<i32>>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial: array<vec4<i32>, 64>;
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = i32(localIndex);
let group = i32(workgroupId.x);
let column = (group % grid.y) * grid.x + lane % grid.x;
let piece = group / grid.y; // batches × parts
let start = (piece % grid.z) * sizes.z;
let end = select(0, min(sizes.x, start + sizes.z), column < sizes.y);
let first = piece / grid.z * sizes.x;
var total = vec4<i32>();
for (var row = start + lane / grid.x; row < end; row += 64 / grid.x) {
total += A[(first + row) * sizes.y + column];
}
partial[lane] = total;
for (var step = grid.w; step >= grid.x; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] += partial[lane + step]; }
}
if (lane < grid.x && column < sizes.y) { result[piece * sizes.y + column] = partial[lane]; }
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
