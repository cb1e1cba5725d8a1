/** What can be watched of a run: the only list of its views. */
import type { Component } from 'svelte';
import Curves from './Curves.svelte';

export const views: readonly { readonly name: string; readonly view: Component }[] = [
  { name: 'Curves', view: Curves },
];
