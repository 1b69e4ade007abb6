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
@group(0) @binding(1) var<storage, read> X0: array<f32>;
@group(0) @binding(2) var<storage, read> X1: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial1: array<f32, 64>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 2;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 32 + own / 2;
let isInside = wanted < uniforms.count.x;
let place = min(wanted, uniforms.count.x - 1);
let row = place;
let begin = lane;
let stride = 2;
let steps = uniforms.count.y;
let rowx1 = X1[row];
var sum1 = f32();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v0 = x0 * rowx1;
sum1 += v0;
}
partial1[own] = sum1;
for (var step = 1; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial1[own] = partial1[own] + partial1[own + step]; }
}
workgroupBarrier();
let v1 = f32(partial1[own - lane]);
if (isInside && lane == 0) { result[place] = v1; }
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
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial0: array<f32, 256>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 256;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let isInside = wanted < uniforms.count.x;
let place = min(wanted, uniforms.count.x - 1);
let row = place;
let begin = lane;
let stride = 256;
let steps = uniforms.count.y;
var sum0 = f32();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
sum0 += x0;
}
partial0[own] = sum0;
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial0[own] = partial0[own] + partial0[own + step]; }
}
workgroupBarrier();
let v0 = f32(partial0[own - lane]);
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v1 = x0 - v0;
if (isInside) { result[index] = v1; }
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
@group(0) @binding(1) var<storage, read> X0: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial0: array<f32, 64>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 2;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 32 + own / 2;
let isInside = wanted < uniforms.count.x;
let place = min(wanted, uniforms.count.x - 1);
let row = place;
let begin = lane;
let stride = 2;
let steps = uniforms.count.y;
var sum0 = f32();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
sum0 += x0;
}
partial0[own] = sum0;
for (var step = 1; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial0[own] = partial0[own] + partial0[own + step]; }
}
workgroupBarrier();
let v0 = f32(partial0[own - lane]);
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v1 = x0 - v0;
if (isInside) { result[index] = v1; }
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
@group(0) @binding(1) var<storage, read> X0: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial0: array<f32, 64>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 64;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let isInside = wanted < uniforms.count.x;
let place = min(wanted, uniforms.count.x - 1);
let row = place;
let begin = lane;
let stride = 64;
let steps = uniforms.count.y;
var sum0 = f32();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
sum0 += x0;
}
partial0[own] = sum0;
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial0[own] = partial0[own] + partial0[own + step]; }
}
workgroupBarrier();
let v0 = f32(partial0[own - lane]);
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v1 = x0 - v0;
if (isInside) { result[index] = v1; }
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
@group(0) @binding(1) var<storage, read> X0: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial1: array<f32, 256>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 256;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let isInside = wanted < uniforms.count.x * uniforms.count.z;
let place = min(wanted, uniforms.count.x * uniforms.count.z - 1);
let row = place / uniforms.count.z;
let begin = place % uniforms.count.z * 256 + lane;
let stride = uniforms.count.z * 256;
let steps = uniforms.count.y;
var sum1 = f32();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v0 = x0 * x0;
sum1 += v0;
}
partial1[own] = sum1;
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial1[own] = partial1[own] + partial1[own + step]; }
}
workgroupBarrier();
let v1 = f32(partial1[own - lane]);
if (isInside && lane == 0) { result[place] = v1; }
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
@group(0) @binding(1) var<storage, read> X0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial1: array<f32, 256>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 256;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let isInside = wanted < uniforms.count.x * uniforms.count.z;
let place = min(wanted, uniforms.count.x * uniforms.count.z - 1);
let row = place / uniforms.count.z;
let begin = place % uniforms.count.z * 256 + lane;
let stride = uniforms.count.z * 256;
let steps = uniforms.count.y;
var sum1 = vec4<f32>();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v0 = x0 * x0;
sum1 += v0;
}
partial1[own] = (sum1.x + sum1.y) + (sum1.z + sum1.w);
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial1[own] = partial1[own] + partial1[own + step]; }
}
workgroupBarrier();
let v1 = vec4<f32>(partial1[own - lane]);
if (isInside && lane == 0) { result[place] = (v1).x; }
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
@group(0) @binding(1) var<storage, read> X0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 1;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 64 + own / 1;
let isInside = wanted < uniforms.count.x;
let place = min(wanted, uniforms.count.x - 1);
let row = place;
let begin = lane;
let stride = 1;
let steps = uniforms.count.y;
var sum0 = vec4<f32>();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
sum0 += x0;
}
let v0 = vec4<f32>((sum0.x + sum0.y) + (sum0.z + sum0.w));
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v1 = x0 - v0;
if (isInside) { result[index] = v1; }
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> X0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial0: array<f32, 256>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 256;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let isInside = wanted < uniforms.count.x;
let place = min(wanted, uniforms.count.x - 1);
let row = place;
let begin = lane;
let stride = 256;
let steps = uniforms.count.y;
var sum0 = vec4<f32>();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
sum0 += x0;
}
partial0[own] = (sum0.x + sum0.y) + (sum0.z + sum0.w);
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial0[own] = partial0[own] + partial0[own + step]; }
}
workgroupBarrier();
let v0 = vec4<f32>(partial0[own - lane]);
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v1 = x0 - v0;
if (isInside) { result[index] = v1; }
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

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> X0: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> partial0: array<f32, 64>;
fn main(unused: i32) {
let own = i32(localIndex);
let lane = own % 64;
let wanted = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let isInside = wanted < uniforms.count.x;
let place = min(wanted, uniforms.count.x - 1);
let row = place;
let begin = lane;
let stride = 64;
let steps = uniforms.count.y;
var sum0 = vec4<f32>();
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
sum0 += x0;
}
partial0[own] = (sum0.x + sum0.y) + (sum0.z + sum0.w);
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { partial0[own] = partial0[own] + partial0[own + step]; }
}
workgroupBarrier();
let v0 = vec4<f32>(partial0[own - lane]);
for (var at = begin; at < steps; at += stride) {
let index = row * steps + at;
let x0 = X0[index];
let v1 = x0 - v0;
if (isInside) { result[index] = v1; }
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
