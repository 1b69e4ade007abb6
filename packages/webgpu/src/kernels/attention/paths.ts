const kernels = ['attention', 'attention gradient'] as const;

export const attentionPaths = [
  ...kernels.flatMap((kernel) => [
    ...(['causal', 'full'] as const).flatMap((sight) =>
      (['', ', with a mask'] as const).map((mask) => `${kernel}: ${sight}${mask}` as const),
    ),
    ...([16, 32] as const).map((length) => `${kernel}: ${length} positions, several sequences a tile` as const),
    ...(['in vectors', 'one by one', 'of several tiles'] as const).map((rows) => `${kernel}: rows ${rows}` as const),
  ]),
  ...(['causal', 'full'] as const).flatMap((sight) =>
    (['', ', with a mask'] as const).map((mask) => `attention of few queries: ${sight}${mask}` as const),
  ),
  'attention of few queries: a workgroup for each',
  'attention of few queries: several workgroups for each',
  'attention of few queries: rows in vectors',
  'attention of few queries: rows one by one',
  'rotary: rows where they lie',
  'rotary: rows one after another',
  ...(['positions', 'place'] as const).flatMap((by) =>
    (['in vectors', 'one by one'] as const).map((rows) => `rotary: by ${by}, ${rows}` as const),
  ),
] as const;

/** A way in which attention is computed. */
export type AttentionPath = (typeof attentionPaths)[number];
