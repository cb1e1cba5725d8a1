/** What the window may ask of the desktop, by name: plain, since the preload that checks it starts with every window. */
import { fileMessages } from '../messages/files';
import { problem } from '../messages/problem';
import type { Reply } from './engine';

const callNames = [
  'start.read',
  'kept.write',
  'kept.set-aside',
  'file.open',
  'file.open-recent',
  'file.open-asked',
  'file.choose',
  'file.save-as',
  'file.compare',
  'file.reload',
  'file.recent',
  'lesson.list',
  'lesson.open',
  'data.list',
  'data.bundled',
  'data.open',
  'clipboard.write',
  'clipboard.act',
  'recovery.read',
  'recovery.set-aside',
  'recovery.clear',
  'bytes.connect',
  'engine.connect',
  'engine.restart',
  'provider.probe',
  'window.zoom',
  'window.full-screen',
  'window.close',
] as const;
export type CallName = (typeof callNames)[number];

export function isCallName(name: unknown): name is CallName {
  return (callNames as readonly unknown[]).includes(name);
}

export function refuseUnknownCall(): Reply<never> {
  return { ok: false, problem: problem('request-refused', { reason: fileMessages.noSuchRequest }) };
}
