/** The end of a wire dragged to another port; let go over nothing, the wire is taken away. */
import type { OnBeforeReconnect, OnReconnectEnd, OnReconnectStart } from '@xyflow/svelte';
import { makesCycle } from '#shared/document/connect';
import { drawnWith } from '#shared/document/groups';
import { problem } from '#shared/messages/problem';
import type { Session } from '../state/session.svelte';
import { endAt } from './block';

export class Rerouting {
  readonly #session: Session;
  /** The wire whose end is in the hand. */
  #edge: string | undefined;
  #isLed = false;

  constructor(session: Session) {
    this.#session = session;
  }

  get isUnderWay(): boolean {
    return this.#edge !== undefined;
  }

  start: OnReconnectStart = (_event, { id }) => {
    this.#edge = id;
    this.#isLed = false;
  };

  /** The canvas itself changes nothing: the document does. */
  connect: OnBeforeReconnect = (fresh, { id }) => {
    const { editor, notices } = this.#session;
    const { document } = editor;
    this.#isLed = true;
    const wire = document.edges.find((edge) => edge.id === id);
    if (!wire) return false;
    const from = endAt(document, fresh.source, fresh.sourceHandle ?? '');
    const to = endAt(document, fresh.target, fresh.targetHandle ?? '');
    const side = from.node === wire.from.node && from.port === wire.from.port ? 'to' : 'from';
    const names = {
      from: this.#session.nameOf(from.node),
      to: this.#session.nameOf(to.node),
    };
    if (from.node === to.node) notices.report(problem('wire-to-itself', names));
    else if (makesCycle(document, from.node, to.node)) notices.report(problem('wire-makes-cycle', names));
    else editor.apply({ kind: 'reroute', edge: id, side, end: side === 'to' ? to : from });
    return false;
  };

  end: OnReconnectEnd = (_event, { id }, _type, { toHandle, toNode }) => {
    this.#edge = undefined;
    // Over a card or a port it was meant to lead somewhere.
    if (this.#isLed || toHandle || toNode) return;
    const { editor } = this.#session;
    const wire = editor.document.edges.find((edge) => edge.id === id);
    const edges = wire ? drawnWith(editor.document, wire).map((edge) => edge.id) : [];
    editor.apply({ kind: 'remove', nodes: [], edges });
  };
}
