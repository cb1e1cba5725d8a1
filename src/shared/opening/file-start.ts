/** What is looked at of a file to tell what it is. */
export interface FileStart {
  /** As the person knows it, which may be a path. */
  readonly file: string;
  /** Its own name. */
  readonly name: string;
  /** Its first bytes. */
  readonly head: Uint8Array;
  /** Bytes of all of it. */
  readonly size: number;
}

/** How many bytes of it are enough. */
export const headLength = 65_536;
