/**
 * What was measured of one case, with what follows from it. Rates are by GPU time, and by wall time where there is none.
 * @param calls none where the device is no GPU
 * @param yard { floor?: { hostUs }, largeProduct: { flopsPerSecond } }: what the device and its host give at best
 */
export function rowOf({ labels, refused, calls, flops, ...measured }, { floor, largeProduct }) {
  if (refused !== undefined) return { ...labels, refused };
  const { gpuMs, wallMs, hostMs, shortFloorUs, bytes } = measured;
  const { dispatches, ...made } = calls ?? {};
  const milliseconds = gpuMs ?? wallMs;
  const perSecond = (amount) => (milliseconds === undefined ? undefined : (1000 * amount) / milliseconds);
  const flopsPerSecond = perSecond(flops);
  const hostUsPerDispatch = hostMs === undefined || !dispatches ? undefined : (1000 * hostMs) / dispatches;
  // By a browser's coarse clock a floor of few dispatches may be 0, which is as good as none.
  const over = (floorUs) => (hostUsPerDispatch !== undefined && floorUs > 0 ? hostUsPerDispatch / floorUs : undefined);
  return {
    ...labels,
    ...measured,
    dispatches,
    made: calls && made,
    hostUsPerDispatch,
    hostOverFloor: over(floor?.hostUs),
    hostOverShortFloor: over(shortFloorUs),
    flops,
    flopsPerSecond,
    ofLargeProduct: flopsPerSecond === undefined ? undefined : flopsPerSecond / largeProduct.flopsPerSecond,
    gigabytesPerSecond: bytes === undefined ? undefined : perSecond(bytes / 1e9),
  };
}
