/** A drawing of bright lines on black, and how it is brought to the middle as the digits people train on are. */

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Row-major, 0 to 1. */
  readonly values: Float32Array;
}

export const blank = (width: number, height: number): Drawing => ({
  width,
  height,
  values: new Float32Array(width * height),
});

/** The drawing with a line from one place to another, as thick as a pen stroke of a written digit. */
export function stroke(
  { width, height, values }: Drawing,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): Drawing {
  const drawn = Float32Array.from(values);
  const radius = Math.max(width, height) / 22;
  const length = Math.hypot(toX - fromX, toY - fromY);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along =
        length === 0
          ? 0
          : Math.max(
              0,
              Math.min(
                1,
                ((x + 0.5 - fromX) * (toX - fromX) + (y + 0.5 - fromY) * (toY - fromY)) / length ** 2,
              ),
            );
      const distance = Math.hypot(
        x + 0.5 - (fromX + along * (toX - fromX)),
        y + 0.5 - (fromY + along * (toY - fromY)),
      );
      // A soft edge one dot wide, as ink scanned in grey has.
      const ink = Math.max(0, Math.min(1, radius + 0.5 - distance));
      const at = y * width + x;
      drawn[at] = Math.max(drawn[at] ?? 0, ink);
    }
  }
  return { width, height, values: drawn };
}

/**
 * What was drawn, scaled to fit five sevenths of the frame and moved so that its centre of mass is in the middle, as the
 * digits of MNIST are. Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
 */
export function centred(drawing: Drawing): Drawing {
  const { width, height, values } = drawing;
  const box = boxOf(drawing);
  if (!box) return drawing;
  const scale = Math.min((width * 5) / 7 / box.width, (height * 5) / 7 / box.height);
  let mass = 0;
  let massX = 0;
  let massY = 0;
  values.forEach((value, at) => {
    mass += value;
    massX += value * ((at % width) + 0.5);
    massY += value * (Math.floor(at / width) + 0.5);
  });
  const moved = new Float32Array(width * height);
  const steps = 3;
  for (let at = 0; at < moved.length; at++) {
    let sum = 0;
    // Several samples a dot, so that a smaller picture stays smooth.
    for (let sample = 0; sample < steps * steps; sample++) {
      const x = (at % width) + ((sample % steps) + 0.5) / steps;
      const y = Math.floor(at / width) + (Math.floor(sample / steps) + 0.5) / steps;
      const fromX = Math.floor((x - width / 2) / scale + massX / mass);
      const fromY = Math.floor((y - height / 2) / scale + massY / mass);
      const isInside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
      if (isInside) sum += values[fromY * width + fromX] ?? 0;
    }
    moved[at] = sum / steps ** 2;
  }
  return { width, height, values: moved };
}

/** The smallest box around what was drawn. */
function boxOf({ width, values }: Drawing): { readonly width: number; readonly height: number } | undefined {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  values.forEach((value, at) => {
    if (value < 0.1) return;
    left = Math.min(left, at % width);
    right = Math.max(right, at % width);
    top = Math.min(top, Math.floor(at / width));
    bottom = Math.max(bottom, Math.floor(at / width));
  });
  return right < left ? undefined : { width: right - left + 1, height: bottom - top + 1 };
}
