/** Svelte Flow as it comes, with as many nodes as the canvas that it is held against: the least a canvas costs. */
import { mount } from 'svelte';
import Bare from './Bare.svelte';

mount(Bare, { target: document.body });
