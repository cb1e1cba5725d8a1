/** AvgPool3d: the mean of the numbers under each place of a window of a volume. Source: https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html */
import { problem } from '../../messages/problem';
import { formatShape } from '../../tensor/shape';
import { atMost, each, formatEach } from '../window';
import { defineAvgPool } from './avg-pool';

export const avgPool3d = defineAvgPool({
  kind: 'AvgPool3d',
  dimensions: 3,
  // PyTorch asks it of this pool alone.
  checkMore(x, kernel_size) {
    const sizes = x.slice(2);
    if (each(kernel_size, 3).every((length, axis) => length <= (sizes[axis] ?? 0))) return undefined;
    const fit = atMost(kernel_size, sizes);
    return problem(
      'kernel-larger-than-input',
      { kernel: formatEach(kernel_size), shape: formatShape(x), fit: formatEach(fit) },
      { kind: 'set-attribute', attribute: 'kernel_size', value: fit },
    );
  },
  examples: [
    { inputs: [[1, 1, 2, 4, 4]] },
    { inputs: [[1, 2, 3, 3, 4]], attributes: { kernel_size: [1, 2, 3], stride: 1, padding: [0, 1, 1] } },
    { inputs: [[1, 1, 3, 5, 4]], attributes: { stride: 3, kernel_size: 2, ceil_mode: true } },
    { inputs: [[1, 1, 2, 3, 3]], attributes: { kernel_size: 2, padding: 1, count_include_pad: false } },
    { inputs: [[1, 1, 2, 4, 4]], attributes: { divisor_override: 3 } },
  ],
});
