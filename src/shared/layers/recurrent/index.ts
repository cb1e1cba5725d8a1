/** Layers that read a sequence step by step and remember, in the palette's order. */
import { gru } from './gru';
import { lstm } from './lstm';
import { rnn } from './rnn';
import type { Layer } from '../define';

export const recurrent: readonly Layer[] = [rnn, lstm, gru];
