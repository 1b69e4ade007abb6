@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
if ((bits & 0x7fffffffu) > 0x7f800000u) { return 0xffffffffu; }
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
// Above the key of −∞ and below that of ∞.
fn isFinite(key: u32) -> bool { return key > 0x007fffffu && key < 0xff800000u; }
fn orNaN(value: f32, finite: bool) -> f32 { return bitcast<f32>(select(0x7fc00000u, bitcast<u32>(value), finite)); }
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let start = index * width;
var highest = 0u;
for (var at = 0; at < width; at++) { highest = max(highest, keyOf(A[start + at])); }
let maximum = numberOf(highest);
var total = 0f;
for (var at = 0; at < width; at++) { total += exponential(A[start + at] - maximum); }
for (var at = 0; at < width; at++) {
result[start + at] = orNaN(exponential(A[start + at] - maximum) / total, isFinite(highest));
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
var<workgroup> keys: array<u32, 256>;
var<workgroup> sums: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
if ((bits & 0x7fffffffu) > 0x7f800000u) { return 0xffffffffu; }
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
// Above the key of −∞ and below that of ∞.
fn isFinite(key: u32) -> bool { return key > 0x007fffffu && key < 0xff800000u; }
fn orNaN(value: f32, finite: bool) -> f32 { return bitcast<f32>(select(0x7fc00000u, bitcast<u32>(value), finite)); }
fn main(index: i32) {
let lane = i32(localIndex);
let row = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), uniforms.count.x - 1);
let inside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < uniforms.count.x;
let width = uniforms.count.y;
let start = row * width;
var highest = 0u;
for (var at = lane; at < width; at += 256) {
let value = A[start + at];
highest = max(highest, keyOf(value));
}
keys[lane] = highest;
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { keys[lane] = max(keys[lane], keys[lane + step]); }
}
workgroupBarrier();
let best = keys[0];
let maximum = numberOf(best);
var sum = f32();
for (var at = lane; at < width; at += 256) { sum += exponential(A[start + at] - maximum); }
sums[lane] = sum;
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { sums[lane] = sums[lane] + sums[lane + step]; }
}
workgroupBarrier();
let total = sums[0];
for (var at = lane; at < width && inside; at += 256) {
let value = exponential(A[start + at] - maximum) / total;
result[start + at] = f32(orNaN(value, isFinite(best)));
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
@group(0) @binding(1) var<storage, read> A: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> keys: array<u32, 64>;
var<workgroup> sums: array<f32, 64>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
if ((bits & 0x7fffffffu) > 0x7f800000u) { return 0xffffffffu; }
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
// Above the key of −∞ and below that of ∞.
fn isFinite(key: u32) -> bool { return key > 0x007fffffu && key < 0xff800000u; }
fn orNaN(value: f32, finite: bool) -> f32 { return bitcast<f32>(select(0x7fc00000u, bitcast<u32>(value), finite)); }
fn main(index: i32) {
let lane = i32(localIndex);
let row = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), uniforms.count.x - 1);
let inside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < uniforms.count.x;
let width = uniforms.count.y;
let start = row * width;
var highest = 0u;
for (var at = lane; at < width; at += 64) {
let value = A[start + at];
highest = max(highest, keyOf(value));
}
keys[lane] = highest;
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { keys[lane] = max(keys[lane], keys[lane + step]); }
}
workgroupBarrier();
let best = keys[0];
let maximum = numberOf(best);
var sum = f32();
for (var at = lane; at < width; at += 64) { sum += exponential(A[start + at] - maximum); }
sums[lane] = sum;
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { sums[lane] = sums[lane] + sums[lane + step]; }
}
workgroupBarrier();
let total = sums[0];
for (var at = lane; at < width && inside; at += 64) {
let value = exponential(A[start + at] - maximum) / total;
result[start + at] = f32(orNaN(value, isFinite(best)));
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
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> keys: array<u32, 256>;
var<workgroup> sums: array<f32, 256>;
fn exponential(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
if ((bits & 0x7fffffffu) > 0x7f800000u) { return 0xffffffffu; }
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
// Above the key of −∞ and below that of ∞.
fn isFinite(key: u32) -> bool { return key > 0x007fffffu && key < 0xff800000u; }
fn orNaN(value: f32, finite: bool) -> f32 { return bitcast<f32>(select(0x7fc00000u, bitcast<u32>(value), finite)); }
fn main(index: i32) {
let lane = i32(localIndex);
let row = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), uniforms.count.x - 1);
let inside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < uniforms.count.x;
let width = uniforms.count.y;
let start = row * width;
var highest = 0u;
for (var at = lane; at < width; at += 256) {
let value = A[start + at];
highest = max(highest, keyOf(value.x));
highest = max(highest, keyOf(value.y));
highest = max(highest, keyOf(value.z));
highest = max(highest, keyOf(value.w));
}
keys[lane] = highest;
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { keys[lane] = max(keys[lane], keys[lane + step]); }
}
workgroupBarrier();
let best = keys[0];
let maximum = numberOf(best);
var sum = vec4<f32>();
for (var at = lane; at < width; at += 256) { sum += exponential(A[start + at] - maximum); }
sums[lane] = (sum.x + sum.y) + (sum.z + sum.w);
for (var step = 128; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { sums[lane] = sums[lane] + sums[lane + step]; }
}
workgroupBarrier();
let total = sums[0];
for (var at = lane; at < width && inside; at += 256) {
let value = exponential(A[start + at] - maximum) / total;
result[start + at] = vec4<f32>(orNaN(value.x, isFinite(best)), orNaN(value.y, isFinite(best)), orNaN(value.z, isFinite(best)), orNaN(value.w, isFinite(best)));
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
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(2) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> keys: array<u32, 64>;
var<workgroup> sums: array<f32, 64>;
fn exponential(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn keyOf(value: f32) -> u32 {
let bits = bitcast<u32>(value);
if ((bits & 0x7fffffffu) > 0x7f800000u) { return 0xffffffffu; }
return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
// Above the key of −∞ and below that of ∞.
fn isFinite(key: u32) -> bool { return key > 0x007fffffu && key < 0xff800000u; }
fn orNaN(value: f32, finite: bool) -> f32 { return bitcast<f32>(select(0x7fc00000u, bitcast<u32>(value), finite)); }
fn main(index: i32) {
let lane = i32(localIndex);
let row = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), uniforms.count.x - 1);
let inside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < uniforms.count.x;
let width = uniforms.count.y;
let start = row * width;
var highest = 0u;
for (var at = lane; at < width; at += 64) {
let value = A[start + at];
highest = max(highest, keyOf(value.x));
highest = max(highest, keyOf(value.y));
highest = max(highest, keyOf(value.z));
highest = max(highest, keyOf(value.w));
}
keys[lane] = highest;
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { keys[lane] = max(keys[lane], keys[lane + step]); }
}
workgroupBarrier();
let best = keys[0];
let maximum = numberOf(best);
var sum = vec4<f32>();
for (var at = lane; at < width; at += 64) { sum += exponential(A[start + at] - maximum); }
sums[lane] = (sum.x + sum.y) + (sum.z + sum.w);
for (var step = 32; step > 0; step /= 2) {
workgroupBarrier();
if (lane < step) { sums[lane] = sums[lane] + sums[lane + step]; }
}
workgroupBarrier();
let total = sums[0];
for (var at = lane; at < width && inside; at += 64) {
let value = exponential(A[start + at] - maximum) / total;
result[start + at] = vec4<f32>(orNaN(value.x, isFinite(best)), orNaN(value.y, isFinite(best)), orNaN(value.z, isFinite(best)), orNaN(value.w, isFinite(best)));
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
