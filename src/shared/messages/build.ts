/** What Build says: its palette, the search for a layer, and what is still to mend. */

export const buildMessages = {
  layers: 'Layers',
  searchLayers: 'Search layers',
  inputAndOutput: 'Input & output',
  blocks: 'Blocks',
  forgetBlock: 'Forget {name}',
  forgetBlockHelp: 'Forget this block',
  noLayer: 'No layer is called “{query}”. Try another word, such as “dense”.',

  addLayer: 'Add a layer',
  searchPlaceholder: 'Search layers: Linear, dense, relu …',
  fromWirePlaceholder: 'Layers this wire can lead to',

  toMend: 'What to mend',
  problems: 'Problems',
  oneToMend: '{count} thing to mend',
  manyToMend: '{count} things to mend',
  show: 'Show',
} as const;
