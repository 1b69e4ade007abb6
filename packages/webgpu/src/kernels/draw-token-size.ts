export const drawLanes = 256;
/** Of a digit of 3 bits. */
export const drawBins = 8;
/** Bytes of workgroup memory that the shader takes. */
export const drawMemory = 4 * (drawBins * drawLanes + drawLanes + 4);
