/** What can be watched of a run: the only list of its views. */
import type { Component } from 'svelte';
import type { trainViewNames } from '#shared/messages/train';
import Answers from './Answers.svelte';
import Backward from './Backward.svelte';
import Boundary from './Boundary.svelte';
import Compare from './Compare.svelte';
import Curves from './Curves.svelte';
import Data from './Data.svelte';
import Weights from './Weights.svelte';

export const views: readonly { readonly name: keyof typeof trainViewNames; readonly view: Component }[] = [
  { name: 'Data', view: Data },
  { name: 'Curves', view: Curves },
  { name: 'Boundary', view: Boundary },
  { name: 'Answers', view: Answers },
  { name: 'Weights', view: Weights },
  { name: 'Backward', view: Backward },
  { name: 'Compare', view: Compare },
];
