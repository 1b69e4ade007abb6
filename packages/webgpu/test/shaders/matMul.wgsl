@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 512>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.y + outer;
if (outer + 0 < outers) { value.x = A[at + 0]; }
if (outer + 1 < outers) { value.y = A[at + 1]; }
if (outer + 2 < outers) { value.z = A[at + 2]; }
if (outer + 3 < outers) { value.w = A[at + 3]; }
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.z + outer;
if (outer + 0 < outers) { value.x = B[at + 0]; }
if (outer + 1 < outers) { value.y = B[at + 1]; }
if (outer + 2 < outers) { value.z = B[at + 2]; }
if (outer + 3 < outers) { value.w = B[at + 3]; }
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 64;
let firstColumn = (place % grid.y) * 64;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 64 of A, the next 64 of B.
let isA = lane < 64;
let isB = !isA && lane < 128;
let blockA = vec2<i32>(lane % 16, lane / 16);
let blockB = vec2<i32>((lane - 64) % 16, (lane - 64) / 16);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum3_0 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA, k + 4 * blockA.y + 1, rows, end);
r2 = load_a(baseA, rowA, k + 4 * blockA.y + 2, rows, end);
r3 = load_a(baseA, rowA, k + 4 * blockA.y + 3, rows, end); }
if (isB) { r0 = load_b(baseB, columnB, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB, k + 4 * blockB.y + 1, columns, end);
r2 = load_b(baseB, columnB, k + 4 * blockB.y + 2, columns, end);
r3 = load_b(baseB, columnB, k + 4 * blockB.y + 3, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 16 + y + 0];
let b0 = tile[256 + at * 16 + x + 0];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 16 + blockA.x] = r0;
tile[0 + (4 * blockA.y + 1) * 16 + blockA.x] = r1;
tile[0 + (4 * blockA.y + 2) * 16 + blockA.x] = r2;
tile[0 + (4 * blockA.y + 3) * 16 + blockA.x] = r3; }
if (isB) { tile[256 + (4 * blockB.y + 0) * 16 + blockB.x] = r0;
tile[256 + (4 * blockB.y + 1) * 16 + blockB.x] = r1;
tile[256 + (4 * blockB.y + 2) * 16 + blockB.x] = r2;
tile[256 + (4 * blockB.y + 3) * 16 + blockB.x] = r3; }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum0_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum0_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum0_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum0_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum1_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum1_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum1_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum1_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum2_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum2_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum2_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum2_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum3_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum3_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum3_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum3_0.w; } } } }
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
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 512>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
if (k + 0 < end) { value.x = A[at + 0]; }
if (k + 1 < end) { value.y = A[at + 1]; }
if (k + 2 < end) { value.z = A[at + 2]; }
if (k + 3 < end) { value.w = A[at + 3]; }
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.z + outer;
if (outer + 0 < outers) { value.x = B[at + 0]; }
if (outer + 1 < outers) { value.y = B[at + 1]; }
if (outer + 2 < outers) { value.z = B[at + 2]; }
if (outer + 3 < outers) { value.w = B[at + 3]; }
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 64;
let firstColumn = (place % grid.y) * 64;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 64 of A, the next 64 of B.
let isA = lane < 64;
let isB = !isA && lane < 128;
let blockA = vec2<i32>(lane / 4, lane % 4);
let blockB = vec2<i32>((lane - 64) % 16, (lane - 64) / 16);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum3_0 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA + 0, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA + 1, k + 4 * blockA.y + 0, rows, end);
r2 = load_a(baseA, rowA + 2, k + 4 * blockA.y + 0, rows, end);
r3 = load_a(baseA, rowA + 3, k + 4 * blockA.y + 0, rows, end); }
if (isB) { r0 = load_b(baseB, columnB, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB, k + 4 * blockB.y + 1, columns, end);
r2 = load_b(baseB, columnB, k + 4 * blockB.y + 2, columns, end);
r3 = load_b(baseB, columnB, k + 4 * blockB.y + 3, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 16 + y + 0];
let b0 = tile[256 + at * 16 + x + 0];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 16 + blockA.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[0 + (4 * blockA.y + 1) * 16 + blockA.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[0 + (4 * blockA.y + 2) * 16 + blockA.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[0 + (4 * blockA.y + 3) * 16 + blockA.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
if (isB) { tile[256 + (4 * blockB.y + 0) * 16 + blockB.x] = r0;
tile[256 + (4 * blockB.y + 1) * 16 + blockB.x] = r1;
tile[256 + (4 * blockB.y + 2) * 16 + blockB.x] = r2;
tile[256 + (4 * blockB.y + 3) * 16 + blockB.x] = r3; }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum0_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum0_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum0_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum0_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum1_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum1_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum1_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum1_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum2_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum2_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum2_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum2_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum3_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum3_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum3_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum3_0.w; } } } }
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
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 512>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
if (k + 0 < end) { value.x = A[at + 0]; }
if (k + 1 < end) { value.y = A[at + 1]; }
if (k + 2 < end) { value.z = A[at + 2]; }
if (k + 3 < end) { value.w = A[at + 3]; }
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
if (k + 0 < end) { value.x = B[at + 0]; }
if (k + 1 < end) { value.y = B[at + 1]; }
if (k + 2 < end) { value.z = B[at + 2]; }
if (k + 3 < end) { value.w = B[at + 3]; }
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 64;
let firstColumn = (place % grid.y) * 64;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 64 of A, the next 64 of B.
let isA = lane < 64;
let isB = !isA && lane < 128;
let blockA = vec2<i32>(lane / 4, lane % 4);
let blockB = vec2<i32>((lane - 64) / 4, (lane - 64) % 4);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum3_0 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA + 0, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA + 1, k + 4 * blockA.y + 0, rows, end);
r2 = load_a(baseA, rowA + 2, k + 4 * blockA.y + 0, rows, end);
r3 = load_a(baseA, rowA + 3, k + 4 * blockA.y + 0, rows, end); }
if (isB) { r0 = load_b(baseB, columnB + 0, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB + 1, k + 4 * blockB.y + 0, columns, end);
r2 = load_b(baseB, columnB + 2, k + 4 * blockB.y + 0, columns, end);
r3 = load_b(baseB, columnB + 3, k + 4 * blockB.y + 0, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 16 + y + 0];
let b0 = tile[256 + at * 16 + x + 0];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 16 + blockA.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[0 + (4 * blockA.y + 1) * 16 + blockA.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[0 + (4 * blockA.y + 2) * 16 + blockA.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[0 + (4 * blockA.y + 3) * 16 + blockA.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
if (isB) { tile[256 + (4 * blockB.y + 0) * 16 + blockB.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[256 + (4 * blockB.y + 1) * 16 + blockB.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[256 + (4 * blockB.y + 2) * 16 + blockB.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[256 + (4 * blockB.y + 3) * 16 + blockB.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum0_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum0_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum0_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum0_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum1_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum1_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum1_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum1_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum2_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum2_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum2_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum2_0.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum3_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum3_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum3_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum3_0.w; } } } }
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
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let sizes = uniforms.sizes;
if (index >= uniforms.split.z) { return; }
let place = index % uniforms.split.y;
let part = index / uniforms.split.y;
let column = place % sizes.z;
let row = (place / sizes.z) % sizes.y;
let batch = place / (sizes.y * sizes.z);
let first = part * uniforms.split.x;
let end = min(sizes.w, first + uniforms.split.x);
var a = batch * sizes.y * sizes.w + row * sizes.w + first * 1;
var b = batch * sizes.w * sizes.z + column * sizes.w + first * 1;
var sum = 0f;
for (var k = first; k < end; k++) {
sum = fma(A[a], B[b], sum);
a += 1;
b += 1;
}
result[index] = sum;
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
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let sizes = uniforms.sizes;
if (index >= uniforms.split.z) { return; }
let place = index % uniforms.split.y;
let part = index / uniforms.split.y;
let column = place % sizes.z;
let row = (place / sizes.z) % sizes.y;
let batch = place / (sizes.y * sizes.z);
let first = part * uniforms.split.x;
let end = min(sizes.w, first + uniforms.split.x);
var a = batch * sizes.y * sizes.w + row * sizes.w + first * 1;
var b = batch * sizes.w * sizes.z + column + first * sizes.z;
var sum = 0f;
for (var k = first; k < end; k++) {
sum = fma(A[a], B[b], sum);
a += 1;
b += sizes.z;
}
result[index] = sum;
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
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let sizes = uniforms.sizes;
if (index >= uniforms.split.z) { return; }
let place = index % uniforms.split.y;
let part = index / uniforms.split.y;
let column = place % sizes.z;
let row = (place / sizes.z) % sizes.y;
let batch = place / (sizes.y * sizes.z);
let first = part * uniforms.split.x;
let end = min(sizes.w, first + uniforms.split.x);
var a = batch * sizes.y * sizes.w + row + first * sizes.y;
var b = batch * sizes.w * sizes.z + column * sizes.w + first * 1;
var sum = 0f;
for (var k = first; k < end; k++) {
sum = fma(A[a], B[b], sum);
a += sizes.y;
b += 1;
}
result[index] = sum;
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
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn main(index: i32) {
let sizes = uniforms.sizes;
if (index >= uniforms.split.z) { return; }
let place = index % uniforms.split.y;
let part = index / uniforms.split.y;
let column = place % sizes.z;
let row = (place / sizes.z) % sizes.y;
let batch = place / (sizes.y * sizes.z);
let first = part * uniforms.split.x;
let end = min(sizes.w, first + uniforms.split.x);
var a = batch * sizes.y * sizes.w + row + first * sizes.y;
var b = batch * sizes.w * sizes.z + column + first * sizes.z;
var sum = 0f;
for (var k = first; k < end; k++) {
sum = fma(A[a], B[b], sum);
a += sizes.y;
b += sizes.z;
}
result[index] = sum;
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
if (index >= uniforms.count.x) { return; }
var total = A[index];
for (var part = 1; part < uniforms.count.y; part++) { total += A[part * uniforms.count.x + index]; }
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
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 1024>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
value = A[at / 4];
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.z + outer;
if (outer + 0 < outers) { value.x = B[at + 0]; }
if (outer + 1 < outers) { value.y = B[at + 1]; }
if (outer + 2 < outers) { value.z = B[at + 2]; }
if (outer + 3 < outers) { value.w = B[at + 3]; }
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 128;
let firstColumn = (place % grid.y) * 128;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 128 of A, the next 128 of B.
let isA = lane < 128;
let isB = !isA && lane < 256;
let blockA = vec2<i32>(lane / 4, lane % 4);
let blockB = vec2<i32>((lane - 128) % 32, (lane - 128) / 32);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum0_1 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum1_1 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum2_1 = vec4<f32>();
var sum3_0 = vec4<f32>();
var sum3_1 = vec4<f32>();
var sum4_0 = vec4<f32>();
var sum4_1 = vec4<f32>();
var sum5_0 = vec4<f32>();
var sum5_1 = vec4<f32>();
var sum6_0 = vec4<f32>();
var sum6_1 = vec4<f32>();
var sum7_0 = vec4<f32>();
var sum7_1 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA + 0, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA + 1, k + 4 * blockA.y + 0, rows, end);
r2 = load_a(baseA, rowA + 2, k + 4 * blockA.y + 0, rows, end);
r3 = load_a(baseA, rowA + 3, k + 4 * blockA.y + 0, rows, end); }
if (isB) { r0 = load_b(baseB, columnB, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB, k + 4 * blockB.y + 1, columns, end);
r2 = load_b(baseB, columnB, k + 4 * blockB.y + 2, columns, end);
r3 = load_b(baseB, columnB, k + 4 * blockB.y + 3, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 32 + y + 0];
let a1 = tile[at * 32 + y + 16];
let b0 = tile[512 + at * 32 + x + 0];
let b1 = tile[512 + at * 32 + x + 16];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum0_1 = fma(vec4<f32>(a0.x), b1, sum0_1);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum1_1 = fma(vec4<f32>(a0.y), b1, sum1_1);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum2_1 = fma(vec4<f32>(a0.z), b1, sum2_1);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
sum3_1 = fma(vec4<f32>(a0.w), b1, sum3_1);
sum4_0 = fma(vec4<f32>(a1.x), b0, sum4_0);
sum4_1 = fma(vec4<f32>(a1.x), b1, sum4_1);
sum5_0 = fma(vec4<f32>(a1.y), b0, sum5_0);
sum5_1 = fma(vec4<f32>(a1.y), b1, sum5_1);
sum6_0 = fma(vec4<f32>(a1.z), b0, sum6_0);
sum6_1 = fma(vec4<f32>(a1.z), b1, sum6_1);
sum7_0 = fma(vec4<f32>(a1.w), b0, sum7_0);
sum7_1 = fma(vec4<f32>(a1.w), b1, sum7_1);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 32 + blockA.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[0 + (4 * blockA.y + 1) * 32 + blockA.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[0 + (4 * blockA.y + 2) * 32 + blockA.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[0 + (4 * blockA.y + 3) * 32 + blockA.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
if (isB) { tile[512 + (4 * blockB.y + 0) * 32 + blockB.x] = r0;
tile[512 + (4 * blockB.y + 1) * 32 + blockB.x] = r1;
tile[512 + (4 * blockB.y + 2) * 32 + blockB.x] = r2;
tile[512 + (4 * blockB.y + 3) * 32 + blockB.x] = r3; }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum0_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum0_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum0_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum0_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum0_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum0_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum0_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum0_1.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum1_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum1_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum1_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum1_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum1_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum1_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum1_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum1_1.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum2_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum2_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum2_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum2_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum2_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum2_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum2_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum2_1.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum3_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum3_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum3_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum3_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum3_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum3_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum3_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum3_1.w; } } } }
{ let row = firstRow + 4 * (y + 16) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum4_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum4_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum4_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum4_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum4_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum4_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum4_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum4_1.w; } } } }
{ let row = firstRow + 4 * (y + 16) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum5_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum5_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum5_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum5_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum5_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum5_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum5_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum5_1.w; } } } }
{ let row = firstRow + 4 * (y + 16) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum6_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum6_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum6_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum6_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum6_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum6_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum6_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum6_1.w; } } } }
{ let row = firstRow + 4 * (y + 16) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum7_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum7_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum7_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum7_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum7_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum7_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum7_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum7_1.w; } } } }
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
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 768>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
value = A[at / 4];
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.z + outer;
if (outer + 0 < outers) { value.x = B[at + 0]; }
if (outer + 1 < outers) { value.y = B[at + 1]; }
if (outer + 2 < outers) { value.z = B[at + 2]; }
if (outer + 3 < outers) { value.w = B[at + 3]; }
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 64;
let firstColumn = (place % grid.y) * 128;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 64 of A, the next 128 of B.
let isA = lane < 64;
let isB = !isA && lane < 192;
let blockA = vec2<i32>(lane / 4, lane % 4);
let blockB = vec2<i32>((lane - 64) % 32, (lane - 64) / 32);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum0_1 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum1_1 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum2_1 = vec4<f32>();
var sum3_0 = vec4<f32>();
var sum3_1 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA + 0, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA + 1, k + 4 * blockA.y + 0, rows, end);
r2 = load_a(baseA, rowA + 2, k + 4 * blockA.y + 0, rows, end);
r3 = load_a(baseA, rowA + 3, k + 4 * blockA.y + 0, rows, end); }
if (isB) { r0 = load_b(baseB, columnB, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB, k + 4 * blockB.y + 1, columns, end);
r2 = load_b(baseB, columnB, k + 4 * blockB.y + 2, columns, end);
r3 = load_b(baseB, columnB, k + 4 * blockB.y + 3, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 16 + y + 0];
let b0 = tile[256 + at * 32 + x + 0];
let b1 = tile[256 + at * 32 + x + 16];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum0_1 = fma(vec4<f32>(a0.x), b1, sum0_1);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum1_1 = fma(vec4<f32>(a0.y), b1, sum1_1);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum2_1 = fma(vec4<f32>(a0.z), b1, sum2_1);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
sum3_1 = fma(vec4<f32>(a0.w), b1, sum3_1);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 16 + blockA.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[0 + (4 * blockA.y + 1) * 16 + blockA.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[0 + (4 * blockA.y + 2) * 16 + blockA.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[0 + (4 * blockA.y + 3) * 16 + blockA.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
if (isB) { tile[256 + (4 * blockB.y + 0) * 32 + blockB.x] = r0;
tile[256 + (4 * blockB.y + 1) * 32 + blockB.x] = r1;
tile[256 + (4 * blockB.y + 2) * 32 + blockB.x] = r2;
tile[256 + (4 * blockB.y + 3) * 32 + blockB.x] = r3; }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum0_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum0_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum0_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum0_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum0_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum0_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum0_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum0_1.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum1_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum1_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum1_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum1_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum1_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum1_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum1_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum1_1.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum2_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum2_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum2_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum2_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum2_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum2_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum2_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum2_1.w; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum3_0.x; }
if (at + 1 < columns) { result[first + at + 1] = sum3_0.y; }
if (at + 2 < columns) { result[first + at + 2] = sum3_0.z; }
if (at + 3 < columns) { result[first + at + 3] = sum3_0.w; } }
{ let at = firstColumn + 4 * (x + 16);
let first = (base + row) * uniforms.sizes.z;
if (at + 0 < columns) { result[first + at + 0] = sum3_1.x; }
if (at + 1 < columns) { result[first + at + 1] = sum3_1.y; }
if (at + 2 < columns) { result[first + at + 2] = sum3_1.z; }
if (at + 3 < columns) { result[first + at + 3] = sum3_1.w; } } } }
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
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 512>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.y + outer;
value = A[at / 4];
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.z + outer;
value = B[at / 4];
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 64;
let firstColumn = (place % grid.y) * 64;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 64 of A, the next 64 of B.
let isA = lane < 64;
let isB = !isA && lane < 128;
let blockA = vec2<i32>(lane % 16, lane / 16);
let blockB = vec2<i32>((lane - 64) % 16, (lane - 64) / 16);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum3_0 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA, k + 4 * blockA.y + 1, rows, end);
r2 = load_a(baseA, rowA, k + 4 * blockA.y + 2, rows, end);
r3 = load_a(baseA, rowA, k + 4 * blockA.y + 3, rows, end); }
if (isB) { r0 = load_b(baseB, columnB, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB, k + 4 * blockB.y + 1, columns, end);
r2 = load_b(baseB, columnB, k + 4 * blockB.y + 2, columns, end);
r3 = load_b(baseB, columnB, k + 4 * blockB.y + 3, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 16 + y + 0];
let b0 = tile[256 + at * 16 + x + 0];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 16 + blockA.x] = r0;
tile[0 + (4 * blockA.y + 1) * 16 + blockA.x] = r1;
tile[0 + (4 * blockA.y + 2) * 16 + blockA.x] = r2;
tile[0 + (4 * blockA.y + 3) * 16 + blockA.x] = r3; }
if (isB) { tile[256 + (4 * blockB.y + 0) * 16 + blockB.x] = r0;
tile[256 + (4 * blockB.y + 1) * 16 + blockB.x] = r1;
tile[256 + (4 * blockB.y + 2) * 16 + blockB.x] = r2;
tile[256 + (4 * blockB.y + 3) * 16 + blockB.x] = r3; }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum0_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum1_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum2_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum3_0; } } } }
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
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 512>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
value = A[at / 4];
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.z + outer;
value = B[at / 4];
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 64;
let firstColumn = (place % grid.y) * 64;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 64 of A, the next 64 of B.
let isA = lane < 64;
let isB = !isA && lane < 128;
let blockA = vec2<i32>(lane / 4, lane % 4);
let blockB = vec2<i32>((lane - 64) % 16, (lane - 64) / 16);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum3_0 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA + 0, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA + 1, k + 4 * blockA.y + 0, rows, end);
r2 = load_a(baseA, rowA + 2, k + 4 * blockA.y + 0, rows, end);
r3 = load_a(baseA, rowA + 3, k + 4 * blockA.y + 0, rows, end); }
if (isB) { r0 = load_b(baseB, columnB, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB, k + 4 * blockB.y + 1, columns, end);
r2 = load_b(baseB, columnB, k + 4 * blockB.y + 2, columns, end);
r3 = load_b(baseB, columnB, k + 4 * blockB.y + 3, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 16 + y + 0];
let b0 = tile[256 + at * 16 + x + 0];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 16 + blockA.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[0 + (4 * blockA.y + 1) * 16 + blockA.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[0 + (4 * blockA.y + 2) * 16 + blockA.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[0 + (4 * blockA.y + 3) * 16 + blockA.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
if (isB) { tile[256 + (4 * blockB.y + 0) * 16 + blockB.x] = r0;
tile[256 + (4 * blockB.y + 1) * 16 + blockB.x] = r1;
tile[256 + (4 * blockB.y + 2) * 16 + blockB.x] = r2;
tile[256 + (4 * blockB.y + 3) * 16 + blockB.x] = r3; }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum0_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum1_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum2_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum3_0; } } } }
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
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 512>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
value = A[at / 4];
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
value = B[at / 4];
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 64;
let firstColumn = (place % grid.y) * 64;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 64 of A, the next 64 of B.
let isA = lane < 64;
let isB = !isA && lane < 128;
let blockA = vec2<i32>(lane / 4, lane % 4);
let blockB = vec2<i32>((lane - 64) / 4, (lane - 64) % 4);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum3_0 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA + 0, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA + 1, k + 4 * blockA.y + 0, rows, end);
r2 = load_a(baseA, rowA + 2, k + 4 * blockA.y + 0, rows, end);
r3 = load_a(baseA, rowA + 3, k + 4 * blockA.y + 0, rows, end); }
if (isB) { r0 = load_b(baseB, columnB + 0, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB + 1, k + 4 * blockB.y + 0, columns, end);
r2 = load_b(baseB, columnB + 2, k + 4 * blockB.y + 0, columns, end);
r3 = load_b(baseB, columnB + 3, k + 4 * blockB.y + 0, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 16 + y + 0];
let b0 = tile[256 + at * 16 + x + 0];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 16 + blockA.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[0 + (4 * blockA.y + 1) * 16 + blockA.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[0 + (4 * blockA.y + 2) * 16 + blockA.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[0 + (4 * blockA.y + 3) * 16 + blockA.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
if (isB) { tile[256 + (4 * blockB.y + 0) * 16 + blockB.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[256 + (4 * blockB.y + 1) * 16 + blockB.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[256 + (4 * blockB.y + 2) * 16 + blockB.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[256 + (4 * blockB.y + 3) * 16 + blockB.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum0_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum1_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum2_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum3_0; } } } }
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
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
var<workgroup> tile: array<vec4<f32>, 768>;
fn load_a(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + outer * uniforms.sizes.w + k;
value = A[at / 4];
}
return value;
}
fn load_b(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
var value = vec4<f32>();
if (outer < outers && k < end) {
let at = base + k * uniforms.sizes.z + outer;
value = B[at / 4];
}
return value;
}
fn main(index: i32) {
let sizes = uniforms.sizes;
let grid = uniforms.grid;
let lane = index % 256;
let group = index / 256;
let tiles = grid.x * grid.y;
let place = group % tiles;
let part = (group / tiles) % grid.z;
let batch = group / (tiles * grid.z);
// Workgroups beyond the last load and store nothing.
let rows = select(0, sizes.y, batch < sizes.x);
let columns = select(0, sizes.z, batch < sizes.x);
let firstRow = (place / grid.y) * 128;
let firstColumn = (place % grid.y) * 64;
var k = part * uniforms.split.x;
let end = min(sizes.w, k + uniforms.split.x);
// Each invocation fetches a block of 4 × 4: the first 128 of A, the next 64 of B.
let isA = lane < 128;
let isB = !isA && lane < 192;
let blockA = vec2<i32>(lane / 4, lane % 4);
let blockB = vec2<i32>((lane - 128) % 16, (lane - 128) / 16);
let rowA = firstRow + 4 * blockA.x;
let columnB = firstColumn + 4 * blockB.x;
let baseA = batch * sizes.y * sizes.w;
let baseB = batch * sizes.w * sizes.z;
var r0 = vec4<f32>();
var r1 = r0;
var r2 = r0;
var r3 = r0;
var sum0_0 = vec4<f32>();
var sum1_0 = vec4<f32>();
var sum2_0 = vec4<f32>();
var sum3_0 = vec4<f32>();
var sum4_0 = vec4<f32>();
var sum5_0 = vec4<f32>();
var sum6_0 = vec4<f32>();
var sum7_0 = vec4<f32>();
let x = lane % 16;
let y = lane / 16;
// Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
for (var step = 0; step <= grid.w; step++) {
if (isA) { r0 = load_a(baseA, rowA + 0, k + 4 * blockA.y + 0, rows, end);
r1 = load_a(baseA, rowA + 1, k + 4 * blockA.y + 0, rows, end);
r2 = load_a(baseA, rowA + 2, k + 4 * blockA.y + 0, rows, end);
r3 = load_a(baseA, rowA + 3, k + 4 * blockA.y + 0, rows, end); }
if (isB) { r0 = load_b(baseB, columnB, k + 4 * blockB.y + 0, columns, end);
r1 = load_b(baseB, columnB, k + 4 * blockB.y + 1, columns, end);
r2 = load_b(baseB, columnB, k + 4 * blockB.y + 2, columns, end);
r3 = load_b(baseB, columnB, k + 4 * blockB.y + 3, columns, end); }
k += 16;
if (step > 0) {
for (var at = 0; at < 16; at++) {
let a0 = tile[at * 32 + y + 0];
let a1 = tile[at * 32 + y + 16];
let b0 = tile[512 + at * 16 + x + 0];
sum0_0 = fma(vec4<f32>(a0.x), b0, sum0_0);
sum1_0 = fma(vec4<f32>(a0.y), b0, sum1_0);
sum2_0 = fma(vec4<f32>(a0.z), b0, sum2_0);
sum3_0 = fma(vec4<f32>(a0.w), b0, sum3_0);
sum4_0 = fma(vec4<f32>(a1.x), b0, sum4_0);
sum5_0 = fma(vec4<f32>(a1.y), b0, sum5_0);
sum6_0 = fma(vec4<f32>(a1.z), b0, sum6_0);
sum7_0 = fma(vec4<f32>(a1.w), b0, sum7_0);
}
}
workgroupBarrier();
if (isA) { tile[0 + (4 * blockA.y + 0) * 32 + blockA.x] = vec4<f32>(r0.x, r1.x, r2.x, r3.x);
tile[0 + (4 * blockA.y + 1) * 32 + blockA.x] = vec4<f32>(r0.y, r1.y, r2.y, r3.y);
tile[0 + (4 * blockA.y + 2) * 32 + blockA.x] = vec4<f32>(r0.z, r1.z, r2.z, r3.z);
tile[0 + (4 * blockA.y + 3) * 32 + blockA.x] = vec4<f32>(r0.w, r1.w, r2.w, r3.w); }
if (isB) { tile[512 + (4 * blockB.y + 0) * 16 + blockB.x] = r0;
tile[512 + (4 * blockB.y + 1) * 16 + blockB.x] = r1;
tile[512 + (4 * blockB.y + 2) * 16 + blockB.x] = r2;
tile[512 + (4 * blockB.y + 3) * 16 + blockB.x] = r3; }
workgroupBarrier();
}
let base = (part * sizes.x + batch) * sizes.y;
{ let row = firstRow + 4 * (y + 0) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum0_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum1_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum2_0; } } } }
{ let row = firstRow + 4 * (y + 0) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum3_0; } } } }
{ let row = firstRow + 4 * (y + 16) + 0;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum4_0; } } } }
{ let row = firstRow + 4 * (y + 16) + 1;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum5_0; } } } }
{ let row = firstRow + 4 * (y + 16) + 2;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum6_0; } } } }
{ let row = firstRow + 4 * (y + 16) + 3;
if (row < rows) { 
{ let at = firstColumn + 4 * (x + 0);
let first = (base + row) * uniforms.sizes.z;
if (at < columns) { result[(first + at) / 4] = sum7_0; } } } }
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
if (index >= uniforms.count.x) { return; }
var total = A[index];
for (var part = 1; part < uniforms.count.y; part++) { total += A[part * uniforms.count.x + index]; }
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
