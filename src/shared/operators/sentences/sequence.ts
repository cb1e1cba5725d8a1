import type { Family } from '../define';

export const sequence: Family = {
  name: 'Sequences and optionals',
  domain: '',
  sentences: {
    ConcatFromSequence: 'Joins all tensors of a list along an axis.',
    Optional: 'Wraps a value that may be missing, or makes an empty wrapping.',
    OptionalGetElement: 'Takes the value out of a wrapping that may be empty.',
    OptionalHasElement: 'Tells whether a wrapping that may be empty holds a value.',
    SequenceAt: 'Takes one tensor out of a list, by its position.',
    SequenceConstruct: 'Makes a list of the tensors it is given.',
    SequenceEmpty: 'Makes an empty list of tensors.',
    SequenceErase: 'Removes one tensor from a list.',
    SequenceInsert: 'Puts a tensor into a list, at a position.',
    SequenceLength: 'Tells how many tensors a list holds.',
    SequenceMap: 'Runs a small graph on every tensor of a list.',
    SplitToSequence: 'Cuts a tensor along an axis into a list of parts.',
  },
};
