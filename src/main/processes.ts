/** How the processes beside the window are started. */
import { join } from 'node:path';
import { app, utilityProcess, type UtilityProcess } from 'electron';
import type { ProviderId } from '#shared/contract/engine';

/** Set by `npm run dev`: the port where a debugger attaches to the engine. */
const debugPort = app.isPackaged ? undefined : process.env['LAYERLOOM_ENGINE_DEBUG_PORT'];

export function forkEngine(): UtilityProcess {
  return utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], {
    serviceName: 'Layerloom engine',
    stdio: 'inherit',
    ...(debugPort && { execArgv: [`--inspect=${debugPort}`] }),
  });
}

/** What a driver writes about itself is nobody's. */
export function forkProbe(provider: ProviderId): UtilityProcess {
  return utilityProcess.fork(join(import.meta.dirname, 'probe.js'), [provider], {
    serviceName: 'Layerloom probe',
    stdio: 'ignore',
  });
}
