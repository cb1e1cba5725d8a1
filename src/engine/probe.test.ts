/** Whether a network runs on a provider is what a run showed; why not is a sentence with what to do. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import './testing';
import type { ProviderId } from '#shared/contract/engine';
import { describeProblem } from '#shared/messages/problem';
import { probeProvider } from './probe';
import { obstacleTo, refusalOf, whyNot, type Surroundings } from './why-not';

const whole: Surroundings = { isBuilt: () => true, isThere: () => true, refusal: () => undefined };

describe('a provider that is tried', () => {
  const tried = (runners: readonly string[], answer: readonly number[]) =>
    probeProvider('webgpu', false, {
      attempt: () => Promise.resolve({ runners: new Set(runners), answer }),
      surroundings: whole,
    });

  test('runs where the operator ran on it and answered rightly; the CPU does', async () => {
    expect(await probeProvider('cpu')).toBeUndefined();
    expect(await tried(['WebGpuExecutionProvider'], [0, 0, 3, 4])).toBeUndefined();
  });

  test.each([[['CPUExecutionProvider']], [['CPUExecutionProvider', 'WebGpuExecutionProvider']], [[]]])(
    'does not where the profile shows %j',
    async (runners) => {
      expect((await tried(runners, [0, 0, 3, 4]))?.code).toBe('provider-passed-over');
    },
  );

  test('does not where its numbers are wrong', async () => {
    const found = await tried(['WebGpuExecutionProvider'], [0, 0, 3, 0]);
    expect(describeProblem(found!)).toMatch(/^WebGPU gives 0 0 3 0 where 0 0 3 4 is right\./);
  });

  test('is not tried where the policy leaves it out, or where there is none', async () => {
    const attempt = (): Promise<never> => Promise.reject(new Error('tried'));
    const probing = { attempt, surroundings: whole };
    expect((await probeProvider('cuda', true, probing))?.code).toBe('provider-left-out');
    const none = { attempt, surroundings: { ...whole, isBuilt: () => false } };
    expect((await probeProvider('cuda', true, none))?.code).toBe('provider-not-built');
    const left = { attempt, surroundings: { ...whole, isThere: () => false } };
    expect((await probeProvider('dml', false, left))?.code).toBe('provider-library-missing');
    expect((await probeProvider('cuda', false, probing))?.code).toBe('provider-unfit');
  });
});

describe('why a provider does not run', () => {
  const said = (id: ProviderId, words: string, more: Partial<Surroundings> = {}): string =>
    describeProblem(whyNot(id, new Error(words), { ...whole, ...more }));
  const appended = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';
  /** The runtime's words of what this machine lacks, with whose card and computer it was in them. */
  const cuda = (failure: string) =>
    '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:129 std::conditional_t<THRW, void, ' +
    'onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*, const char*, SUCCTYPE, const char*, ' +
    `const char*, int) [with ERRTYPE = cudaError; bool THRW = true] CUDA failure ${failure} ; GPU=-1 ; hostname=room-7 ; ` +
    'file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; line=314 ; expr=cudaSetDevice(0);';

  test('a library of the runtime’s is not there', () => {
    const found = obstacleTo('cuda', { ...whole, isThere: (name) => name.includes('shared') });
    expect(describeProblem(found!)).toBe(
      'CUDA needs libonnxruntime_providers_cuda.so, a part of onnxruntime that is not installed. docs/gpu.md says how to get it.',
    );
    expect(obstacleTo('cuda', whole)).toBeUndefined();
  });

  test.each<[ProviderId, string, string | undefined, RegExp]>([
    [
      'cuda',
      appended,
      'libcudnn.so.9: cannot open shared object file: No such file or directory',
      /^CUDA needs libcudnn\.so\.9, which is not found on this machine\./,
    ],
    [
      'cuda',
      appended,
      'libcuda.so.1: cannot open shared object file: No such file or directory',
      /^CUDA finds no graphics card that it can use\. Install the driver/,
    ],
    [
      'cuda',
      appended,
      undefined,
      /^CUDA cannot be used\. .*The runtime says: .*Failed to load shared library\.$/,
    ],
    ['cuda', cuda('100: no CUDA-capable device is detected'), undefined, /^CUDA finds no graphics card/],
    [
      'cuda',
      cuda('35: CUDA driver version is insufficient for CUDA runtime version'),
      undefined,
      /^CUDA needs a newer driver/,
    ],
    [
      'cuda',
      cuda('209: no kernel image is available for execution on the device'),
      undefined,
      /The runtime says: CUDA failure 209: no kernel image is available for execution on the device\.$/,
    ],
    [
      'webgpu',
      '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n',
      undefined,
      /^WebGPU finds no graphics card/,
    ],
  ])('%s: %s, %s', (id, words, refused, sentence) => {
    expect(said(id, words, { refusal: () => refused })).toMatch(sentence);
    expect(said(id, words)).not.toMatch(/hostname|\.cc\b|::/);
  });

  test('the system says what keeps a library from being loaded, and nothing where it loads', () => {
    const broken = join(process.env.TMPDIR!, 'libbroken.so');
    writeFileSync(broken, 'no library');
    expect(refusalOf(broken)).toMatch(/libbroken\.so/);
    // Loaded already, whatever the system.
    const [own] = (process.report.getReport() as unknown as { sharedObjects: string[] }).sharedObjects.filter(
      (path) => /libonnxruntime[\d.]*\.(so|dylib)|onnxruntime\.dll/.test(path),
    );
    expect(own && refusalOf(own)).toBeUndefined();
  });
});
