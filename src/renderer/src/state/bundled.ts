/** The data sets that come with the app: read once, when a document first needs them. */
import type { Desktop } from '#shared/contract/desktop';
import { decodeBundled } from '#shared/data/bundled';
import { withBundled } from '#shared/data/plan';
import type { BundledSet } from '#shared/data/source';
import type { Document } from '#shared/document/document';
import { isProblem, type Problem } from '#shared/messages/problem';

export class Bundled {
  readonly #desktop: Desktop;
  readonly #known = new Map<string, BundledSet>();

  constructor(desktop: Desktop) {
    this.#desktop = desktop;
  }

  /** Errors: a problem when there is no such set. */
  async read(id: string): Promise<BundledSet | Problem> {
    const found = this.#known.get(id);
    if (found) return found;
    const reply = await this.#desktop.call('data.bundled', { id });
    if (!reply.ok) return reply.problem;
    const set = decodeBundled(id, reply.value);
    if (!isProblem(set)) this.#known.set(id, set);
    return set;
  }

  /** A file keeps the id of a bundled set alone; where there is none, training says so and nothing else is lost. */
  async withRows(document: Document): Promise<Document> {
    const { data } = document;
    if (data?.source.kind !== 'bundled') return document;
    const set = await this.read(data.source.id);
    return isProblem(set) ? document : { ...document, data: withBundled(data, set) };
  }
}
