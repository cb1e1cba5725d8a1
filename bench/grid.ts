/** Where the layers of a long chain stand, in the app and on the bare page it is held against. */
export const count = 1000;

export const placeAt = (at: number): { x: number; y: number } => ({
  x: (at % 40) * 260,
  y: Math.floor(at / 40) * 180,
});
