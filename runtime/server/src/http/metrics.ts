import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What is counted. Registered per server, so that several can live in one process. */
export interface Metrics {
  /** Begins to time a voice webhook; the returned function says how it ended. */
  webhook(): (outcome: 'answered' | 'failed') => void
  refused(): void
  /** Begins to time what a plugin does; the returned function says how it ended. */
  plugin(name: string): (outcome: 'answered' | 'failed') => void
  /** Everything, as Prometheus reads it. */
  text(): Promise<string>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'patchbay_voice_webhook_seconds',
    help: 'Time from a voice webhook to its reply',
    labelNames: ['outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const refused = new Counter({
    name: 'patchbay_webhooks_refused_total',
    help: 'Webhooks that were not signed, or not readable',
    registers: [registry],
  })
  const pluginSeconds = new Histogram({
    name: 'patchbay_plugin_call_seconds',
    help: 'Time that an installed plugin takes for what it is asked',
    labelNames: ['plugin', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [registry],
  })
  return {
    plugin(name) {
      const startedAt = performance.now()
      return (outcome) => pluginSeconds.observe({ plugin: name, outcome }, (performance.now() - startedAt) / 1000)
    },
    webhook() {
      const startedAt = performance.now()
      return (outcome) => seconds.observe({ outcome }, (performance.now() - startedAt) / 1000)
    },
    refused: () => refused.inc(),
    text: () => registry.metrics(),
  }
}

/** Serves `/metrics` on a port of its own, on loopback: it is for the operator's collector, not for callers or browsers. */
export function serveMetrics(metrics: Metrics, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end()
    void metrics.text().then((text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}
