/** How large a card is and where its ports are, told to Svelte Flow: to measure each that comes into view would take longer than to draw it. */
import { Position, type Node as FlowNode } from '@xyflow/svelte';
import type { Size } from '#shared/layout/card';

/** Of the dot that a port is drawn as. */
const dot = 12;

/** How far down its card a port is, as a share of the height. */
export const portAt = (at: number, count: number): number => (at + 1) / (count + 1);

/** What the canvas calls each port, from the top. */
export interface Ports {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export function sizedAs(
  { width, height }: Size,
  { inputs, outputs }: Ports,
): Pick<FlowNode, 'measured' | 'width' | 'height' | 'handles'> {
  const top = (at: number, count: number) => portAt(at, count) * height - dot / 2;
  const size = { width: dot, height: dot };
  const handles = [
    ...inputs.map((id, at) => ({
      ...{ id, type: 'target' as const, position: Position.Left, ...size },
      ...{ x: -dot / 2, y: top(at, inputs.length) },
    })),
    ...outputs.map((id, at) => ({
      ...{ id, type: 'source' as const, position: Position.Right, ...size },
      ...{ x: width - dot / 2, y: top(at, outputs.length) },
    })),
  ];
  return { width, height, measured: { width, height }, handles };
}
