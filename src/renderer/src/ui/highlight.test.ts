/** Python in pieces: nothing is lost, and what is coloured is what Python means by it. */
import { expect, test } from 'vitest';
import { pythonPieces } from './highlight';

const lines = [
  'class Net(nn.Module):',
  '    def forward(self, x):',
  '        x = self.first(x)  # 1 x 4',
  '',
  'print("a # b", -0.5, True)',
];

test('the pieces of each line are the line', () => {
  const pieces = pythonPieces(lines);
  expect(pieces.map((line) => line.map(({ text }) => text).join(''))).toEqual(lines);
});

test('keywords, comments, numbers and strings', () => {
  const pieces = pythonPieces(lines).flat();
  const of = (tone: string) => pieces.filter((piece) => piece.tone === tone).map(({ text }) => text);
  expect(of('comment')).toEqual(['# 1 x 4']);
  expect(of('string')).toEqual(['"a # b"']);
  expect(of('number')).toEqual(['0.5', 'True']);
  expect(of('keyword')).toEqual(['class', 'def']);
});
