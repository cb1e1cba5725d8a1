/** Whether the rows of a data set are pictures. */
import type { DataSet } from '#shared/data/data-set';

export interface PictureShape {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
}

/** Rows of height x width, with one or three channels before them; sides shorter than 5 are a table's. */
export function pictureShape({ features }: DataSet): PictureShape | undefined {
  const [channels = 1, height = 0, width = 0] =
    features.shape.length === 3 ? [1, ...features.shape.slice(1)] : features.shape.slice(1);
  const isPicture =
    (channels === 1 || channels === 3) && height > 4 && width > 4 && features.shape.length <= 4;
  return isPicture ? { channels, height, width } : undefined;
}
