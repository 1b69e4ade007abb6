export const rowPaths = [
  'gather: one by one',
  'gather: in vectors',
  'setRows: one by one',
  'setRows: in vectors',
  'scatterAdd of int32',
  'scatterAdd of float32: one by one',
  'scatterAdd of float32: in vectors',
  'scatterAdd of float32: more updates than a list may have',
] as const;

/** Rows of whole vectors are moved as such. */
export function componentsOf(width: number): 1 | 4 {
  return width % 4 === 0 ? 4 : 1;
}

/** WGSL of a zero, or of four. */
export function zero(dtype: string, components: 1 | 4): string {
  const type = dtype === 'float32' ? 'f32' : 'i32';
  return components === 1 ? `${type}()` : `vec4<${type}>()`;
}
