import { Worker } from 'node:worker_threads'
import { GatewayError } from '../../errors.ts'
import type { SandboxFiles } from '../files.ts'

/** Runs until disposed of. */
export interface RunningIdentityProvider extends AsyncDisposable {
  /** Rejects when it ends by itself. */
  failed: Promise<never>
}

/**
 * Starts the sandbox's identity provider in a thread of its own: the library takes longer to load than the rest of the program, and
 * writes notices to the console, which nobody who tries the sandbox should have to read.
 */
export async function startIdentityProvider({ folder }: SandboxFiles): Promise<RunningIdentityProvider> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: folder,
    stdout: true,
    stderr: true,
  })
  worker.stdout.resume()
  worker.stderr.resume()
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', (cause) =>
      reject(
        new GatewayError('CONFIG_INVALID', {
          where: folder,
          detail: '沙箱的身份认证自行退出 the identity provider of the sandbox ended by itself',
          cause,
        }),
      ),
    )
  })
  failed.catch(() => undefined)
  await Promise.race([failed, new Promise((resolve) => worker.once('message', resolve))])
  return {
    failed,
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    },
  }
}
