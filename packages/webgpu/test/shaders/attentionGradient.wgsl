@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
var total = 0f;
for (var at = 0; at < uniforms.count.y; at++) {
let place = index * uniforms.count.y + at;
total += dy[place] * y[place];
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
@group(0) @binding(1) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> y: array<vec4<f32>>;
struct Uniforms { count: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
if (index >= uniforms.count.x) { return; }
var total = 0f;
for (var at = 0; at < uniforms.count.y; at++) {
let place = index * uniforms.count.y + at;
total += dot(dy[place], y[place]);
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<f32>;
@group(0) @binding(4) var<storage, read> q: array<f32>;
@group(0) @binding(5) var<storage, read> k: array<f32>;
@group(0) @binding(6) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
if (at + 0 < width) { value.x = dy[first + 0]; }
if (at + 1 < width) { value.y = dy[first + 1]; }
if (at + 2 < width) { value.z = dy[first + 2]; }
if (at + 3 < width) { value.w = dy[first + 3]; }
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
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.z + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = first + 64 <= uniforms.sizes.y && other + 64 <= uniforms.sizes.z;
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<f32>;
@group(0) @binding(4) var<storage, read> q: array<f32>;
@group(0) @binding(5) var<storage, read> k: array<f32>;
@group(0) @binding(6) var<storage, read> v: array<f32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
if (at + 0 < width) { value.x = dy[first + 0]; }
if (at + 1 < width) { value.y = dy[first + 1]; }
if (at + 2 < width) { value.z = dy[first + 2]; }
if (at + 3 < width) { value.w = dy[first + 3]; }
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
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3);
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<f32>;
@group(0) @binding(5) var<storage, read> k: array<f32>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
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
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.z + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = first + 64 <= uniforms.sizes.y && other + 64 <= uniforms.sizes.z;
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<f32>;
@group(0) @binding(5) var<storage, read> k: array<f32>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
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
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3);
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(8) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (columns <= rows) & (vec4<i32>(mask[maskStart + min(rows[0], sizes.y - 1) * uniforms.maskSteps.x + min(columns[0], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[1], sizes.y - 1) * uniforms.maskSteps.x + min(columns[1], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[2], sizes.y - 1) * uniforms.maskSteps.x + min(columns[2], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[3], sizes.y - 1) * uniforms.maskSteps.x + min(columns[3], sizes.z - 1) * uniforms.maskSteps.y]) != vec4<i32>());
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (min(uniforms.sizes.z, first + 64) + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = false;
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(8) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (vec4<i32>(mask[maskStart + min(rows[0], sizes.y - 1) * uniforms.maskSteps.x + min(columns[0], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[1], sizes.y - 1) * uniforms.maskSteps.x + min(columns[1], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[2], sizes.y - 1) * uniforms.maskSteps.x + min(columns[2], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[3], sizes.y - 1) * uniforms.maskSteps.x + min(columns[3], sizes.z - 1) * uniforms.maskSteps.y]) != vec4<i32>());
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.z + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = false;
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(8) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (columns <= rows) & (vec4<i32>(mask[maskStart + min(rows[0], sizes.y - 1) * uniforms.maskSteps.x + min(columns[0], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[1], sizes.y - 1) * uniforms.maskSteps.x + min(columns[1], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[2], sizes.y - 1) * uniforms.maskSteps.x + min(columns[2], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[3], sizes.y - 1) * uniforms.maskSteps.x + min(columns[3], sizes.z - 1) * uniforms.maskSteps.y]) != vec4<i32>());
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(first / 64, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3);
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read> mask: array<i32>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, sizesLow: vec4<i32>, sizesHigh: vec4<i32>, maskLow: vec4<i32>, maskHigh: vec4<i32>, maskSteps: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(8) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (vec4<i32>(mask[maskStart + min(rows[0], sizes.y - 1) * uniforms.maskSteps.x + min(columns[0], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[1], sizes.y - 1) * uniforms.maskSteps.x + min(columns[1], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[2], sizes.y - 1) * uniforms.maskSteps.x + min(columns[2], sizes.z - 1) * uniforms.maskSteps.y],mask[maskStart + min(rows[3], sizes.y - 1) * uniforms.maskSteps.x + min(columns[3], sizes.z - 1) * uniforms.maskSteps.y]) != vec4<i32>());
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
var rest = batch;
var maskAt = 0;
maskAt += rest * uniforms.maskLow.x;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3);
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (columns <= rows);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (min(uniforms.sizes.z, first + 64) + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = first + 64 <= uniforms.sizes.y && other + 64 <= min(first, uniforms.sizes.z);
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
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
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.z + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = false;
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (rows / vec4<i32>(32) == columns / vec4<i32>(32)) & (columns <= rows);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (min(uniforms.sizes.z, first + 64) + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = false;
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
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
}
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
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
let first = 64 * (grid.x - 1 - (group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.z + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_q(baseQ, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_k(baseK, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_dy(baseY, first + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, first + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, first + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, first + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_v(baseV, other + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, other + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, other + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, other + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let isWhole = first + 64 <= uniforms.sizes.y && other + 64 <= uniforms.sizes.z;
{ let query = first + 4 * i32(y + 0u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s0 - sum);
if (isWhole) { s0 = weights; } else { s0 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t0 = s0 * (t0 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s1 - sum);
if (isWhole) { s1 = weights; } else { s1 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t1 = s1 * (t1 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s2 - sum);
if (isWhole) { s2 = weights; } else { s2 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t2 = s2 * (t2 - dot); } }
{ let query = first + 4 * i32(y + 0u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s3 - sum);
if (isWhole) { s3 = weights; } else { s3 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t3 = s3 * (t3 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 0;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s4 - sum);
if (isWhole) { s4 = weights; } else { s4 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t4 = s4 * (t4 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 1;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s5 - sum);
if (isWhole) { s5 = weights; } else { s5 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t5 = s5 * (t5 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 2;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s6 - sum);
if (isWhole) { s6 = weights; } else { s6 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t6 = s6 * (t6 - dot); } }
{ let query = first + 4 * i32(y + 8u) + 3;
let place = min(query, uniforms.sizes.y - 1);
let sum = forward[baseSum + place];
let dot = dots[baseDot + place];
{ let weights = exponentials(scale * s7 - sum);
if (isWhole) { s7 = weights; } else { s7 = select(vec4<f32>(), weights, seen(maskAt, vec4<i32>(query), columns)); }
t7 = s7 * (t7 - dot); } }
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_k(baseK, other + row, uniforms.sizes.z, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[baseQ + row * uniforms.widths.x + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (columns <= rows);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(first / 64, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3);
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
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
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
if (16u * part / 16u == (4u * y + 0u) / 16u) { for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3); } } }
if (16u * part / 16u == (4u * y + 32u) / 16u) { for (var at = 0u; at < 16u; at++) { 
{ let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
}
return value;
}
fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
let sizes = uniforms.sizes;
return (rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z)) & (rows / vec4<i32>(32) == columns / vec4<i32>(32)) & (columns <= rows);
}
fn main(index: i32) {
let group = i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z));
let lane = localIndex;
let x = lane % 16u;
let y = lane / 16u;
let grid = uniforms.grid;
let tiles = grid.x * grid.y;
let batch = group / tiles;
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(first / 64, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
if (16u * part / 32u == (4u * y + 0u) / 32u) { for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3); } } }
if (16u * part / 32u == (4u * y + 32u) / 32u) { for (var at = 0u; at < 16u; at++) { 
{ let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
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
}
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
@group(0) @binding(1) var<storage, read> forward: array<f32>;
@group(0) @binding(2) var<storage, read> dots: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> k: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read> v: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, widths: vec4<i32>, grid: vec4<i32>, starts: vec4<i32> }
@group(0) @binding(7) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile_a: array<array<vec4<f32>, 16>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;
var<workgroup> blocks: vec2<i32>;
fn exponentials(a: vec4<f32>) -> vec4<f32> {
let bits = bitcast<vec4<u32>>(a);
var y = bitcast<vec4<u32>>(exp(a));
y = select(y, vec4<u32>(0x7f800000u), (bits >= vec4<u32>(0x42b17218u)) & (bits <= vec4<u32>(0x7f800000u)));
y = select(y, vec4<u32>(0x0u), bits >= vec4<u32>(0xc2d00000u));
y = select(y, bits, (bits & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
return bitcast<vec4<f32>>(y);
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
fn load_dy(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
var value = vec4<f32>();
if (row < rows && at < width) {
let first = base + row * width + at;
value = dy[u32(first) / 4u];
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
let first = 64 * ((group % tiles) / grid.y);
let column = 64 * (group % grid.y);
let scale = bitcast<f32>(uniforms.sizes.w);
let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
let baseY = batch * uniforms.sizes.y * uniforms.widths.y;
let baseSum = grid.z + batch * uniforms.sizes.y;
let baseDot = batch * uniforms.sizes.y;
let maskAt = 0;
if (lane == 0u) {
// Workgroups beyond the last load and store nothing.
blocks = select(vec2<i32>(), vec2<i32>(0, (uniforms.sizes.y + 63) / 64), batch < uniforms.sizes.x);
}
let range = workgroupUniformLoad(&blocks);
var o0 = vec4<f32>();
var o1 = vec4<f32>();
var o2 = vec4<f32>();
var o3 = vec4<f32>();
var o4 = vec4<f32>();
var o5 = vec4<f32>();
var o6 = vec4<f32>();
var o7 = vec4<f32>();
var u0 = vec4<f32>();
var u1 = vec4<f32>();
var u2 = vec4<f32>();
var u3 = vec4<f32>();
var u4 = vec4<f32>();
var u5 = vec4<f32>();
var u6 = vec4<f32>();
var u7 = vec4<f32>();
for (var block = range.x; block < range.y; block++) {
let other = 64 * block;
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
if (lane < 64u) { let r0 = load_k(baseK, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_k(baseK, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_k(baseK, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_k(baseK, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.x); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_q(baseQ, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r1 = load_q(baseQ, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r2 = load_q(baseQ, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x);
let r3 = load_q(baseQ, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.x); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
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
var t0 = vec4<f32>();
var t1 = vec4<f32>();
var t2 = vec4<f32>();
var t3 = vec4<f32>();
var t4 = vec4<f32>();
var t5 = vec4<f32>();
var t6 = vec4<f32>();
var t7 = vec4<f32>();
for (var at = 0; at < uniforms.widths.y; at += 16) {
workgroupBarrier();
let outer = (lane % 64u) / 4u;
let inner = lane % 4u;
if (lane < 64u) { let r0 = load_v(baseV, first + 4 * i32(outer) + 0, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_v(baseV, first + 4 * i32(outer) + 1, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_v(baseV, first + 4 * i32(outer) + 2, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_v(baseV, first + 4 * i32(outer) + 3, uniforms.sizes.z, at + 4 * i32(inner), uniforms.widths.y); tile_a[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_a[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_a[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_a[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); } else { let r0 = load_dy(baseY, other + 4 * i32(outer) + 0, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r1 = load_dy(baseY, other + 4 * i32(outer) + 1, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r2 = load_dy(baseY, other + 4 * i32(outer) + 2, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y);
let r3 = load_dy(baseY, other + 4 * i32(outer) + 3, uniforms.sizes.y, at + 4 * i32(inner), uniforms.widths.y); tile_b[4u * inner + 0u][outer ^ (2u * inner)] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile_b[4u * inner + 1u][outer ^ (2u * inner)] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile_b[4u * inner + 2u][outer ^ (2u * inner)] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile_b[4u * inner + 3u][outer ^ (2u * inner)] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][(y + 0u) ^ (2u * (at / 4u))];
let a1 = tile_a[at][(y + 8u) ^ (2u * (at / 4u))];
let b = tile_b[at][(x) ^ (2u * (at / 4u))];
t0 = fma(vec4<f32>(a0.x), b, t0);
t1 = fma(vec4<f32>(a0.y), b, t1);
t2 = fma(vec4<f32>(a0.z), b, t2);
t3 = fma(vec4<f32>(a0.w), b, t3);
t4 = fma(vec4<f32>(a1.x), b, t4);
t5 = fma(vec4<f32>(a1.y), b, t5);
t6 = fma(vec4<f32>(a1.z), b, t6);
t7 = fma(vec4<f32>(a1.w), b, t7); } }
}
let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
let sums = vec4<f32>(forward[baseSum + places[0]],forward[baseSum + places[1]],forward[baseSum + places[2]],forward[baseSum + places[3]]);
let rowDots = vec4<f32>(dots[baseDot + places[0]],dots[baseDot + places[1]],dots[baseDot + places[2]],dots[baseDot + places[3]]);
{ let weights = exponentials(scale * s0 - sums);
s0 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 0)));
t0 = s0 * (t0 - rowDots); }
{ let weights = exponentials(scale * s1 - sums);
s1 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 1)));
t1 = s1 * (t1 - rowDots); }
{ let weights = exponentials(scale * s2 - sums);
s2 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 2)));
t2 = s2 * (t2 - rowDots); }
{ let weights = exponentials(scale * s3 - sums);
s3 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 0u) + 3)));
t3 = s3 * (t3 - rowDots); }
{ let weights = exponentials(scale * s4 - sums);
s4 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 0)));
t4 = s4 * (t4 - rowDots); }
{ let weights = exponentials(scale * s5 - sums);
s5 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 1)));
t5 = s5 * (t5 - rowDots); }
{ let weights = exponentials(scale * s6 - sums);
s6 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 2)));
t6 = s6 * (t6 - rowDots); }
{ let weights = exponentials(scale * s7 - sums);
s7 = select(vec4<f32>(), weights, seen(maskAt, others, vec4<i32>(first + 4 * i32(y + 8u) + 3)));
t7 = s7 * (t7 - rowDots); }
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
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_dy(baseY, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.y);
tile_b[own][x] = loaded; }
workgroupBarrier();
for (var at = 0u; at < 16u; at++) { 
{ let a0 = tile_a[at][y + 0u];
let a1 = tile_a[at][y + 8u];
let b = tile_b[at][x];
u0 = fma(vec4<f32>(a0.x), b, u0);
u1 = fma(vec4<f32>(a0.y), b, u1);
u2 = fma(vec4<f32>(a0.z), b, u2);
u3 = fma(vec4<f32>(a0.w), b, u3);
u4 = fma(vec4<f32>(a1.x), b, u4);
u5 = fma(vec4<f32>(a1.y), b, u5);
u6 = fma(vec4<f32>(a1.z), b, u6);
u7 = fma(vec4<f32>(a1.w), b, u7); } }
}
for (var part = 0u; part < 4u; part++) {
workgroupBarrier();
if (x / 4u == part) {
tile_a[4u * (x % 4u) + 0u][y + 0u] = vec4<f32>(t0.x,t1.x,t2.x,t3.x);
tile_a[4u * (x % 4u) + 0u][y + 8u] = vec4<f32>(t4.x,t5.x,t6.x,t7.x);
tile_a[4u * (x % 4u) + 1u][y + 0u] = vec4<f32>(t0.y,t1.y,t2.y,t3.y);
tile_a[4u * (x % 4u) + 1u][y + 8u] = vec4<f32>(t4.y,t5.y,t6.y,t7.y);
tile_a[4u * (x % 4u) + 2u][y + 0u] = vec4<f32>(t0.z,t1.z,t2.z,t3.z);
tile_a[4u * (x % 4u) + 2u][y + 8u] = vec4<f32>(t4.z,t5.z,t6.z,t7.z);
tile_a[4u * (x % 4u) + 3u][y + 0u] = vec4<f32>(t0.w,t1.w,t2.w,t3.w);
tile_a[4u * (x % 4u) + 3u][y + 8u] = vec4<f32>(t4.w,t5.w,t6.w,t7.w);
}
{ let own = y + 0u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
tile_b[own][x] = loaded; }
{ let own = y + 8u;
let row = i32(16u * part + own);
let loaded = load_q(baseQ, other + row, uniforms.sizes.y, column + 4 * i32(x), uniforms.widths.x);
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
let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = scale * o0;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = scale * o1;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = scale * o2;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = scale * o3;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = scale * o4;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = scale * o5;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = scale * o6;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = scale * o7;
if (row < rows) {
if (at + 0 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 0] = value.x; }
if (at + 1 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 1] = value.y; }
if (at + 2 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 2] = value.z; }
if (at + 3 < uniforms.widths.x) { result[uniforms.starts.x + baseK + row * uniforms.widths.x + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 0;
let at = column + 4 * i32(x);
let value = u0;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 1;
let at = column + 4 * i32(x);
let value = u1;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 2;
let at = column + 4 * i32(x);
let value = u2;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 0u) + 3;
let at = column + 4 * i32(x);
let value = u3;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 0;
let at = column + 4 * i32(x);
let value = u4;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 1;
let at = column + 4 * i32(x);
let value = u5;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 2;
let at = column + 4 * i32(x);
let value = u6;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
{ let row = first + 4 * i32(y + 8u) + 3;
let at = column + 4 * i32(x);
let value = u7;
if (row < rows) {
if (at + 0 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 0] = value.x; }
if (at + 1 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 1] = value.y; }
if (at + 2 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 2] = value.z; }
if (at + 3 < uniforms.widths.y) { result[uniforms.starts.y + baseV + row * uniforms.widths.y + at + 3] = value.w; }
} }
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
