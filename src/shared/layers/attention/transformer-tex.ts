/** A Transformer layer's equations in TeX: a line for each part. */
import type { TexContext } from '../define';
import type { Block, Transformer } from './transformer-fields';

export function texTransformer(blocks: readonly Block[], context: TexContext<Transformer>): string {
  const { inputs, output, parameter, attributes } = context;
  const { activation, norm_first, is_causal } = attributes;
  const mask = inputs[blocks.length];
  const letter = (name: string, of: string, at: number) =>
    parameter(name, blocks.length > 1 ? `${of}^{(${at + 1})}` : of);
  const norm = (x: string, at: number) =>
    `\\operatorname{norm}(${x};\\, ${parameter(`norm${at + 1}.weight`, `\\gamma^{(${at + 1})}`)},\\, ${parameter(`norm${at + 1}.bias`, `\\beta^{(${at + 1})}`)})`;
  const attended = (x: string, { name, source }: Block, at: number) => {
    const weights = [
      letter(`${name}.in_proj_weight`, 'W', at),
      letter(`${name}.in_proj_bias`, 'b', at),
      letter(`${name}.out_proj.weight`, 'O', at),
      letter(`${name}.out_proj.bias`, 'c', at),
    ];
    const masks = mask === undefined ? [] : [`\\operatorname{mask}\\ ${mask}`];
    const other = source === 0 ? masks : [inputs[source] ?? ''];
    const kind = is_causal && source === 0 ? 'causal\\ attention' : 'attention';
    return `\\operatorname{${kind}}(${[x, ...other].join(',\\, ')};\\, ${weights.join(',\\, ')})`;
  };
  const fedForward = (x: string) => {
    const inner = `${x}\\, ${parameter('linear1.weight', 'F')}^\\top + ${parameter('linear1.bias', 'f')}`;
    const active = activation === 'relu' ? `\\max(0,\\, ${inner})` : `\\operatorname{GELU}(${inner})`;
    return `${active}\\, ${parameter('linear2.weight', 'G')}^\\top + ${parameter('linear2.bias', 'g')}`;
  };
  const parts = [
    ...blocks.map((block, at) => (x: string) => attended(x, block, at)),
    (x: string) => fedForward(x),
  ];
  const nameOf = (at: number) => (at === parts.length - 1 ? output : `u^{(${at + 1})}`);
  const lines = parts.map((part, at) => {
    const x = at === 0 ? (inputs[0] ?? '') : nameOf(at - 1);
    if (norm_first) return `n &= ${norm(x, at)},\\quad ${nameOf(at)} = ${x} + ${part('n')}`;
    return `${nameOf(at)} &= ${norm(`${x} + ${part(x)}`, at)}`;
  });
  return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
}
