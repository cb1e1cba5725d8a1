/** RNN: a sequence read step by step. Source: https://onnx.ai/onnx/operators/onnx__RNN.html */
import { defineRecurrentOp } from './recurrence';

export const rnn = defineRecurrentOp('RNN');
