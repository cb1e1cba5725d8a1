/** What the system refuses when a file is read or written, by its code: why, and what a person can do about it. */

interface SystemMessage {
  readonly reason: string;
  readonly repair: string;
}

const unusable: SystemMessage = {
  reason: 'you may not use it',
  repair: 'Ask whose it is, or choose another folder',
};
const inUse: SystemMessage = {
  reason: 'another program is using it',
  repair: 'Close it there and try again, or choose another name',
};
const unreachable: SystemMessage = {
  reason: 'its disk cannot be reached',
  repair: 'Connect the disk again, or choose another one',
};
const tooManyOpen: SystemMessage = {
  reason: 'too many files are open at once',
  repair: 'Close other programs and try again',
};

export const systemMessages: Readonly<Record<string, SystemMessage>> = {
  EACCES: unusable,
  EBUSY: inUse,
  EDQUOT: {
    reason: 'your share of the disk is full',
    repair: 'Delete something of yours, or choose another disk',
  },
  EEXIST: { reason: 'there is a file of that name', repair: 'Choose another name' },
  EFBIG: { reason: 'its disk takes no file as large as this', repair: 'Choose another disk' },
  EHOSTDOWN: unreachable,
  EIO: { reason: 'the disk reports an error', repair: 'Choose another disk, and have this one looked at' },
  EISDIR: { reason: 'it is a folder', repair: 'Choose another name' },
  ELOOP: { reason: 'its links lead nowhere', repair: 'Choose another folder' },
  EMFILE: tooManyOpen,
  ENAMETOOLONG: { reason: 'its name is too long', repair: 'Choose a shorter name' },
  ENFILE: tooManyOpen,
  ENODEV: unreachable,
  ENOENT: { reason: 'the folder is not there', repair: 'Choose another folder' },
  ENOSPC: { reason: 'the disk is full', repair: 'Free some space, or choose another disk' },
  ENOTCONN: unreachable,
  ENOTDIR: { reason: 'a part of its path is a file', repair: 'Choose another folder' },
  ENXIO: unreachable,
  EPERM: unusable,
  EROFS: { reason: 'the disk cannot be written to', repair: 'Choose another disk' },
  ESTALE: unreachable,
  ETIMEDOUT: unreachable,
  ETXTBSY: inUse,
  /** No code of a system's: a pipe or a device. */
  NOT_ORDINARY: { reason: 'it is not an ordinary file', repair: 'Choose a file on disk' },
  /** What Node calls a path with a letter no path may have. */
  ERR_INVALID_ARG_VALUE: { reason: 'its name has a letter no name may have', repair: 'Choose another name' },
};

/** For the codes nobody has thought of. */
export const otherSystemMessage: SystemMessage = {
  reason: 'the system answers {code}',
  repair: 'Choose another folder, or try again',
};
