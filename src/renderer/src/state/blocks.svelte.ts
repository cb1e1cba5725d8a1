/** The blocks there are: those everyone has, and those the person kept, which stay between starts. */
import { bundledBlocks, readBlocks, writeBlocks, type Block } from '#shared/document/blocks';
import type { Stored } from './stored';

export class Blocks {
  readonly #stored: Stored;
  own = $state.raw<readonly Block[]>([]);
  readonly all = $derived([...bundledBlocks, ...this.own]);

  constructor(stored: Stored) {
    this.#stored = stored;
  }

  /** Those that were kept before. */
  recall(): void {
    this.own = this.#stored.readBy('blocks', readBlocks) ?? [];
  }

  named(name: string): Block | undefined {
    return this.all.find((block) => block.name === name);
  }

  /** A block of the same name is replaced; one that everyone has keeps its name, and the new one gets a number. */
  keep(block: Block): Block {
    const taken = new Set(bundledBlocks.map(({ name }) => name));
    let { name } = block;
    for (let number = 2; taken.has(name); number++) name = `${block.name} ${number}`;
    const kept = { ...block, name };
    this.#store([...this.own.filter((other) => other.name !== name), kept]);
    return kept;
  }

  forget(name: string): void {
    this.#store(this.own.filter((block) => block.name !== name));
  }

  #store(own: readonly Block[]): void {
    this.own = own;
    this.#stored.keep('blocks', writeBlocks(own));
  }
}
