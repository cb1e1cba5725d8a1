/** What the runtime was built with; whether it runs on this machine is in `probe.ts`. */
import ort from 'onnxruntime-node';
import { providerIds, type Provider } from '#shared/contract/engine';
import { providerLabels } from '#shared/messages/providers';

/** CPU first. */
export function listProviders(): readonly Provider[] {
  const names = new Set(ort.listSupportedBackends().map(({ name }) => name));
  return providerIds
    .filter((id) => id === 'cpu' || names.has(id))
    .map((id) => ({ id, label: providerLabels[id] }));
}
