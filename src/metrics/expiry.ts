import { Gauge, type Registry } from 'prom-client'
import type { Metrics } from './ports.ts'

export function expiryFigures(registers: Registry[]): Metrics['expiry'] {
  const left = new Gauge({
    name: 'gateway_certificate_expires_seconds',
    help: 'Seconds until a certificate expires, negative once it has: our own, those of the directory, intermediates and anchors',
    labelNames: ['member', 'use', 'thumbprint'],
    registers,
  })
  const near = new Gauge({
    name: 'gateway_expiry_warning',
    help: '1 for a certificate or directory that ends within 30 days (notice), 14 (warning), 3 (urgent) or has ended (expired)',
    labelNames: ['member', 'use', 'thumbprint', 'level'],
    registers,
  })
  return (terms, warnings, now) => {
    left.reset()
    near.reset()
    for (const { member = '', use, thumbprint, until } of terms) {
      if (use !== 'directory') left.set({ member, use, thumbprint }, Math.floor((until - now) / 1000))
    }
    for (const { member = '', use, thumbprint, level } of warnings) {
      near.set({ member, use, thumbprint, level }, 1)
    }
  }
}
