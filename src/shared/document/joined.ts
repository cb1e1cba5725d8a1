/** What two networks' models say of themselves, as one model: an operator means what one set says of it. */
import { problem, isProblem, type Problem } from '../messages/problem';
import { operatorMessages } from '../messages/operators';
import { opset, type Operators } from '../onnx/graph';
import { heldFunctionName } from '../onnx/held';
import type { Document } from './document';

/** Of a network drawn by hand. */
const plain: Operators = { set: opset, domains: {}, functions: [] };

type Part = Pick<Document, 'nodes' | 'origin'>;

/** Undefined where neither says anything. Errors: both hold operators, and they would mean something else. */
export function joinedOperators(own: Part, other: Part): Operators | undefined | Problem {
  if (!own.origin && !other.origin) return undefined;
  const [one, two] = [own.origin?.operators ?? plain, other.origin?.operators ?? plain];
  if (!holdsOperators(other)) return one;
  if (!holdsOperators(own)) return merged(one, two);
  return differing(one, two) ?? merged(one, two);
}

export function joinFault(own: Part, other: Part): Problem | undefined {
  const joined = joinedOperators(own, other);
  return isProblem(joined) ? joined : undefined;
}

/** Where they differ, what the second says holds. */
function merged(one: Operators, two: Operators): Operators {
  return {
    set: two.set,
    domains: { ...one.domains, ...two.domains },
    functions: [
      ...new Map([...one.functions, ...two.functions].map((each) => [heldFunctionName(each), each])).values(),
    ],
  };
}

function differing(one: Operators, two: Operators): Problem | undefined {
  const sets = ({ set, domains }: Operators) =>
    new Map([[operatorMessages.standard, set], ...Object.entries(domains)] as const);
  const [own, other] = [sets(one), sets(two)];
  for (const [domain, version] of own) {
    const theirs = other.get(domain) ?? version;
    if (theirs !== version) return problem('operator-sets-differ', { domain, version, theirs });
  }
  const functions = new Map(one.functions.map((each) => [heldFunctionName(each), each]));
  const clash = two.functions.find((each) => (functions.get(heldFunctionName(each)) ?? each) !== each);
  return clash === undefined
    ? undefined
    : problem('operator-bodies-differ', { name: heldFunctionName(clash) });
}

const holdsOperators = ({ nodes }: Part): boolean => nodes.some(({ op }) => op !== undefined);
