/** What a drag from the palette carries: the layer's kind under this type. */
export const layerMime = 'application/x-layerloom-layer';
/** Or the name of a block under this one. */
export const blockMime = 'application/x-layerloom-block';
