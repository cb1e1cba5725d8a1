/** What tests of single parts of the state give them: a desktop that answers as it is told, and no thread. */
import type { Desktop } from '#shared/contract/desktop';
import { Background } from './background.svelte';

const silent = (): void => undefined;
const nothing: Desktop['openDropped'] = () => Promise.resolve({ ok: true, value: null });

export function desktopOf(call: Desktop['call']): Desktop {
  return {
    ...{ call, openDropped: nothing, openDroppedData: nothing },
    ...{ onEngineStopped: silent, onFileAsked: silent, onCloseAsked: silent },
  };
}

/** Whose jobs are answered by the test. */
export function idleBackground(): Background {
  return new Background({ startThread: () => Promise.reject(new Error('there is no thread here')) }, () =>
    Promise.reject(new Error('nothing is asked here')),
  );
}
