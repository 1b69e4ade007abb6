@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
@group(0) @binding(3) var<storage, read> X0: array<f32>;
@group(0) @binding(4) var<storage, read> X1: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = X0[index];
var w0rest = index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = X1[r0a1At];
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

for (var i = 0; i < min(4, columns - at); i++) { finish(i32(first + at + i), sum[i]);

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
@group(0) @binding(3) var<storage, read> X0: array<f32>;
@group(0) @binding(4) var<storage, read> X1: array<f32>;
struct Uniforms { sizes: vec4<i32>, split: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = X0[index];
var w0rest = index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = X1[r0a1At];
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

finish(i32(index), sum);

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
@group(0) @binding(3) var<storage, read> X0: array<f32>;
@group(0) @binding(4) var<storage, read> X1: array<f32>;
struct Uniforms { sizes: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = X0[index];
var w0rest = index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = X1[r0a1At];
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

finish(i32((batch * 3 + 0) * sizes.y + column), partial[0][at]);
finish(i32((batch * 3 + 1) * sizes.y + column), partial[1][at]);
finish(i32((batch * 3 + 2) * sizes.y + column), partial[2][at]);

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = result[index];
let v1 = v0 * x0;
result[index] = v1;
}

finish(i32((batch * 1 + 0) * sizes.y + column), partial[0][at]);

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<f32>;
struct Uniforms { sizes: vec4<i32>, split: vec4<i32> }
@group(0) @binding(3) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = result[index];
let v1 = x0 - v0;
result[index] = v1;
}

finish(i32(index), sum);

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> X0: array<f32>;
@group(0) @binding(4) var<storage, read> X1: array<f32>;
struct Uniforms { sizes: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = X0[index];
var w0rest = index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = X1[r0a1At];
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

finish(i32(4 * ((batch * 6 + 0) * sizes.y + column) + 0), partial[0][at].x);
finish(i32(4 * ((batch * 6 + 0) * sizes.y + column) + 1), partial[0][at].y);
finish(i32(4 * ((batch * 6 + 0) * sizes.y + column) + 2), partial[0][at].z);
finish(i32(4 * ((batch * 6 + 0) * sizes.y + column) + 3), partial[0][at].w);
finish(i32(4 * ((batch * 6 + 1) * sizes.y + column) + 0), partial[1][at].x);
finish(i32(4 * ((batch * 6 + 1) * sizes.y + column) + 1), partial[1][at].y);
finish(i32(4 * ((batch * 6 + 1) * sizes.y + column) + 2), partial[1][at].z);
finish(i32(4 * ((batch * 6 + 1) * sizes.y + column) + 3), partial[1][at].w);
finish(i32(4 * ((batch * 6 + 2) * sizes.y + column) + 0), partial[2][at].x);
finish(i32(4 * ((batch * 6 + 2) * sizes.y + column) + 1), partial[2][at].y);
finish(i32(4 * ((batch * 6 + 2) * sizes.y + column) + 2), partial[2][at].z);
finish(i32(4 * ((batch * 6 + 2) * sizes.y + column) + 3), partial[2][at].w);
finish(i32(4 * ((batch * 6 + 3) * sizes.y + column) + 0), partial[3][at].x);
finish(i32(4 * ((batch * 6 + 3) * sizes.y + column) + 1), partial[3][at].y);
finish(i32(4 * ((batch * 6 + 3) * sizes.y + column) + 2), partial[3][at].z);
finish(i32(4 * ((batch * 6 + 3) * sizes.y + column) + 3), partial[3][at].w);
finish(i32(4 * ((batch * 6 + 4) * sizes.y + column) + 0), partial[0][at].x);
finish(i32(4 * ((batch * 6 + 4) * sizes.y + column) + 1), partial[0][at].y);
finish(i32(4 * ((batch * 6 + 4) * sizes.y + column) + 2), partial[0][at].z);
finish(i32(4 * ((batch * 6 + 4) * sizes.y + column) + 3), partial[0][at].w);
finish(i32(4 * ((batch * 6 + 5) * sizes.y + column) + 0), partial[1][at].x);
finish(i32(4 * ((batch * 6 + 5) * sizes.y + column) + 1), partial[1][at].y);
finish(i32(4 * ((batch * 6 + 5) * sizes.y + column) + 2), partial[1][at].z);
finish(i32(4 * ((batch * 6 + 5) * sizes.y + column) + 3), partial[1][at].w);

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> X0: array<f32>;
@group(0) @binding(3) var<storage, read> X1: array<f32>;
struct Uniforms { count: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = X0[index];
var w0rest = index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = X1[r0a1At];
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

finish(i32(index), total);

@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> X0: array<f32>;
@group(0) @binding(4) var<storage, read> X1: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: f32) {
let x0 = X0[index];
var w0rest = index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = X1[r0a1At];
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

for (var i = 0; i < min(4, columns - at); i++) { finish(i32(first + at + i), sum[i]);

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> A: array<f32>;
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> X0: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> X1: array<f32>;
struct Uniforms { sizes: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: vec4<f32>) {
let x0 = X0[index];
var w0rest = 4 * index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = vec4(X1[r0a1At + 0], X1[r0a1At + 1], X1[r0a1At + 2], X1[r0a1At + 3]);
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

finish(i32((batch * 5 + 0) * sizes.y + column), partial[0][at]);
finish(i32((batch * 5 + 1) * sizes.y + column), partial[1][at]);
finish(i32((batch * 5 + 2) * sizes.y + column), partial[2][at]);
finish(i32((batch * 5 + 3) * sizes.y + column), partial[3][at]);
finish(i32((batch * 5 + 4) * sizes.y + column), partial[0][at]);

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> B: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> X0: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> X1: array<f32>;
struct Uniforms { sizes: vec4<i32>, grid: vec4<i32>, split: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(5) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: vec4<f32>) {
let x0 = X0[index];
var w0rest = 4 * index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = vec4(X1[r0a1At + 0], X1[r0a1At + 1], X1[r0a1At + 2], X1[r0a1At + 3]);
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

if (at < columns) { finish(i32(u32(first + at) / 4u), sum);

@group(0) @binding(0) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> X0: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> X1: array<f32>;
struct Uniforms { count: vec4<i32>, w0sizesLow: vec4<i32>, w0sizesHigh: vec4<i32>, r0a1Low: vec4<i32>, r0a1High: vec4<i32> }
@group(0) @binding(4) var<uniform> uniforms: Uniforms;
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
fn finish(index: i32, v0: vec4<f32>) {
let x0 = X0[index];
var w0rest = 4 * index;
var r0a1At = 0;
r0a1At += (w0rest % uniforms.w0sizesLow.y) * uniforms.r0a1Low.y;
w0rest /= uniforms.w0sizesLow.y;
r0a1At += w0rest * uniforms.r0a1Low.x;
let r0a1 = vec4(X1[r0a1At + 0], X1[r0a1At + 1], X1[r0a1At + 2], X1[r0a1At + 3]);
let v1 = v0;
let v2 = v1 * r0a1;
let v3 = v2;
let v4 = v3 - x0;
result[index] = v4;
}

finish(i32(index), total);
