/** What is said on the canvas: of nodes, ports, wires, groups and the tools around them. */

export const canvasMessages = {
  canvas: 'Canvas',
  map: 'Map of the canvas',
  empty: 'Drag a layer here, or press {key} to search for one.',

  node: '{name}, {kind}, output {shape}',
  inputPort: '{name} input {port}',
  outputPort: '{name} output {port}',
  wire: 'Wire from {from} to {to}',
  picture: '{name}: {min} to {max}',
  incomplete: 'not complete',
  breakpoint: 'Breakpoint',
  breakpointHelp: 'Play stops here (F9)',

  groupName: 'Group name',
  keepBlock: 'Keep {name} as a block',
  keepBlockHelp: 'Keep as a block: it is then among the layers',
  closeBlock: 'Close {name} to a block',
  closeBlockHelp: 'Close to a block: one card, and one stage (E)',
  openBlock: 'Open {name}',
  openBlockHelp: 'Open: see and step through its layers (E)',
  block: '{name}, block of {count} layers, output {shape}',
  blockOfAlike: '{name}, x {times} alike in a row, block of {count} layers, output {shape}',
  times: 'x {times}',
  alikeHelp: '{times} blocks made alike, each feeding the next, with numbers of their own',
  insideBlock: 'Inside {block}, one of its {count} layers. Press E to open it.',
  lastOfBlock:
    'What leaves {block}, the last of its {count} layers. Press E to open it and step through the others.',
  blockKind: '{count} layers',
  run: '{first} to {last}',
  inBlock: '{block}: {name}',
  ungroup: 'Ungroup {name}',
  ungroupHelp: 'Ungroup',

  zoom: 'Zoom',
  zoomOut: 'Zoom out',
  zoomIn: 'Zoom in',
  fit: 'Fit',
  fitHelp: 'Fit ( . )',
  addLayer: 'Add layer',
  addLayerHelp: 'Add layer ( / )',
} as const;
