import { availableParallelism } from 'node:os'

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: './test/support/claim-ports.ts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
  // More than there are cores: many tests wait for processes of their own, and for what takes its time.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Of what hangs; a machine with much else to do takes ten times what this one takes.
  testTimeout: 120_000,
}
