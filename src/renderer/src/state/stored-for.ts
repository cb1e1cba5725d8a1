/** What the window keeps between starts, written by main; what does not go is said. */
import type { Desktop, KeptName } from '#shared/contract/desktop';
import { problem } from '#shared/messages/problem';
import type { Notices } from './notices.svelte';
import { Stored } from './stored';

export function storedFor(desktop: Desktop, notices: Notices): Stored {
  const write = async (name: KeptName, text: string): Promise<void> => {
    const reply = await desktop.call('kept.write', { name, text });
    notices.reportWhile(name, reply.ok ? undefined : reply.problem);
  };
  /** What cannot be read here may be of use to a newer version, or to whoever mends it. */
  const setAside = async (name: KeptName): Promise<void> => {
    const aside = await desktop.call('kept.set-aside', { name });
    notices.report(aside.ok ? problem('kept-damaged', aside.value) : aside.problem);
  };
  return new Stored(
    (name, text) => void write(name, text),
    (name) => void setAside(name),
  );
}
