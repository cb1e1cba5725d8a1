/** What readers of bytes throw where the bytes are damaged. */

/** Ends of buffers are range errors, and libraries throw plain ones; any other type is a fault of this program. */
export function isDamage(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.constructor === Error);
}
