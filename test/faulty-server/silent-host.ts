import { spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'

/** A host that takes no connection and refuses none, as one behind a firewall that drops packets. */
export interface SilentHost {
  readonly port: number
  stop(): void
}

/** Listens, and then takes nothing from the queue of connections, which Linux leaves unanswered once it is full. */
const SCRIPT = `
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, server.address().port + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/** Connections that fill a queue of one. */
const FILLING = 4

export async function startSilentHost(): Promise<SilentHost> {
  const child = spawn(process.execPath, ['-e', SCRIPT], { stdio: ['ignore', 'pipe', 'ignore'] })
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
  )
  const filling: Socket[] = Array.from({ length: FILLING }, () =>
    connect(port, '127.0.0.1').on('error', () => undefined),
  )
  await Promise.race(filling.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  return {
    port,
    stop: () => {
      for (const socket of filling) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}
