/** What is selected, the same in every mode: nodes, wires, notes, and one number. */
import type { NodeId } from '#shared/document/document';

export interface SelectedNumber {
  readonly node: NodeId;
  /** Of which of its outputs. */
  readonly port: string;
  readonly index: readonly number[];
}

export class Selection {
  nodes = $state.raw<ReadonlySet<NodeId>>(new Set());
  edges = $state.raw<ReadonlySet<string>>(new Set());
  notes = $state.raw<ReadonlySet<string>>(new Set());
  /** One number of a node's output, whose arithmetic is shown. */
  number = $state.raw<SelectedNumber | undefined>();

  /** The node when exactly one is selected. */
  readonly only = $derived(this.nodes.size === 1 ? [...this.nodes][0] : undefined);

  /** Where in what an output answered the selected number is; undefined where it is not in it. */
  placeIn(node: NodeId, port: string | undefined): readonly number[] | undefined {
    const { number } = this;
    return number?.node === node && number.port === port ? number.index : undefined;
  }

  select(nodes: Iterable<NodeId>, edges: Iterable<string> = [], notes: Iterable<string> = []): void {
    this.nodes = new Set(nodes);
    this.edges = new Set(edges);
    this.notes = new Set(notes);
    if (this.number && !this.nodes.has(this.number.node)) this.number = undefined;
  }
}
