/** Why something cannot be done now, in a few words; undefined where it can. */
import { isExpandable } from '#shared/document/expand';
import { nestingOf } from '#shared/document/groups';
import { editingMessages as messages } from '#shared/messages/editing';
import type { Session } from './session.svelte';

type WhyNot = (session: Session) => string | undefined;

const unless = (isPossible: boolean, why: string): string | undefined => (isPossible ? undefined : why);

export const whyNoUndo: WhyNot = ({ editor }) => unless(editor.canUndo, messages.whyNoUndo);
export const whyNoRedo: WhyNot = ({ editor }) => unless(editor.canRedo, messages.whyNoRedo);
/** All of the canvas. */
export const whyNothing: WhyNot = ({ editor: { document } }) =>
  unless(document.nodes.length + (document.notes?.length ?? 0) > 0, messages.whyEmpty);
export const whyNoCards: WhyNot = ({ selection }) => unless(selection.nodes.size > 0, messages.whyNothing);
export const whyNoNode: WhyNot = ({ selection, editor }) =>
  unless(
    selection.only !== undefined && !nestingOf(editor.document).hidden.has(selection.only),
    messages.whyOneCard,
  );
export const whyNoName: WhyNot = (session) =>
  session.selection.nodes.size === 0 && session.selection.notes.size === 1
    ? undefined
    : unless(session.selection.only !== undefined, messages.whyOneCard);
/** Layers or notes. */
export const whyNotCopied: WhyNot = ({ selection }) =>
  unless(selection.nodes.size + selection.notes.size > 0, messages.whyNothing);
export const whyNotRemoved: WhyNot = ({ selection }) =>
  unless(selection.nodes.size + selection.notes.size + selection.edges.size > 0, messages.whyNothing);
export const whyNotOpened: WhyNot = ({ selection, editor }) => {
  const { innermost } = nestingOf(editor.document);
  const isInGroup = [...selection.nodes].some((id) => innermost.has(id));
  const isMade = selection.only !== undefined && isExpandable(editor.inference, selection.only);
  return unless(isInGroup || isMade, messages.whyNotExpandable);
};
export const whyNotAligned: WhyNot = ({ editing }) =>
  unless(editing.arranging.boxes.size > 1, messages.whyTwo);
export const whyNotDistributed: WhyNot = ({ editing }) =>
  unless(editing.arranging.boxes.size > 2, messages.whyThree);
