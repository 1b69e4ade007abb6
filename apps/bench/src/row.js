/**
 * What was measured of one case, with what follows from it. Rates are by GPU time, and by wall time where there is none.
 * @param yard { floor: { hostUs }, largeProduct: { flopsPerSecond } }: what the device and its host give at best
 */
export function rowOf({ labels, refused, calls, flops, ...measured }, { floor, largeProduct }) {
  if (refused !== undefined) return { ...labels, refused };
  const { gpuMs, wallMs, hostMs, bytes } = measured;
  const { dispatches, ...made } = calls;
  const seconds = (gpuMs ?? wallMs) / 1000;
  const hostUsPerDispatch = hostMs === undefined || dispatches === 0 ? undefined : (1000 * hostMs) / dispatches;
  return {
    ...labels,
    ...measured,
    dispatches,
    made,
    hostUsPerDispatch,
    hostOverFloor: hostUsPerDispatch === undefined ? undefined : hostUsPerDispatch / floor.hostUs,
    flops,
    flopsPerSecond: flops / seconds,
    ofLargeProduct: flops / seconds / largeProduct.flopsPerSecond,
    gigabytesPerSecond: bytes === undefined ? undefined : bytes / seconds / 1e9,
  };
}
