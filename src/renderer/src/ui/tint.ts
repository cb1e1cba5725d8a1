/** The colour of a number: blue above zero, orange below, deeper the larger. */
import { createSubscriber } from 'svelte/reactivity';
import type { CanvasColour } from '#shared/document/document';
import { pagesOf } from '#shared/tensor/paged';
import type { Value } from '#shared/tensor/value';
import { isFloat, numbersOf, type Tensor } from '#shared/tensor/tensor';

/** A CSS colour for `value` among numbers as large as `largest`; words have none. */
export function tintOf(given: Value, largest: number): string {
  if (typeof given === 'string') return 'var(--panel)';
  const value = Number(given);
  if (!Number.isFinite(value)) return 'var(--alarm-wash)';
  const share = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0;
  const hue = value < 0 ? 'var(--tint-negative)' : 'var(--tint-positive)';
  return `color-mix(in srgb, ${hue} ${(share * 55).toFixed(1)}%, var(--panel))`;
}

/** What tints are measured against: the largest size among finite values. */
export function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    const size = Math.abs(Number(values[at]));
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}

/** Of pages, each looked through once: after an edit all but one of them are known. */
const largestOnPage = new WeakMap<Float32Array, number>();

/** The same of all of a tensor, whatever part of it is shown: a colour means the same on every page. */
export function largestIn(tensor: Tensor): number {
  if (!isFloat(tensor)) return largestOf(numbersOf(tensor));
  return pagesOf(tensor).reduce((largest, page) => {
    const found = largestOnPage.get(page) ?? largestOf(page);
    largestOnPage.set(page, found);
    return Math.max(largest, found);
  }, 0);
}

/** A group's colour token. */
export function groupColour(group: string): string {
  return `var(--group-${group.replaceAll(' ', '-')})`;
}

const classColours = 10;

/** A class's colour token; beyond ten they come again. */
export function classColour(index: number): string {
  return `var(--class-${index % classColours})`;
}

/** Light or dark, as the system or the person has it: what asks for a colour is asked again when that changes. */
const theme = createSubscriber((update) => {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  scheme.addEventListener('change', update);
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', update);
  };
});

/** A CSS colour, tokens and all, as the red, green and blue a canvas's pixels are made of. */
export function resolveColour(canvas: HTMLCanvasElement, colour: string): readonly [number, number, number] {
  theme();
  canvas.style.color = colour;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(canvas).color.match(/[\d.]+/g) ?? []).map(Number);
  canvas.style.color = '';
  return [red, green, blue];
}

/** Behind a note, or what is in a group, that a person coloured. */
export function washOf(colour: CanvasColour): string {
  return `var(--wash-${colour})`;
}
