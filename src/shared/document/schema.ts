/** What document.json may say, each field once, with what it must be in words a person reads. */
import * as v from 'valibot';
import { planSchema } from '../data/files';
import { schemaWants as wants } from '../messages/schema';
import { edgeLimit, nodeLimit, portLimit } from '../tensor/file-limits';
import { listLimit, textLimit } from '../layers/attributes';
import { canvasColours, nameLimit, noteLimits, placeLimit, valueNameLimit } from './document';
import { isHeldAttribute, isHeldFunction, isHeldType } from '../onnx/held';
import { formatVersion } from './migrations';
import { noteSizes } from './notes';
import { trainingSchema } from './training-settings';

/** Of one layer: far more than any has. */
const attributeLimit = 100;

// Ids are keys of plain objects, where `constructor` and `__proto__` already stand for something else.
const id = v.message(
  v.pipe(
    v.string(),
    v.regex(/^[\w-]{1,80}$/),
    v.check((value) => !(value in {})),
  ),
  wants.id,
);
const text = v.message(v.pipe(v.string(), v.minLength(1), v.maxLength(nameLimit)), wants.text);
const valueName = v.message(v.pipe(v.string(), v.minLength(1), v.maxLength(valueNameLimit)), wants.text);
const port = v.message(v.pipe(v.string(), v.regex(/^\w{1,40}$/)), wants.port);
const flag = v.message(v.exactOptional(v.boolean()), wants.flag);
const place = v.message(v.pipe(v.number(), v.minValue(-placeLimit), v.maxValue(placeLimit)), wants.place);
const extent = v.message(
  v.pipe(v.number(), v.minValue(noteSizes.least), v.maxValue(noteSizes.most)),
  wants.extent,
);
const colour = v.message(v.exactOptional(v.picklist(canvasColours)), wants.colour);
const record = <T extends v.ObjectEntries>(entries: T) => v.message(v.object(entries), wants.record);
const end = record({ node: id, port });
const finite = v.pipe(v.number(), v.finite());
const attribute = v.message(
  v.union([
    finite,
    v.boolean(),
    v.pipe(v.string(), v.maxLength(textLimit)),
    v.null(),
    v.pipe(v.array(finite), v.maxLength(listLimit)),
  ]),
  wants.attribute,
);
const attributes = v.message(
  v.pipe(v.record(v.string(), attribute), v.maxEntries(attributeLimit)),
  wants.attributes,
);

/** At most so many, which is asked before any of them is looked at; the message is the limit alone. */
function list<T extends v.GenericSchema>(item: T, limit: number) {
  const isShort = (value: unknown) => !Array.isArray(value) || value.length <= limit;
  return v.pipe(v.custom<unknown[]>(isShort, String(limit)), v.message(v.array(item), wants.list));
}

const names = v.message(v.record(v.string(), v.string()), wants.kept);
const kept = v.message(v.record(v.string(), v.pipe(v.string(), v.check(isHeldAttribute))), wants.kept);
const leftOut = v.message(v.pipe(v.string(), v.regex(/^\w{0,40}$/)), wants.port);
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const described = record({ type: v.string(), shape: v.exactOptional(v.array(size)) });
/** An operator that is no layer. */
const op = record({
  type: text,
  domain: v.message(v.pipe(v.string(), v.maxLength(nameLimit)), wants.text),
  inputs: list(
    record({
      port: leftOut,
      own: v.exactOptional(v.picklist(['parameter', 'constant', 'kept'])),
      shape: v.exactOptional(v.array(size)),
    }),
    portLimit,
  ),
  captures: names,
  outputs: list(leftOut, portLimit),
  attributes: v.record(v.string(), v.picklist(['int', 'float', 'ints', 'floats', 'string'])),
  held: kept,
  kept,
  record: v.exactOptional(
    record({ inputs: list(described, portLimit), outputs: list(described, portLimit) }),
  ),
});
const heldType = v.message(v.exactOptional(v.pipe(v.string(), v.check(isHeldType))), wants.kept);
const stated = v.array(v.union([v.number(), v.string()]));
/** What the model that it was opened from says of itself. */
const origin = record({
  operators: record({
    set: size,
    domains: v.record(v.string(), size),
    functions: v.message(v.array(v.pipe(v.string(), v.check(isHeldFunction))), wants.kept),
  }),
  inputs: list(record({ name: v.string(), shape: v.exactOptional(stated), isOptional: flag }), nodeLimit),
  outputs: list(v.string(), nodeLimit),
  answers: v.exactOptional(
    list(record({ name: v.string(), shape: v.exactOptional(stated), type: heldType }), nodeLimit),
  ),
});

/** Layers and the wires between them. */
export const structureSchema = v.object({
  nodes: list(
    record({
      id,
      kind: text,
      op: v.exactOptional(op),
      values: v.exactOptional(v.record(v.string(), valueName)),
      name: text,
      stage: v.exactOptional(text),
      attributes,
      position: record({ x: place, y: place }),
      isBypassed: flag,
      isCollapsed: flag,
      isLocked: flag,
    }),
    nodeLimit,
  ),
  edges: list(record({ from: end, to: end }), edgeLimit),
});

export const documentSchema = v.object({
  format: v.literal(formatVersion),
  title: text,
  seed: v.message(v.pipe(v.number(), v.safeInteger()), wants.seed),
  ...structureSchema.entries,
  groups: list(
    record({ id, name: text, nodes: v.message(v.array(id), wants.list), isClosed: flag, colour }),
    nodeLimit,
  ),
  notes: v.exactOptional(
    list(
      record({
        ...{ id, position: record({ x: place, y: place }), width: extent, height: extent, colour },
        text: v.message(v.pipe(v.string(), v.maxLength(noteLimits.letters)), wants.noteText),
      }),
      noteLimits.notes,
    ),
  ),
  training: v.exactOptional(v.message(trainingSchema, wants.setting)),
  data: v.exactOptional(v.message(planSchema, wants.setting)),
  origin: v.exactOptional(origin),
});
