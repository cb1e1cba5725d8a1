/** .loom files: a document survives them. */
import { describe, expect, test } from 'vitest';
import { initialAttributes } from '../layers/find';
import { layers } from '../layers/index';
import { isProblem } from '../messages/problem';
import { floatTensor } from '../tensor/tensor';
import { emptyDocument, type Document } from './document';
import { applyEdit } from './edits';
import { decodeDocument, encodeDocument, unzipDocument, zipDocument } from './file-format';
import { inferShapes } from './infer';
import { full } from './testing-full';
import { initialTraining, isFrozen, withFrozen } from './training-settings';
import { parameterOf } from './values';

describe('a document', () => {
  test('is the same after it was saved and opened', () => {
    for (const document of [full, emptyDocument]) {
      expect(decodeDocument(encodeDocument(document), 'a.loom')).toEqual(document);
      const files = unzipDocument(zipDocument(document), 'a.loom');
      expect(isProblem(files) || decodeDocument(files, 'a.loom')).toEqual(document);
    }
  });

  test('keeps parameters whose names have dots, and that they are frozen', () => {
    const layer = { ...full.nodes[1]!, id: 'mha-1', name: 'Heads', kind: 'MultiheadAttention' };
    const weight = floatTensor([2, 2], [1, 2, 3, 4]);
    const document = decodeDocument(
      encodeDocument({
        ...emptyDocument,
        nodes: [{ ...layer, attributes: initialAttributes(layers.get('MultiheadAttention')!) }],
        parameters: { 'mha-1': { 'out_proj.weight': weight } },
        training: withFrozen(initialTraining, 'mha-1', 'out_proj.weight', true),
      }),
      'a.loom',
    ) as Document;
    expect(document.parameters).toEqual({ 'mha-1': { 'out_proj.weight': weight } });
    expect(isFrozen(document.training!, 'mha-1', 'out_proj.weight')).toBe(true);
  });

  test('keeps weights of layers that are passed over or not complete', () => {
    const [input, linear] = full.nodes;
    for (const nodes of [[input!, { ...linear!, isBypassed: true }], [linear!]]) {
      const edges = full.edges.filter(({ from, to }) =>
        [from, to].every((end) => nodes.some(({ id }) => id === end.node)),
      );
      const places = new Map([...full.places].filter(([id]) => nodes.some((node) => node.id === id)));
      const document: Document = { ...full, nodes, edges, places, groups: [], inputs: {} };
      expect(decodeDocument(encodeDocument(document), 'a.loom')).toEqual(document);
    }
  });

  test('is written with the numbers it is shown with, whatever shape they were set in', () => {
    const edited = [
      { kind: 'set-attribute', node: 'linear-1', name: 'out_features', value: 3 },
      { kind: 'set-attribute', node: 'linear-1', name: 'bias', value: false },
      { kind: 'set-attribute', node: 'input-1', name: 'shape', value: [3, 2] },
      { kind: 'move', positions: { 'relu-1': { x: -1e9, y: 4 } } },
    ] as const;
    const document = edited.reduce<Document>(applyEdit, full);
    const opened = decodeDocument(encodeDocument(document), 'a.loom') as Document;
    const spec = inferShapes(document).nodes.get('linear-1')!.emission!.parameters[0]!;
    expect(spec.shape).toEqual([3, 2]);
    expect(opened.parameters).toEqual({ 'linear-1': { weight: parameterOf(document, 'linear-1', spec) } });
    expect(opened.inputs['input-1']).toEqual(floatTensor([3, 2], [1, 2, 3, 4, 5, 6]));
    expect(opened.places.get('relu-1')).toEqual({ x: -1e6, y: 4 });
  });

  test('is the same bytes whenever it is saved', () => {
    expect(zipDocument(full)).toEqual(zipDocument(structuredClone(full)));
  });

  test('is text a person can read and compare', () => {
    const text = new TextDecoder().decode(encodeDocument(full).get('document.json'));
    expect(text).toContain('\n  "title": "Ünïcode \\"title\\" 🙂",\n');
    expect(text.endsWith('}\n')).toBe(true);
    expect([...encodeDocument(full).keys()].sort()).toEqual([
      'document.json',
      'inputs/input-1.npy',
      'parameters.safetensors',
    ]);
  });

  test('keeps layers this version does not know, and can be edited with them', () => {
    const opened = decodeDocument(encodeDocument(full), 'a.loom') as Document;
    const content = {
      nodes: [{ ...opened.nodes[3]!, kind: 'Ünknown / Kind' }],
      edges: [],
      groups: [],
      places: new Map(),
      parameters: {},
      inputs: {},
    };
    const pasted = applyEdit(opened, { kind: 'paste', content, offset: { x: 0, y: 0 } });
    expect(decodeDocument(encodeDocument(pasted), 'a.loom')).toEqual(pasted);
  });
});
