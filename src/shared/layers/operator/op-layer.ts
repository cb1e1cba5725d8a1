/** An operator that is no layer, as a layer: so that everything that asks a node's layer has an answer. */
import { fill } from '../../messages/fill';
import { operatorMessages } from '../../messages/operators';
import { operatorOf } from '../../operators/index';
import { mostFloat, numbers, real, wholeNumber, words, type Field, type Fields } from '../attributes';
import { defineLayer, type Layer } from '../define';
import { explainOperator } from './explain';
import { kindOf, outputPorts, wiredPorts, type AttributeKind, type HeldOp } from './held-op';

const fields: Readonly<Record<AttributeKind, (help: string) => Field>> = {
  int: (help) => wholeNumber({ initial: 0, help }),
  float: (help) => real({ initial: 0, min: -mostFloat, max: mostFloat, help }),
  ints: (help) => numbers({ isWhole: true, help }),
  floats: (help) => numbers({ isWhole: false, help }),
  string: (help) => words({ help }),
};

const known = new WeakMap<HeldOp, Layer>();

export function opLayer(op: HeldOp): Layer {
  const layer = known.get(op) ?? make(op);
  known.set(op, layer);
  return layer;
}

function make(op: HeldOp): Layer {
  const kind = kindOf(op);
  const attributes: Fields = Object.fromEntries(
    Object.entries(op.attributes).map(([name, what]) => [name, fields[what](operatorMessages[what])]),
  );
  return defineLayer({
    kind,
    group: 'operator',
    summary: operatorOf(op.type, op.domain)?.summary ?? fill(operatorMessages.unknown, { type: op.type }),
    formula: `${outputPorts(op).join(', ')} = ${op.type}(${wiredPorts(op).join(', ')})`,
    backward: operatorMessages.backward,
    attributes,
    inputs: () => wiredPorts(op),
    outputs: () => outputPorts(op),
    parameters: () =>
      op.inputs.flatMap(({ port, own, shape = [] }) =>
        own === 'parameter' ? [{ name: port, shape, initial: () => 0 }] : [],
      ),
    emit: ({ builder, inputs }) => builder.op(op.type, inputs),
    explain: (context) => explainOperator(op, context),
    torch: () => ({ unwritten: op.domain === '' ? op.type : kind }),
    tex: ({ inputs, outputs }) =>
      `${outputs.join(', ')} = \\operatorname{${op.type.replace(/[^A-Za-z0-9]/g, '')}}(${inputs.join(', ')})`,
    examples: [],
    recognise: () => [],
  });
}
