/** Numbers of the network from files of one tensor, and to such files. */
import type { Desktop } from '#shared/contract/desktop';
import { fileMessages } from '#shared/messages/files';
import { fill } from '#shared/messages/fill';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { encodeNpy } from '#shared/tensor/npy';
import { areShapesEqual, formatShape } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';
import type { Background } from './background.svelte';
import type { Editor } from './editor.svelte';
import type { Notices } from './notices.svelte';

/** What numbers are to take the place of. */
export interface Place {
  readonly name: string;
  readonly tensor: Tensor;
  /** Numbers in any shape will do. */
  readonly isShapeFree: boolean;
}

export class Arrays {
  readonly #desktop: Desktop;
  readonly #editor: Editor;
  readonly #background: Background;
  readonly #notices: Notices;

  constructor(desktop: Desktop, editor: Editor, background: Background, notices: Notices) {
    this.#desktop = desktop;
    this.#editor = editor;
    this.#background = background;
    this.#notices = notices;
  }

  /** What the person chose, where it fits; nothing where another document is open by then. */
  async choose(place: Place): Promise<Tensor | undefined> {
    const isOpen = this.#editor.watch();
    const reply = await this.#desktop.call('data.open', { as: 'array' });
    if (!reply.ok) this.#notices.report(reply.problem);
    if (!reply.ok || !reply.value) return undefined;
    const { name } = reply.value;
    const title = fill(fileMessages.opening, { name });
    const read = await this.#background.run('open-array', reply.value, title);
    if (read === undefined || !isOpen()) return undefined;
    const found = isProblem(read) ? read : misfit(read, name, place);
    if (found) this.#notices.report(found);
    return found || isProblem(read) ? undefined : read;
  }

  async save({ name, tensor }: Pick<Place, 'name' | 'tensor'>): Promise<void> {
    const reply = await this.#desktop.call('file.save-as', { name, kind: 'npy', bytes: encodeNpy(tensor) });
    if (!reply.ok) this.#notices.report(reply.problem);
    else if (reply.value) this.#notices.say(fill(fileMessages.savedNumbers, reply.value));
  }
}

function misfit(
  { dtype, shape }: Tensor,
  file: string,
  { name, tensor, isShapeFree }: Place,
): Problem | undefined {
  if (dtype !== tensor.dtype)
    return problem('numbers-misfit-type', { file, name, dtype, wanted: tensor.dtype });
  if (isShapeFree || areShapesEqual(shape, tensor.shape)) return undefined;
  const wanted = formatShape(tensor.shape);
  return problem('numbers-misfit-shape', { file, name, shape: formatShape(shape), wanted });
}
