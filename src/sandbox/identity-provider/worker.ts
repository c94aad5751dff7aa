import { parentPort, workerData } from 'node:worker_threads'
import { sandboxFiles } from '../files.ts'
import { serveIdentityProvider } from './serve.ts'

await serveIdentityProvider(sandboxFiles(String(workerData)), Date.now)
parentPort?.postMessage('serving', [])
