import https from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { SettingsPlace } from './settings-place'

/** Octets of an answer that are read: the settings of a host are some hundreds. */
export const MOST_OCTETS = 32_768
/** Milliseconds that one address is waited for. */
const LIMIT_MS = 6_000

/** What an address answered. */
export type HostReply =
  /** `status` is 200. */
  | { readonly kind: 'text'; readonly text: string }
  /** Another status; a redirect is one, and is not followed. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'too-large' }
  /** No whole answer over a connection whose certificate is that of the host. */
  | { readonly kind: 'unreachable' }

/** Asks a host at one of its addresses. @throws what the signal says */
export type AskHost = (place: SettingsPlace, address: string, signal: AbortSignal) => Promise<HostReply>

/**
 * Asks over a connection to the very address that was checked: nothing resolves the name once more, so that another
 * answer of DNS cannot lead elsewhere. The certificate has to be the host name's. No cookie, no key and nothing of the
 * user's is sent, and the system's proxy is not used, for it would resolve the name by itself.
 *
 * @param options for tests: another port, and whose certificates are believed besides
 */
export function createAskHost(
  options: { readonly port?: number; readonly ca?: string; readonly limitMs?: number } = {},
): AskHost {
  const { port = 443, ca, limitMs = LIMIT_MS } = options
  return async ({ host, path }, address, signal) => {
    const alarm = AbortSignal.timeout(limitMs)
    const stop = AbortSignal.any([signal, alarm])
    try {
      return await asked({ host, path, address, port, ca, stop })
    } catch {
      signal.throwIfAborted()
      return { kind: 'unreachable' }
    }
  }
}

function asked(parts: {
  readonly host: string
  readonly path: string
  readonly address: string
  readonly port: number
  readonly ca: string | undefined
  readonly stop: AbortSignal
}): Promise<HostReply> {
  const { host, path, address, port, ca, stop } = parts
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        ...{ host: address, port, path, servername: host, method: 'GET', agent: false, signal: stop },
        headers: { host, accept: 'application/json', 'accept-encoding': 'identity', connection: 'close' },
        maxHeaderSize: 16_384,
        ...(ca !== undefined && { ca }),
      },
      (response) => {
        readReply(response).then(resolve, reject)
      },
    )
    request.on('error', reject)
    request.end()
  })
}

async function readReply(response: IncomingMessage): Promise<HostReply> {
  const { statusCode = 0, headers } = response
  if (statusCode !== 200) {
    response.destroy()
    return { kind: 'status', status: statusCode }
  }
  const isPlain = (headers['content-encoding'] ?? 'identity').trim().toLowerCase() === 'identity'
  const pieces: Buffer[] = []
  let octets = isPlain ? 0 : MOST_OCTETS + 1
  if (isPlain) {
    for await (const piece of response as AsyncIterable<Buffer>) {
      octets += piece.length
      if (octets > MOST_OCTETS) break
      pieces.push(piece)
    }
  }
  response.destroy()
  if (octets > MOST_OCTETS) return { kind: 'too-large' }
  return { kind: 'text', text: Buffer.concat(pieces).toString('utf8') }
}
