// Owns who may import whom: the table of ARCHITECTURE.md as rules. Tests may import anything but Electron.
/** Tests, and what only tests are made of. */
const test = '(\\.test|/testing[a-z.-]*)\\.ts$';

/** A folder of src/shared and the folders of src/shared it may build on. */
const shared = {
  tensor: [],
  messages: [],
  onnx: ['tensor'],
  ops: ['tensor', 'onnx'],
  operators: [],
  layers: ['tensor', 'onnx', 'ops', 'operators'],
  data: ['tensor', 'opening'],
  opening: ['tensor'],
  compare: ['tensor'],
  contract: ['tensor', 'data', 'compare'],
  document: ['tensor', 'onnx', 'layers', 'data'],
  layout: ['document', 'layers', 'tensor'],
  compile: ['document', 'layers', 'ops', 'onnx', 'tensor', 'contract', 'compare'],
  training: ['document', 'data', 'layers', 'ops', 'onnx', 'tensor', 'contract'],
  torch: ['document', 'layers', 'ops', 'onnx', 'tensor'],
  equations: ['document', 'layers', 'ops', 'onnx', 'tensor'],
  summary: ['document', 'layers', 'ops', 'onnx', 'tensor'],
  recognise: ['compile', 'layout', 'document', 'layers', 'ops', 'operators', 'onnx', 'tensor', 'contract'],
  explain: ['document', 'layers', 'ops', 'onnx', 'tensor'],
  quiz: [
    ...['document', 'data', 'layers', 'ops', 'onnx', 'tensor', 'contract'],
    ...['compile', 'training', 'explain', 'lesson'],
  ],
  lesson: ['document', 'layers', 'ops', 'onnx', 'tensor', 'contract'],
  policy: ['lesson', 'tensor', 'contract'],
};

const reasons = {
  tensor:
    'Tensors are the ground everything stands on: beside the sentences of problems, they know nothing else.',
  messages: 'A sentence is made from the plain values in a problem; it needs no other folder.',
  onnx: 'The graph in memory and its file format know tensors, not what an operator computes.',
  ops: 'Ops carry mathematics: tensors and graphs, never layers or the document.',
  operators:
    'What is known of every operator without computing it: facts and sentences, whatever a document makes of them.',
  layers:
    'Layers carry teaching and emit ops, whose shape rules are theirs; what a document does with them is not.',
  data: 'Rows to learn from: where they come from and how they are prepared, whatever network they are for.',
  opening: 'What a file is, by its first bytes: asked before anything of it is read, by whoever opens files.',
  compare: 'How far two runs are apart: values by their names and tensors, whatever a network is made of.',
  contract:
    'What processes say to each other is made of tensors, rows, what is found of them and problems; it is the same whatever a network is made of.',
  document: 'The document carries intent: it knows which layers exist, not how they are run or written out.',
  layout: 'Where cards stand and which are one block: of a document, and of no window that draws it.',
  compile: 'A view of the document. Views do not import each other; move what two of them share down.',
  training:
    'Losses, optimisers and the reverse sweep: what a document, its layers and ops become to be trained.',
  torch: 'A view of the document. Views do not import each other; move what two of them share down.',
  equations: 'A view of the document. Views do not import each other; move what two of them share down.',
  summary: 'A view of the document. Views do not import each other; move what two of them share down.',
  recognise: 'A view of the document. Views do not import each other; move what two of them share down.',
  explain: 'A view of the document. Views do not import each other; move what two of them share down.',
  quiz: 'Asks about what the other views show: the run of a document, the arithmetic of its numbers, its rows, the text of a lesson.',
  lesson: 'The text of a lesson and its live values: views of the document and of a run.',
  policy:
    'What an administrator decides is about modes, folders and graphics cards, whatever network is open.',
};

