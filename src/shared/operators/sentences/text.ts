import type { Family } from '../define';

export const text: Family = {
  name: 'Text',
  domain: '',
  sentences: {
    RegexFullMatch: 'Tells of every text whether the whole of it fits a pattern.',
    StringConcat: 'Joins the texts at the same place in two tensors.',
    StringNormalizer: 'Changes texts to upper or lower case and leaves out words on a list.',
    StringSplit: 'Cuts every text into parts at a separator.',
    TfIdfVectorizer: 'Counts short runs of words, weighed by how telling they are.',
  },
};
