/** Where a network can run: the CPU, and whatever this machine's runtime and platform offer. */
import ort from 'onnxruntime-node';
import type { Provider, ProviderId } from '#shared/contract/engine';

const labels: Readonly<Record<ProviderId, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'CoreML',
};

export function providerLabel(id: ProviderId): string {
  return labels[id];
}

/** What the runtime was built with, CPU first; whether a driver is there shows when a session is created. */
export function listProviders(): readonly Provider[] {
  const names = new Set(ort.listSupportedBackends().map(({ name }) => name));
  const ids = (Object.keys(labels) as ProviderId[]).filter((id) => id === 'cpu' || names.has(id));
  return ids.map((id) => ({ id, label: labels[id] }));
}