const sharedRules = Object.entries(shared).map(([folder, allowed]) => {
  const within = [folder, ...allowed, 'messages'];
  return {
    name: `shared-${folder}`,
    comment: reasons[folder],
    severity: 'error',
    from: { path: `^src/shared/${folder}/`, pathNot: test },
    to: { path: '^src/', pathNot: `^src/shared/(${within.join('|')})/` },
  };
});

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

module.exports = {
  forbidden: [
    ...sharedRules,
    forbid(
      'shared-in-the-table',
      'This folder has no row in the table above: say there what it may build on, and why.',
      { path: `^src/shared/(?!(${Object.keys(shared).join('|')})/)`, pathNot: test },
      { path: '^src/' },
    ),
    forbid(
      'no-circular',
      'Two files that import each other are one file in two pieces: move what both need into a third.',
      {},
      { circular: true },
    ),
    forbid(
      'resolvable',
      'This import leads nowhere: look for a typing error, or a package missing from package.json.',
      {},
      // svelte/ has virtual modules of the bundler; `?` marks a bundler query such as `?worker`.
      { couldNotResolve: true, pathNot: '\\?' },
    ),
    forbid(
      'shared-runs-everywhere',
      'src/shared runs in the window, the engine and the command line alike: no other part of the app, no Node, no Electron, no Svelte.',
      { path: '^src/shared/', pathNot: test },
      { path: ['^src/(?!shared/)', '^node_modules/(electron|onnxruntime-node|svelte|@xyflow)/'] },
    ),
    forbid(
      'shared-without-node',
      'src/shared also runs in the sandboxed window, where no Node module exists.',
      { path: '^src/shared/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'engine-alone',
      'The engine is a process of its own and also runs inside the command line: it knows src/shared and nothing of the app around it.',
      { path: '^src/engine/', pathNot: test },
      { path: '^src/(?!shared/|engine/)' },
    ),
    forbid(
      'onnxruntime-in-engine',
      'Only the engine touches onnxruntime-node: it blocks its thread and can crash its process. Ask the engine instead.',
      { path: '^src/', pathNot: ['^src/engine/', test] },
      { path: '^node_modules/onnxruntime-(node|common)/' },
    ),
    forbid(
      'no-network',
      'Nothing leaves this machine: no part of the app opens a socket or looks a name up.',
      { path: '^src/', pathNot: test },
      { path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)', dependencyTypes: ['core'] },
    ),
    forbid(
      'electron-in-main',
      'Only main and preload may import electron; the rest, tests included, has to run without it.',
      { path: '^src/', pathNot: '^src/(main|preload)/(?!.*\\.test\\.ts$)' },
      { path: '^(node_modules/)?electron(/|$)' },
    ),
    forbid(
      'one-host-for-the-engine',
      'Main and the command line reach the engine through their engine-host.ts only, so that its process can be replaced.',
      { path: '^src/(main|cli)/', pathNot: ['^src/(main|cli)/engine-host\\.ts$', test] },
      { path: '^src/engine/' },
    ),
    forbid(
      'host-alone',
      'What main and the command line share about files: it runs in Node, without Electron, and knows src/shared alone.',
      { path: '^src/host/', pathNot: test },
      { path: '^src/(?!shared/|host/)' },
    ),
    forbid(
      'host-for-main-and-cli',
      'The window has no file system, and the engine reads only what main tells it the place of: what a file is, and whether it is still the same, main and the command line know.',
      { path: '^src/(engine|preload|renderer)/', pathNot: test },
      { path: '^src/host/' },
    ),
    forbid(
      'main-alone',
      'Main builds on src/shared, src/host and its engine host; the window and the command line are other programs, and loom.ts alone runs the latter.',
      { path: '^src/main/', pathNot: test },
      { path: '^src/(preload|renderer|cli)/', pathNot: '^src/cli/(main|protocol|worker-process)\\.ts$' },
    ),
    forbid(
      'one-way-to-the-command-line',
      'The app runs the command line by src/main/loom.ts, which gives it a worker of Electron’s.',
      { path: '^src/main/(?!loom\\.ts$)' },
      { path: '^src/cli/' },
    ),
    forbid(
      'cli-alone',
      'The command line builds on src/shared, src/host and its engine host; it has no window.',
      { path: '^src/cli/', pathNot: test },
      { path: '^src/(preload|renderer|main)/' },
    ),
    forbid(
      'preload-is-a-bridge',
      'The preload hands the contract over and holds no logic: it imports src/shared/contract and electron only.',
      { path: '^src/preload/', pathNot: test },
      {
        path: ['^src/', '^node_modules/'],
        pathNot: ['^src/preload/', '^src/shared/contract/', '^node_modules/electron/'],
      },
    ),
    forbid(
      'renderer-in-the-sandbox',
      'The window reaches the other processes through the bridge, never by importing their code or a Node module.',
      { path: '^src/renderer/', pathNot: test },
      { path: '^src/(main|engine|cli|preload)/' },
    ),
    forbid(
      'renderer-without-node',
      'The window is sandboxed: no Node module exists there.',
      { path: '^src/renderer/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'one-user-of-the-bridge',
      'The window begins by handing the bridge to its state, which runs in a test, too: ask for what is needed of the Host.',
      { path: '^src/renderer/src/(?!main\\.ts$)' },
      { path: '^src/renderer/src/bridge\\.ts$' },
    ),
    forbid(
      'state-below-panels',
      'State knows neither who shows it nor what it runs in: it imports src/shared and what works beside it, never a component.',
      { path: '^src/renderer/src/state/', pathNot: test },
      { path: '^src/renderer/src/', pathNot: '^src/renderer/src/(state|background)/' },
    ),
    forbid(
      'testing-in-tests',
      'What a file named testing holds is made for tests: the app does without.',
      { path: '^src/', pathNot: test },
      { path: '/testing[a-z.-]*\\.ts$' },
    ),
    forbid(
      'background-alone',
      'What runs in a worker has no window: it builds on src/shared and its own folder.',
      { path: '^src/renderer/src/background/', pathNot: test },
      { path: '^src/(?!shared/|renderer/src/background/)' },
    ),
    forbid(
      'ui-below-panels',
      'Building blocks know neither state nor panels: give them what they show as properties.',
      { path: '^src/renderer/src/ui/', pathNot: test },
      { path: '^src/renderer/src/(?!ui/)' },
    ),
    forbid(
      'panels-apart',
      'Panels are lenses on the same state and never import each other; App.svelte puts them side by side.',
      { path: '^src/renderer/src/(canvas|inspector|modes/[^/]+)/', pathNot: test },
      { path: '^src/renderer/src/(canvas|inspector|modes)/', pathNot: '^src/renderer/src/$1/' },
    ),
    forbid(
      'tensor-view-below-panels',
      'Every panel may show a tensor, so the tensor view knows none of them.',
      { path: '^src/renderer/src/tensor-view/', pathNot: test },
      { path: '^src/renderer/src/(canvas|inspector|modes)/' },
    ),
    forbid(
      'xyflow-in-canvas',
      'Svelte Flow stays inside the canvas, so that it can be replaced or updated in one place.',
      { path: '^src/', pathNot: '^src/renderer/src/canvas/' },
      { path: '^node_modules/@xyflow/' },
    ),
    forbid(
      'dagre-in-layout',
      'Only the layout of cards knows dagre, so that it can be replaced in one place.',
      { path: '^src/', pathNot: '^src/shared/layout/' },
      { path: '^node_modules/@dagrejs/' },
    ),
    forbid(
      'chart-in-ui',
      'Charts are drawn by one building block in ui/, so that they all look and read the same.',
      { path: '^src/', pathNot: '^src/renderer/src/ui/' },
      { path: '^node_modules/chart\\.js/' },
    ),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^out/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count: they tie folders together just the same.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.svelte.ts', '.js', '.mjs', '.cjs', '.svelte', '.json'],
    },
  },
};
