import type { Family } from '../define';

export const movement: Family = {
  name: 'Shape and movement',
  domain: '',
  sentences: {
    CenterCropPad: 'Brings axes to given sizes by cutting or padding evenly at both ends.',
    Concat: 'Joins tensors one after the other along an axis.',
    Crop: 'Cuts borders off the height and width of pictures.',
    DepthToSpace: 'Moves channels into blocks of places, which makes pictures larger.',
    Expand: 'Repeats what has size one until the tensor has a given shape.',
    Flatten: 'Lays everything before and after an axis out as rows and columns of a matrix.',
    Pad: 'Puts a border around a tensor, of a constant or of what is near.',
    Reshape: 'Gives the same numbers, in the same order, another shape.',
    ReverseSequence: 'Turns the first steps of every sequence around, as many as it is long.',
    Shape: 'Tells the sizes of a tensor as a list of numbers.',
    Size: 'Tells how many numbers a tensor holds.',
    SpaceToDepth: 'Moves blocks of places into channels, which makes pictures smaller.',
    Split: 'Cuts a tensor into parts along an axis.',
    Squeeze: 'Removes axes of size one.',
    Tile: 'Repeats a whole tensor along its axes, like tiles.',
    Transpose: 'Puts the axes of a tensor in another order.',
    Trilu: 'Keeps the upper or lower triangle of matrices and sets the rest to zero.',
    Unsqueeze: 'Inserts axes of size one.',
  },
};
