/** LSTM: a sequence read step by step, with a memory behind gates. Source: https://onnx.ai/onnx/operators/onnx__LSTM.html */
import { defineRecurrentOp } from './recurrence';

export const lstm = defineRecurrentOp('LSTM');
