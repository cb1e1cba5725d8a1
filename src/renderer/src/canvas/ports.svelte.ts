/** The canvas measures the ports of a card when it is first drawn; attributes and wires add some and take some away. */
import { useUpdateNodeInternals } from '@xyflow/svelte';
import { untrack } from 'svelte';

/** Call while a card is set up; `ports` names what it has now. */
export function remeasurePorts(card: () => string, ports: () => string): void {
  const measure = useUpdateNodeInternals();
  let drawn = untrack(ports);
  $effect(() => {
    const now = ports();
    if (now === drawn) return;
    drawn = now;
    measure(card());
  });
}
