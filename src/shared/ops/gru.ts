/** GRU: a sequence read step by step, its answer blended with the one before. Source: https://onnx.ai/onnx/operators/onnx__GRU.html */
import { defineRecurrentOp } from './recurrence';

export const gru = defineRecurrentOp('GRU');
