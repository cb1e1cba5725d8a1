/** What every card and wire is drawn by: how near the canvas is looked at, and what lies where. */
import { createContext } from 'svelte';
import type { Detail } from './detail';
import type { Obstacles } from './lane';

export interface Scene {
  readonly detail: Detail;
  readonly obstacles: Obstacles;
}

export const [getScene, setScene] = createContext<Scene>();
