import type { Family } from '../define';

export const products: Family = {
  name: 'Matrix products',
  domain: '',
  sentences: {
    Det: 'Gives the determinant of each matrix, by how much it stretches a volume.',
    Einsum: 'Multiplies and adds tensors along the axes a short formula names.',
    Gemm: 'Multiplies two matrices and adds a third, as a fully connected layer does.',
    MatMul: 'Multiplies matrices: every row of the first with every column of the second.',
  },
};
