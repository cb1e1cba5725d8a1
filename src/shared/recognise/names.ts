/** What parts of a model are called, by the names a file has for its operators and values. */
import type { NodeProto } from 'onnx-buf';

/** Names as they are given, each once. */
export class Names {
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #outer: ReadonlySet<string>;

  /** Of parts that are called so by the file. */
  constructor(all: readonly (readonly string[])[]) {
    this.#outer = outerModules(all.flat());
  }

  /** By what the file calls it, the best first, where people would call it so. */
  nameFor(called: readonly string[], kind: string, isOperator: boolean): string {
    const wanted = called.flatMap((name) => namesOf(name, kind, isOperator, this.#outer)).filter(isReadable);
    const name =
      wanted.find((each) => !this.#taken.has(each)) ??
      this.#numbered(wanted.at(-1) ?? kind, wanted.length === 0 ? 1 : 2);
    this.#taken.add(name);
    return name;
  }

  #numbered(stem: string, first: number): string {
    for (let number = this.#counts.get(stem) ?? first; ; number++) {
      this.#counts.set(stem, number + 1);
      const name = `${stem} ${number}`;
      if (!this.#taken.has(name)) return name;
    }
  }
}

/**
 * What a file calls an operator, the best first. PyTorch's newer exporter names none and keeps beside each the modules it is
 * in, its own name last: `['', 'stem', 'stem.0', 'conv2d']`; that is told as the older one told it.
 * Source: https://github.com/pytorch/pytorch/tree/main/torch/onnx/_internal/exporter
 */
export function namesIn({ name, opType, metadataProps }: NodeProto): readonly string[] {
  const kept = metadataProps.find(({ key }) => key === 'pkg.torch.onnx.name_scopes')?.value ?? '';
  const module = [...kept.matchAll(/'([^']*)'/g)].at(-2)?.[1] ?? '';
  return module === '' ? [name] : [`/${module}/${opType}_output_0`, name];
}

/** The modules it is in, the outermost first: by the first name that tells. */
export function modulesIn(called: readonly string[]): readonly string[] {
  for (const name of called) {
    const whole = moduleOf(name);
    if (whole !== undefined) return whole.split('.');
    const modules = (pathOf(name) ?? name).split(/[./]/).slice(0, -1);
    if (modules.length > 0 && modules.every((module) => /^\w[\w -]*$/.test(module))) return modules;
  }
  return [];
}

/** What a part may be called by a name of the file, the best first. */
function namesOf(
  name: string,
  kind: string,
  isOperator: boolean,
  outer: ReadonlySet<string>,
): readonly string[] {
  const module = moduleOf(name) ?? (isOperator ? undefined : outerOf(name));
  if (isOperator) return [module ? `${module}.${kind}` : (pathOf(name) ?? nameOf(name, kind))];
  if (module === undefined) return [nameOf(name, kind)];
  // What a module with modules in it computes itself is not that module.
  return outer.has(module) ? [`${module}.${kind}`] : [module, `${module}.${kind}`];
}

/** Modules that have others in them: the modules of operators are told by their names alone. */
function outerModules(names: readonly string[]): ReadonlySet<string> {
  return new Set(
    names.flatMap((name) => {
      const parts = (moduleOf(name) ?? outerOf(name) ?? '').split('.');
      return parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('.'));
    }),
  );
}

/** The module that an operator of that name is in: `/stem/stem.0/Conv` is in `stem.0`. */
function outerOf(name: string): string | undefined {
  const [, path] = /^\/(.+)\/[A-Za-z]\w*$/.exec(name) ?? [];
  return path === undefined ? undefined : dotted(path);
}

/** PyTorch's name of a module, of what its exporter calls values: `/stem/stem.0/Conv_output_0` is of `stem.0`. */
function moduleOf(value: string): string | undefined {
  const [, path] = /^\/(.+)\/[A-Za-z]\w*_output_\d+$/.exec(value) ?? [];
  return path === undefined ? undefined : dotted(path);
}

/** What its exporter calls operators: `/stem/stem.0/Conv` is `stem.0.Conv`. */
function pathOf(name: string): string | undefined {
  return name.startsWith('/') ? dotted(name.slice(1)) : undefined;
}

/** A part of a path may say again what it is in: `layer1/layer1.0` is `layer1.0`. */
function dotted(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part.startsWith(`${parts.at(-1)}.`)) parts.pop();
    parts.push(part);
  }
  return parts.join('.');
}

/** `linear_1` is `Linear 1`: names of values have no blanks, and those of this app no capitals. */
function nameOf(value: string, kind: string): string {
  const name = value.replaceAll('_', ' ');
  const stem = `${kind.toLowerCase()} `;
  return name.startsWith(stem) ? `${kind} ${name.slice(stem.length)}` : name;
}

/** What people call things, not what a program calls its values. */
const isReadable = (name: string): boolean => /^[A-Za-z][\w .-]{0,79}$/.test(name);
