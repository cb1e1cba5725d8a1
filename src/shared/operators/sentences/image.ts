import type { Family } from '../define';

export const image: Family = {
  name: 'Resizing and images',
  domain: '',
  sentences: {
    AffineGrid: 'Computes where each pixel of a turned, scaled or moved picture is to be read from.',
    GridSample: 'Reads a picture at the places a grid names, between pixels, too.',
    ImageDecoder: 'Turns the bytes of an image file, such as PNG, into pixels.',
    ImageScaler: 'Scales pictures by a factor and adds a constant to each channel.',
    Resize: 'Makes pictures larger or smaller by computing numbers in between.',
    Upsample: 'Makes pictures larger, the older name of Resize.',
  },
};
