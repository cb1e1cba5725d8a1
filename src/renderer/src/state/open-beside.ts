/** A network from another file, for what is done with it beside the one that is open. */
import type { Desktop } from '#shared/contract/desktop';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { isProblem } from '#shared/messages/problem';
import type { OpenedDocument } from '../background/open-document';
import type { Background } from './background.svelte';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';

interface Parts {
  readonly desktop: Desktop;
  readonly editor: Editor;
  readonly background: Background;
  readonly notices: Notices;
}

/** Undefined where it is cancelled, another document is open by then, or it cannot be opened, which is said. */
export async function openBeside({
  desktop,
  editor,
  background,
  notices,
}: Parts): Promise<{ readonly name: string; readonly opened: OpenedDocument } | undefined> {
  const isOpen = editor.watch();
  const reply = await desktop.call('file.open', undefined);
  if (!reply.ok) notices.report(reply.problem);
  if (!reply.ok || !reply.value) return undefined;
  const { name } = reply.value;
  const title = fill(fileMessages.opening, { name });
  const opened = await background.run('open-document', reply.value, title);
  if (opened === undefined || !isOpen()) return undefined;
  if (!isProblem(opened)) return { name, opened };
  notices.report(opened);
  return undefined;
}
