/** The one way for a journey to take a value out of the window and compute with it. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@playwright/test';

/**
 * What a reading comes to once it rests: something is there, and two readings in a row are the same.
 * What is only expected needs none of this: `toHaveText` and `expect.poll` wait for the very value.
 */
export async function settled<T>(read: () => Promise<T>): Promise<NonNullable<T>> {
  let last: T | undefined;
  await expect
    .poll(async () => {
      const earlier = last;
      last = await read();
      return isThere(last) && isDeepStrictEqual(last, earlier);
    })
    .toBe(true);
  return last as NonNullable<T>;
}

/** Nothing yet is how a window looks that is not drawn yet. */
function isThere(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}
