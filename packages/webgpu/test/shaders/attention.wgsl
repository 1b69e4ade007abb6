@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> parts: array<f32>;
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
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
let width = uniforms.count.y;
let first = index / width * uniforms.count.z * (width + 2);
var highest = -3.4e38f;
for (var part = 0; part < uniforms.count.z; part++) { highest = max(highest, parts[first + part * (width + 2) + width]); }
var total = 0f;
var sum = 0f;
for (var part = 0; part < uniforms.count.z; part++) {
let at = first + part * (width + 2);
// What saw nothing adds nothing.
if (parts[at + width + 1] == 0f) { continue; }
let share = exponential(parts[at + width] - highest);
total = fma(share, parts[at + width + 1], total);
sum = fma(share, parts[at + index % width], sum);
}
result[index] = select(sum / total, 0f, total == 0f);
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
@group(0) @binding(1) var<storage, read> q: array<f32>;
@group(0) @binding(2) var<storage, read> k: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> query: array<f32, 5>;
var<workgroup> weights: array<f32, 256>;
var<workgroup> partial: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let lane = i32(localIndex);
let isInside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < sizes.x * sizes.y;
let number = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), sizes.x * sizes.y - 1);
let place = number;
let start = 0;
let batch = place / sizes.y;
let row = place % sizes.y;
let scale = bitcast<f32>(sizes.w);
for (var i = lane; i < 5; i += 256) { query[i] = q[place * 5 + i]; }
workgroupBarrier();
let column = lane % 128;
var highest = -3.4e38f;
var total = 0f;
var sum = 0f;
for (var done = 0; done < sizes.z; done += 256) {
let first = start + done;
let n = first + lane;
let isSeen = n < sizes.z;
var score = -3.4e38f;
if (isSeen) {
let key = (batch * sizes.z + n) * 5;
score = 0f;
for (var i = 0; i < 5; i++) { score += query[i] * k[key + i]; }
score *= scale;
}
partial[lane] = score;
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = max(partial[lane], partial[lane + step]); }
}
workgroupBarrier();
let next = max(highest, partial[0]);
let share = exponential(highest - next);
highest = next;
// What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
let weight = exponential(score - next);
weights[lane] = select(-1f, weight, isSeen);
workgroupBarrier();
partial[lane] = select(0f, weight, isSeen);
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
total = total * share + partial[0];
sum *= share;
if (column < uniforms.widths.y) {
for (var at = lane / 128; at < min(256, sizes.z - first); at += 2) {
let weight = weights[at];
if (bitcast<u32>(weight) != 0xbf800000u) {
sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
}
}
}
workgroupBarrier();
}
partial[lane] = sum;
for (var step = 128; step >= 128; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
if (isInside && lane < uniforms.widths.y) {
result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
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
@group(0) @binding(1) var<storage, read> q: array<f32>;
@group(0) @binding(2) var<storage, read> k: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
if (at + 0 < width) { value.x = q[first + 0]; }
if (at + 1 < width) { value.y = q[first + 1]; }
if (at + 2 < width) { value.z = q[first + 2]; }
if (at + 3 < width) { value.w = q[first + 3]; }
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
if (at + 0 < width) { value.x = k[first + 0]; }
if (at + 1 < width) { value.y = k[first + 1]; }
if (at + 2 < width) { value.z = k[first + 2]; }
if (at + 3 < width) { value.w = k[first + 3]; }
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
if (at + 0 < width) { value.x = v[first + 0]; }
if (at + 1 < width) { value.y = v[first + 1]; }
if (at + 2 < width) { value.z = v[first + 2]; }
if (at + 3 < width) { value.w = v[first + 3]; }
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z));
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let maskAt = 0;
if (lane == 0u) {
let seenColumns = uniforms.sizes.z;
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3);
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } }
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<f32>;
@group(0) @binding(2) var<storage, read> k: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
if (at + 0 < width) { value.x = q[first + 0]; }
if (at + 1 < width) { value.y = q[first + 1]; }
if (at + 2 < width) { value.z = q[first + 2]; }
if (at + 3 < width) { value.w = q[first + 3]; }
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
if (at + 0 < width) { value.x = k[first + 0]; }
if (at + 1 < width) { value.y = k[first + 1]; }
if (at + 2 < width) { value.z = k[first + 2]; }
if (at + 3 < width) { value.w = k[first + 3]; }
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = v[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z));
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let maskAt = 0;
if (lane == 0u) {
let seenColumns = uniforms.sizes.z;
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3);
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } }
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
@group(0) @binding(4) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> query: array<vec4<f32>, 1>;
var<workgroup> weights: array<f32, 256>;
var<workgroup> partial: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let lane = i32(localIndex);
let isInside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < sizes.x * sizes.y;
let number = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), sizes.x * sizes.y - 1);
let place = number;
let start = 0;
let batch = place / sizes.y;
let row = place % sizes.y;
let scale = bitcast<f32>(sizes.w);
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
for (var i = lane; i < 1; i += 256) { query[i] = q[place * 1 + i]; }
workgroupBarrier();
let column = lane % 4;
var highest = -3.4e38f;
var total = 0f;
var sum = 0f;
for (var done = 0; done < sizes.z; done += 256) {
let first = start + done;
let n = first + lane;
let isSeen = n < sizes.z && mask[maskAt + row * uniforms.maskSteps.x + min(n, sizes.z - 1) * uniforms.maskSteps.y] != 0;
var score = -3.4e38f;
if (isSeen) {
let key = (batch * sizes.z + n) * 1;
score = 0f;
for (var i = 0; i < 1; i++) { score += dot(query[i], k[key + i]); }
score *= scale;
}
partial[lane] = score;
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = max(partial[lane], partial[lane + step]); }
}
workgroupBarrier();
let next = max(highest, partial[0]);
let share = exponential(highest - next);
highest = next;
// What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
let weight = exponential(score - next);
weights[lane] = select(-1f, weight, isSeen);
workgroupBarrier();
partial[lane] = select(0f, weight, isSeen);
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
total = total * share + partial[0];
sum *= share;
if (column < uniforms.widths.y) {
for (var at = lane / 4; at < min(256, sizes.z - first); at += 64) {
let weight = weights[at];
if (bitcast<u32>(weight) != 0xbf800000u) {
sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
}
}
}
workgroupBarrier();
}
partial[lane] = sum;
for (var step = 128; step >= 4; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
if (isInside && lane < uniforms.widths.y) {
result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
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
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
@group(0) @binding(4) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> query: array<vec4<f32>, 1>;
var<workgroup> weights: array<f32, 256>;
var<workgroup> partial: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let lane = i32(localIndex);
let isInside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < sizes.x * sizes.y;
let number = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), sizes.x * sizes.y - 1);
let place = number;
let start = 0;
let batch = place / sizes.y;
let row = place % sizes.y;
let scale = bitcast<f32>(sizes.w);
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
for (var i = lane; i < 1; i += 256) { query[i] = q[place * 1 + i]; }
workgroupBarrier();
let column = lane % 4;
var highest = -3.4e38f;
var total = 0f;
var sum = 0f;
for (var done = 0; done < sizes.z; done += 256) {
let first = start + done;
let n = first + lane;
let isSeen = n < sizes.z && n <= row && mask[maskAt + row * uniforms.maskSteps.x + min(n, sizes.z - 1) * uniforms.maskSteps.y] != 0;
var score = -3.4e38f;
if (isSeen) {
let key = (batch * sizes.z + n) * 1;
score = 0f;
for (var i = 0; i < 1; i++) { score += dot(query[i], k[key + i]); }
score *= scale;
}
partial[lane] = score;
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = max(partial[lane], partial[lane + step]); }
}
workgroupBarrier();
let next = max(highest, partial[0]);
let share = exponential(highest - next);
highest = next;
// What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
let weight = exponential(score - next);
weights[lane] = select(-1f, weight, isSeen);
workgroupBarrier();
partial[lane] = select(0f, weight, isSeen);
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
total = total * share + partial[0];
sum *= share;
if (column < uniforms.widths.y) {
for (var at = lane / 4; at < min(256, sizes.z - first); at += 64) {
let weight = weights[at];
if (bitcast<u32>(weight) != 0xbf800000u) {
sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
}
}
}
workgroupBarrier();
}
partial[lane] = sum;
for (var step = 128; step >= 4; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
if (isInside && lane < uniforms.widths.y) {
result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
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
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> query: array<vec4<f32>, 1>;
var<workgroup> weights: array<f32, 256>;
var<workgroup> partial: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let lane = i32(localIndex);
let isInside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < sizes.x * sizes.y;
let number = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), sizes.x * sizes.y - 1);
let place = number;
let start = 0;
let batch = place / sizes.y;
let row = place % sizes.y;
let scale = bitcast<f32>(sizes.w);
for (var i = lane; i < 1; i += 256) { query[i] = q[place * 1 + i]; }
workgroupBarrier();
let column = lane % 4;
var highest = -3.4e38f;
var total = 0f;
var sum = 0f;
for (var done = 0; done < sizes.z; done += 256) {
let first = start + done;
let n = first + lane;
let isSeen = n < sizes.z && n <= row;
var score = -3.4e38f;
if (isSeen) {
let key = (batch * sizes.z + n) * 1;
score = 0f;
for (var i = 0; i < 1; i++) { score += dot(query[i], k[key + i]); }
score *= scale;
}
partial[lane] = score;
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = max(partial[lane], partial[lane + step]); }
}
workgroupBarrier();
let next = max(highest, partial[0]);
let share = exponential(highest - next);
highest = next;
// What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
let weight = exponential(score - next);
weights[lane] = select(-1f, weight, isSeen);
workgroupBarrier();
partial[lane] = select(0f, weight, isSeen);
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
total = total * share + partial[0];
sum *= share;
if (column < uniforms.widths.y) {
for (var at = lane / 4; at < min(256, sizes.z - first); at += 64) {
let weight = weights[at];
if (bitcast<u32>(weight) != 0xbf800000u) {
sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
}
}
}
workgroupBarrier();
}
partial[lane] = sum;
for (var step = 128; step >= 4; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
if (isInside && lane < uniforms.widths.y) {
result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
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
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> query: array<vec4<f32>, 1>;
var<workgroup> weights: array<f32, 256>;
var<workgroup> partial: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let lane = i32(localIndex);
let isInside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < sizes.x * sizes.y;
let number = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), sizes.x * sizes.y - 1);
let place = number;
let start = 0;
let batch = place / sizes.y;
let row = place % sizes.y;
let scale = bitcast<f32>(sizes.w);
for (var i = lane; i < 1; i += 256) { query[i] = q[place * 1 + i]; }
workgroupBarrier();
let column = lane % 4;
var highest = -3.4e38f;
var total = 0f;
var sum = 0f;
for (var done = 0; done < sizes.z; done += 256) {
let first = start + done;
let n = first + lane;
let isSeen = n < sizes.z;
var score = -3.4e38f;
if (isSeen) {
let key = (batch * sizes.z + n) * 1;
score = 0f;
for (var i = 0; i < 1; i++) { score += dot(query[i], k[key + i]); }
score *= scale;
}
partial[lane] = score;
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = max(partial[lane], partial[lane + step]); }
}
workgroupBarrier();
let next = max(highest, partial[0]);
let share = exponential(highest - next);
highest = next;
// What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
let weight = exponential(score - next);
weights[lane] = select(-1f, weight, isSeen);
workgroupBarrier();
partial[lane] = select(0f, weight, isSeen);
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
total = total * share + partial[0];
sum *= share;
if (column < uniforms.widths.y) {
for (var at = lane / 4; at < min(256, sizes.z - first); at += 64) {
let weight = weights[at];
if (bitcast<u32>(weight) != 0xbf800000u) {
sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
}
}
}
workgroupBarrier();
}
partial[lane] = sum;
for (var step = 128; step >= 4; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
if (isInside && lane < uniforms.widths.y) {
result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
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
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> query: array<vec4<f32>, 2>;
var<workgroup> weights: array<f32, 256>;
var<workgroup> partial: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let lane = i32(localIndex);
let isInside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < sizes.x * sizes.y;
let number = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), sizes.x * sizes.y - 1);
let place = number;
let start = 0;
let batch = place / sizes.y;
let row = place % sizes.y;
let scale = bitcast<f32>(sizes.w);
for (var i = lane; i < 2; i += 256) { query[i] = q[place * 2 + i]; }
workgroupBarrier();
let column = lane % 8;
var highest = -3.4e38f;
var total = 0f;
var sum = 0f;
for (var done = 0; done < sizes.z; done += 256) {
let first = start + done;
let n = first + lane;
let isSeen = n < sizes.z;
var score = -3.4e38f;
if (isSeen) {
let key = (batch * sizes.z + n) * 2;
score = 0f;
for (var i = 0; i < 2; i++) { score += dot(query[i], k[key + i]); }
score *= scale;
}
partial[lane] = score;
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = max(partial[lane], partial[lane + step]); }
}
workgroupBarrier();
let next = max(highest, partial[0]);
let share = exponential(highest - next);
highest = next;
// What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
let weight = exponential(score - next);
weights[lane] = select(-1f, weight, isSeen);
workgroupBarrier();
partial[lane] = select(0f, weight, isSeen);
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
total = total * share + partial[0];
sum *= share;
if (column < uniforms.widths.y) {
for (var at = lane / 8; at < min(256, sizes.z - first); at += 32) {
let weight = weights[at];
if (bitcast<u32>(weight) != 0xbf800000u) {
sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
}
}
}
workgroupBarrier();
}
partial[lane] = sum;
for (var step = 128; step >= 8; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
if (isInside && lane < uniforms.widths.y) {
result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
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
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, parts: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> query: array<vec4<f32>, 1>;
var<workgroup> weights: array<f32, 256>;
var<workgroup> partial: array<f32, 256>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let lane = i32(localIndex);
let isInside = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) < sizes.x * sizes.y * uniforms.parts.x;
let number = min(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)), sizes.x * sizes.y * uniforms.parts.x - 1);
let place = number / uniforms.parts.x;
let start = number % uniforms.parts.x * uniforms.parts.y;
let batch = place / sizes.y;
let row = place % sizes.y;
let scale = bitcast<f32>(sizes.w);
for (var i = lane; i < 1; i += 256) { query[i] = q[place * 1 + i]; }
workgroupBarrier();
let column = lane % 4;
var highest = -3.4e38f;
var total = 0f;
var sum = 0f;
for (var done = 0; done < uniforms.parts.y; done += 256) {
let first = start + done;
let n = first + lane;
let isSeen = n < sizes.z;
var score = -3.4e38f;
if (isSeen) {
let key = (batch * sizes.z + n) * 1;
score = 0f;
for (var i = 0; i < 1; i++) { score += dot(query[i], k[key + i]); }
score *= scale;
}
partial[lane] = score;
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = max(partial[lane], partial[lane + step]); }
}
workgroupBarrier();
let next = max(highest, partial[0]);
let share = exponential(highest - next);
highest = next;
// What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
let weight = exponential(score - next);
weights[lane] = select(-1f, weight, isSeen);
workgroupBarrier();
partial[lane] = select(0f, weight, isSeen);
for (var step = 128; step >= 1; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
total = total * share + partial[0];
sum *= share;
if (column < uniforms.widths.y) {
for (var at = lane / 4; at < min(256, sizes.z - first); at += 64) {
let weight = weights[at];
if (bitcast<u32>(weight) != 0xbf800000u) {
sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
}
}
}
workgroupBarrier();
}
partial[lane] = sum;
for (var step = 128; step >= 4; step /= 2) {
workgroupBarrier();
if (lane < step) { partial[lane] = partial[lane] + partial[lane + step]; }
}
workgroupBarrier();
let width = uniforms.widths.y;
if (isInside && lane < width) { result[number * (width + 2) + lane] = partial[lane]; }
if (isInside && lane == 0) {
result[number * (width + 2) + width] = highest;
result[number * (width + 2) + width + 1] = total;
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
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
var<workgroup> spoiled: array<atomic<u32>, 64>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = q[u32(first) / 4u];
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = k[u32(first) / 4u];
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = v[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (columns <= rows) & (vec4<i32>(mask[maskStart + min(rows[0], sizes.y - 1) * uniforms.maskSteps.x + min(columns[0], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[1], sizes.y - 1) * uniforms.maskSteps.x + min(columns[1], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[2], sizes.y - 1) * uniforms.maskSteps.x + min(columns[2], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[3], sizes.y - 1) * uniforms.maskSteps.x + min(columns[3], sizes.z - 1) * uniforms.maskSteps.y]) != vec4<i32>());
}
fn finite_v(value: vec4<f32>, column: u32) -> vec4<f32> {
let isFinite = (bitcast<vec4<u32>>(value) & vec4<u32>(0x7f800000u)) != vec4<u32>(0x7f800000u);
if (!all(isFinite)) { atomicStore(&spoiled[column], 1u); }
return select(vec4<f32>(), value, isFinite);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
if (lane == 0u) {
let seenColumns = min(uniforms.sizes.z, firstRow + 64);
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
if (lane < 64u) { atomicStore(&spoiled[lane], 0u); }
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3);
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } }
}
let areSpoiled = vec4<bool>(atomicLoad(&spoiled[4u * x + 0u]) != 0u,atomicLoad(&spoiled[4u * x + 1u]) != 0u,atomicLoad(&spoiled[4u * x + 2u]) != 0u,atomicLoad(&spoiled[4u * x + 3u]) != 0u);
if (any(areSpoiled)) {
let nan = bitcast<f32>(0x7fc00000u + u32(min(block, 0)));
total0 = select(total0, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns) & areSpoiled));
total1 = select(total1, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns) & areSpoiled));
total2 = select(total2, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns) & areSpoiled));
total3 = select(total3, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns) & areSpoiled));
total4 = select(total4, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns) & areSpoiled));
total5 = select(total5, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns) & areSpoiled));
total6 = select(total6, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns) & areSpoiled));
total7 = select(total7, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns) & areSpoiled));
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
var<workgroup> spoiled: array<atomic<u32>, 64>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = q[u32(first) / 4u];
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = k[u32(first) / 4u];
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = v[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (vec4<i32>(mask[maskStart + min(rows[0], sizes.y - 1) * uniforms.maskSteps.x + min(columns[0], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[1], sizes.y - 1) * uniforms.maskSteps.x + min(columns[1], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[2], sizes.y - 1) * uniforms.maskSteps.x + min(columns[2], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[3], sizes.y - 1) * uniforms.maskSteps.x + min(columns[3], sizes.z - 1) * uniforms.maskSteps.y]) != vec4<i32>());
}
fn finite_v(value: vec4<f32>, column: u32) -> vec4<f32> {
let isFinite = (bitcast<vec4<u32>>(value) & vec4<u32>(0x7f800000u)) != vec4<u32>(0x7f800000u);
if (!all(isFinite)) { atomicStore(&spoiled[column], 1u); }
return select(vec4<f32>(), value, isFinite);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
if (lane == 0u) {
let seenColumns = uniforms.sizes.z;
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
if (lane < 64u) { atomicStore(&spoiled[lane], 0u); }
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3);
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } }
}
let areSpoiled = vec4<bool>(atomicLoad(&spoiled[4u * x + 0u]) != 0u,atomicLoad(&spoiled[4u * x + 1u]) != 0u,atomicLoad(&spoiled[4u * x + 2u]) != 0u,atomicLoad(&spoiled[4u * x + 3u]) != 0u);
if (any(areSpoiled)) {
let nan = bitcast<f32>(0x7fc00000u + u32(min(block, 0)));
total0 = select(total0, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns) & areSpoiled));
total1 = select(total1, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns) & areSpoiled));
total2 = select(total2, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns) & areSpoiled));
total3 = select(total3, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns) & areSpoiled));
total4 = select(total4, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns) & areSpoiled));
total5 = select(total5, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns) & areSpoiled));
total6 = select(total6, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns) & areSpoiled));
total7 = select(total7, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns) & areSpoiled));
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = q[u32(first) / 4u];
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = k[u32(first) / 4u];
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = v[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (rows / vec4<i32>(16) == columns / vec4<i32>(16));
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let maskAt = 0;
if (lane == 0u) {
let seenColumns = uniforms.sizes.z;
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
if (16u * part / 16u == (4u * y + 0u) / 16u) { for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3); } } }
if (16u * part / 16u == (4u * y + 32u) / 16u) { for (var at = 0u; at < 16u; at++) { 
{ let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } } }
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = q[u32(first) / 4u];
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = k[u32(first) / 4u];
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = v[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z));
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let maskAt = 0;
if (lane == 0u) {
let seenColumns = uniforms.sizes.z;
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3);
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } }
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
var<workgroup> spoiled: array<atomic<u32>, 64>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = q[u32(first) / 4u];
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = k[u32(first) / 4u];
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = v[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (columns <= rows);
}
fn finite_v(value: vec4<f32>, column: u32) -> vec4<f32> {
let isFinite = (bitcast<vec4<u32>>(value) & vec4<u32>(0x7f800000u)) != vec4<u32>(0x7f800000u);
if (!all(isFinite)) { atomicStore(&spoiled[column], 1u); }
return select(vec4<f32>(), value, isFinite);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let maskAt = 0;
if (lane == 0u) {
let seenColumns = min(uniforms.sizes.z, firstRow + 64);
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
if (lane < 64u) { atomicStore(&spoiled[lane], 0u); }
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3);
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } }
}
let areSpoiled = vec4<bool>(atomicLoad(&spoiled[4u * x + 0u]) != 0u,atomicLoad(&spoiled[4u * x + 1u]) != 0u,atomicLoad(&spoiled[4u * x + 2u]) != 0u,atomicLoad(&spoiled[4u * x + 3u]) != 0u);
if (any(areSpoiled)) {
let nan = bitcast<f32>(0x7fc00000u + u32(min(block, 0)));
total0 = select(total0, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns) & areSpoiled));
total1 = select(total1, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns) & areSpoiled));
total2 = select(total2, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns) & areSpoiled));
total3 = select(total3, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns) & areSpoiled));
total4 = select(total4, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns) & areSpoiled));
total5 = select(total5, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns) & areSpoiled));
total6 = select(total6, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns) & areSpoiled));
total7 = select(total7, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns) & areSpoiled));
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: i32;
var<workgroup> spoiled: array<atomic<u32>, 64>;
fn exponential(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(exp(a));
y = select(y, u32(0x7f800000u), (bits >= u32(0x42b17218u)) & (bits <= u32(0x7f800000u)));
y = select(y, u32(0x0u), bits >= u32(0xc2d00000u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
}
fn logarithm(a: f32) -> f32 {
let bits = bitcast<u32>(a);
var y = bitcast<u32>(log(a));
y = select(y, u32(0x7f800000u), bits == u32(0x7f800000u));
y = select(y, u32(0x7fc00000u), bits > u32(0x80000000u));
y = select(y, u32(0xff800000u), (bits & u32(0x7fffffffu)) == u32(0x0u));
y = select(y, bits, (bits & u32(0x7fffffffu)) > u32(0x7f800000u));
return bitcast<f32>(y);
}
fn load_q(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = q[u32(first) / 4u];
}
return value;
}
fn load_k(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = k[u32(first) / 4u];
}
return value;
}
fn load_v(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = v[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (rows / vec4<i32>(32) == columns / vec4<i32>(32)) & (columns <= rows);
}
fn finite_v(value: vec4<f32>, column: u32) -> vec4<f32> {
let isFinite = (bitcast<vec4<u32>>(value) & vec4<u32>(0x7f800000u)) != vec4<u32>(0x7f800000u);
if (!all(isFinite)) { atomicStore(&spoiled[column], 1u); }
return select(vec4<f32>(), value, isFinite);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
// Those with most work begin first.
let firstRow = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
// Workgroups beyond the last load and store nothing.
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let maskAt = 0;
if (lane == 0u) {
let seenColumns = min(uniforms.sizes.z, firstRow + 64);
blocks = select(0, (seenColumns + 63) / 64, rows > 0);
}
let count = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var highest0 = -3.4e38f; var total0 = 0f;
var highest1 = -3.4e38f; var total1 = 0f;
var highest2 = -3.4e38f; var total2 = 0f;
var highest3 = -3.4e38f; var total3 = 0f;
var highest4 = -3.4e38f; var total4 = 0f;
var highest5 = -3.4e38f; var total5 = 0f;
var highest6 = -3.4e38f; var total6 = 0f;
var highest7 = -3.4e38f; var total7 = 0f;
for (var block = 0; block < count; block++) {
let firstColumn = 64 * block;
if (lane < 64u) { atomicStore(&spoiled[lane], 0u); }
var s0 = vec4<f32>();
var s1 = vec4<f32>();
var s2 = vec4<f32>();
var s3 = vec4<f32>();
var s4 = vec4<f32>();
var s5 = vec4<f32>();
var s6 = vec4<f32>();
var s7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.x; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_q(baseQ, firstRow + 4 * i32(outer) + 0, rows, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, firstRow + 4 * i32(outer) + 1, rows, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, firstRow + 4 * i32(outer) + 2, rows, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, firstRow + 4 * i32(outer) + 3, rows, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, firstColumn + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, firstColumn + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, firstColumn + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, firstColumn + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
s0 = fma(vec4<f32>(a0.x), b, s0);
s1 = fma(vec4<f32>(a0.y), b, s1);
s2 = fma(vec4<f32>(a0.z), b, s2);
s3 = fma(vec4<f32>(a0.w), b, s3);
s4 = fma(vec4<f32>(a1.x), b, s4);
s5 = fma(vec4<f32>(a1.y), b, s5);
s6 = fma(vec4<f32>(a1.z), b, s6);
s7 = fma(vec4<f32>(a1.w), b, s7); } }
}
// What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
s0 = select(hidden, scale * s0, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns));
s1 = select(hidden, scale * s1, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns));
s2 = select(hidden, scale * s2, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns));
s3 = select(hidden, scale * s3, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns));
s4 = select(hidden, scale * s4, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns));
s5 = select(hidden, scale * s5, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns));
s6 = select(hidden, scale * s6, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns));
s7 = select(hidden, scale * s7, seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns));
let best0 = max(max(s0.x, s0.y), max(s0.z, s0.w));
let best1 = max(max(s1.x, s1.y), max(s1.z, s1.w));
let best2 = max(max(s2.x, s2.y), max(s2.z, s2.w));
let best3 = max(max(s3.x, s3.y), max(s3.z, s3.w));
let best4 = max(max(s4.x, s4.y), max(s4.z, s4.w));
let best5 = max(max(s5.x, s5.y), max(s5.z, s5.w));
let best6 = max(max(s6.x, s6.y), max(s6.z, s6.w));
let best7 = max(max(s7.x, s7.y), max(s7.z, s7.w));
workgroupBarrier();
tile_a[x][y] = vec4<f32>(best0,best1,best2,best3);
tile_a[x][y + 8u] = vec4<f32>(best4,best5,best6,best7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = max(low, tile_a[other][y]);
high = max(high, tile_a[other][y + 8u]);
}
{ let next = max(highest0, low.x);
let share = exponential(highest0 - next);
highest0 = next;
s0 = exponentials(s0 - next);
total0 = total0 * share + ((s0.x + s0.y) + (s0.z + s0.w));
o0 *= share; }
{ let next = max(highest1, low.y);
let share = exponential(highest1 - next);
highest1 = next;
s1 = exponentials(s1 - next);
total1 = total1 * share + ((s1.x + s1.y) + (s1.z + s1.w));
o1 *= share; }
{ let next = max(highest2, low.z);
let share = exponential(highest2 - next);
highest2 = next;
s2 = exponentials(s2 - next);
total2 = total2 * share + ((s2.x + s2.y) + (s2.z + s2.w));
o2 *= share; }
{ let next = max(highest3, low.w);
let share = exponential(highest3 - next);
highest3 = next;
s3 = exponentials(s3 - next);
total3 = total3 * share + ((s3.x + s3.y) + (s3.z + s3.w));
o3 *= share; }
{ let next = max(highest4, high.x);
let share = exponential(highest4 - next);
highest4 = next;
s4 = exponentials(s4 - next);
total4 = total4 * share + ((s4.x + s4.y) + (s4.z + s4.w));
o4 *= share; }
{ let next = max(highest5, high.y);
let share = exponential(highest5 - next);
highest5 = next;
s5 = exponentials(s5 - next);
total5 = total5 * share + ((s5.x + s5.y) + (s5.z + s5.w));
o5 *= share; }
{ let next = max(highest6, high.z);
let share = exponential(highest6 - next);
highest6 = next;
s6 = exponentials(s6 - next);
total6 = total6 * share + ((s6.x + s6.y) + (s6.z + s6.w));
o6 *= share; }
{ let next = max(highest7, high.w);
let share = exponential(highest7 - next);
highest7 = next;
s7 = exponentials(s7 - next);
total7 = total7 * share + ((s7.x + s7.y) + (s7.z + s7.w));
o7 *= share; }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(s0.x,s1.x,s2.x,s3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(s4.x,s5.x,s6.x,s7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(s0.y,s1.y,s2.y,s3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(s4.y,s5.y,s6.y,s7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(s0.z,s1.z,s2.z,s3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(s4.z,s5.z,s6.z,s7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(s0.w,s1.w,s2.w,s3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(s4.w,s5.w,s6.w,s7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_v(baseV, firstColumn + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = finite_v(loaded, 16u * part + own); }
workgroupBarrier();
if (16u * part / 32u == (4u * y + 0u) / 32u) { for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let b = tile_b[at][x];
o0 = fma(vec4<f32>(a0.x), b, o0);
o1 = fma(vec4<f32>(a0.y), b, o1);
o2 = fma(vec4<f32>(a0.z), b, o2);
o3 = fma(vec4<f32>(a0.w), b, o3); } } }
if (16u * part / 32u == (4u * y + 32u) / 32u) { for (var at = 0u; at < 16u; at++) { 
{ let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
o4 = fma(vec4<f32>(a1.x), b, o4);
o5 = fma(vec4<f32>(a1.y), b, o5);
o6 = fma(vec4<f32>(a1.z), b, o6);
o7 = fma(vec4<f32>(a1.w), b, o7); } } }
}
let areSpoiled = vec4<bool>(atomicLoad(&spoiled[4u * x + 0u]) != 0u,atomicLoad(&spoiled[4u * x + 1u]) != 0u,atomicLoad(&spoiled[4u * x + 2u]) != 0u,atomicLoad(&spoiled[4u * x + 3u]) != 0u);
if (any(areSpoiled)) {
let nan = bitcast<f32>(0x7fc00000u + u32(min(block, 0)));
total0 = select(total0, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 0), columns) & areSpoiled));
total1 = select(total1, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 1), columns) & areSpoiled));
total2 = select(total2, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 2), columns) & areSpoiled));
total3 = select(total3, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 0u) + 3), columns) & areSpoiled));
total4 = select(total4, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 0), columns) & areSpoiled));
total5 = select(total5, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 1), columns) & areSpoiled));
total6 = select(total6, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 2), columns) & areSpoiled));
total7 = select(total7, nan, any(seen(maskAt, vec4<i32>(firstRow + 4 * i32(y + 8u) + 3), columns) & areSpoiled));
}
}
workgroupBarrier();
tile_a[x][y] = vec4<f32>(total0,total1,total2,total3);
tile_a[x][y + 8u] = vec4<f32>(total4,total5,total6,total7);
workgroupBarrier();
var low = tile_a[0][y];
var high = tile_a[0][y + 8u];
for (var other = 1u; other < 16u; other++) {
low = low + tile_a[other][y];
high = high + tile_a[other][y + 8u];
}
{ let row = firstRow + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = select(o0 / low.x, vec4<f32>(), low.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = select(o1 / low.y, vec4<f32>(), low.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = select(o2 / low.z, vec4<f32>(), low.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = select(o3 / low.w, vec4<f32>(), low.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = select(o4 / high.x, vec4<f32>(), high.x == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = select(o5 / high.y, vec4<f32>(), high.y == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = select(o6 / high.z, vec4<f32>(), high.z == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = select(o7 / high.w, vec4<f32>(), high.w == 0f);
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[batch * uniforms.sizes.y * uniforms.widths.y + row * uniforms.widths.y + at + 3] = value.w; }
} }
if (x == 0u && column == 0) {
{ let row = firstRow + 4 * i32(y + 0u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest0 + logarithm(low.x); } }
{ let row = firstRow + 4 * i32(y + 0u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest1 + logarithm(low.y); } }
{ let row = firstRow + 4 * i32(y + 0u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest2 + logarithm(low.z); } }
{ let row = firstRow + 4 * i32(y + 0u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest3 + logarithm(low.w); } }
{ let row = firstRow + 4 * i32(y + 8u) + 0;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest4 + logarithm(high.x); } }
{ let row = firstRow + 4 * i32(y + 8u) + 1;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest5 + logarithm(high.y); } }
{ let row = firstRow + 4 * i32(y + 8u) + 2;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest6 + logarithm(high.z); } }
{ let row = firstRow + 4 * i32(y + 8u) + 3;
if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest7 + logarithm(high.w); } }
}
}
@compute @workgroup_size(128)
fn start(
@builtin(local_invocation_index) lane: u32,
@builtin(workgroup_id) group: vec3<u32>,
@builtin(num_workgroups) groups: vec3<u32>,
) {
localIndex = lane;
workgroupId = group;
numWorkgroups = groups;
main(i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z)) * 128 + i32(lane));
}
