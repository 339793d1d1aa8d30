import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { answerOf, isLacking, type ProgramName } from '../programs'
import { PeerVerdicts, SENDERS, type Verdict } from './verdict'

/** A domain as others are asked about it. */
export interface Asked {
  readonly domain: string
  /** The domain that BIMI falls back to. */
  readonly organizational: string
  /** Of the provider's DKIM key. */
  readonly selector?: string
  /** The provider's DKIM record. */
  readonly wanted?: string
  /** What the provider signs with, where that is known: mail is signed and verified then. */
  readonly privateKey?: string
}

export const PEERS = ['checkdmarc', 'mailauth', 'python3-spf', 'python3-dkim', 'python3-authheaders'] as const
export type Peer = (typeof PEERS)[number]

/** What each of them says of each domain, in the order of the domains. */
export type PeerAnswers = Readonly<Partial<Record<Peer, readonly Verdict[]>>>

const MailauthAnswers = v.array(
  v.object({ message: v.nullable(v.string()), verdict: v.record(v.string(), v.string()) }),
)

/**
 * Asks every program that is there, each in one process for all domains.
 *
 * @param resolver `127.0.0.1:PORT`
 */
export async function askPeers(resolver: string, domains: readonly Asked[]): Promise<PeerAnswers> {
  const [host = '', port = ''] = resolver.split(':')
  const task = { host, port: Number(port), senders: SENDERS, domains }
  const mailauth = v.parse(MailauthAnswers, JSON.parse(await mailauthOutput(task)))
  const signed = {
    ...task,
    domains: domains.map((one, index) => {
      const message = mailauth[index]?.message ?? null
      return message === null ? one : { ...one, message }
    }),
  }
  const python = async (name: Peer, program: ProgramName, script: string, ...args: string[]) => {
    if (isLacking(program)) return []
    const output = await answerOf(program, [join(import.meta.dirname, script), ...args], {
      input: JSON.stringify(signed),
    })
    return [[name, v.parse(PeerVerdicts, JSON.parse(output))] as const]
  }
  const others = await Promise.all([
    python('checkdmarc', 'python', 'checkdmarc-peer.py'),
    ...(['python3-spf', 'python3-dkim', 'python3-authheaders'] as const).map((name) =>
      python(name, name, 'debian-peer.py', name),
    ),
  ])
  return Object.fromEntries([['mailauth', mailauth.map(({ verdict }) => verdict)], ...others.flat()])
}

/** It is a module for Node, and runs on the one that runs the tests: an older one may not have what it takes. */
async function mailauthOutput(task: object): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mailauth-peer.mjs')], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'pipe',
  })
  child.stdin.end(JSON.stringify(task))
  const [output, words, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  if (status === 0) return output
  throw new Error(`mailauth ended with ${String(status)}:\n${words}`)
}
