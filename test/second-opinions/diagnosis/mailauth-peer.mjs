// Has mailauth judge domains by what a DNS resolver answers, as strictly as the RFCs are written, and prints its verdict
// on each in the words of verdict.ts. Domains with a private key get a signed message first, which is printed too.
import crypto from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { text } from 'node:stream/consumers'
import { bimi } from 'mailauth/lib/bimi/index.js'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { dmarc } from 'mailauth/lib/dmarc/index.js'
import { resolvePolicy } from 'mailauth/lib/mta-sts.js'
import { spf } from 'mailauth/lib/spf/index.js'
import { getPublicKey } from 'mailauth/lib/tools.js'

const AT_ONCE = 8

// The Node that runs this is Electron's, whose BoringSSL knows the digest by its short name alone.
for (const call of ['sign', 'verify']) {
  const own = crypto[call]
  crypto[call] = (algorithm, ...rest) => own(algorithm?.replace(/^rsa-/, ''), ...rest)
}

const task = JSON.parse(await text(process.stdin))
const dns = new Resolver({ timeout: 4_000, tries: 2 })
dns.setServers([`${task.host}:${task.port}`])
const resolver = (name, type) => dns.resolve(name, type)

async function ofSpf({ domain }) {
  const ask = (ip) =>
    spf({
      sender: `postmaster@${domain}`,
      helo: 'helo.example',
      mta: 'mx.example',
      ip,
      resolver,
      strict: true,
    })
  const results = {}
  for (const [name, address] of Object.entries(task.senders)) results[name] = await ask(address)
  const { stranger } = results
  return {
    spf: { none: 'none', permerror: 'broken' }[stranger.status.result] ?? 'valid',
    'spf lookups': String(stranger.lookups?.count ?? 0),
    'spf void lookups': String(stranger.lookups?.void ?? 0),
    ...Object.fromEntries(
      Object.entries(results).map(([name, { status }]) => [`spf of ${name}`, status.result]),
    ),
  }
}

async function signed({ domain, selector, privateKey }) {
  const message = `From: Somebody <somebody@${domain}>\r\nTo: you@example.net\r\nSubject: Hello\r\nDate: Sun, 29 Nov 2026 06:00:00 +0000\r\nMessage-ID: <1@${domain}>\r\n\r\nHello.\r\n`
  const { signatures, errors } = await dkimSign(message, {
    signatureData: [{ signingDomain: domain, selector, privateKey, algorithm: 'rsa-sha256' }],
  })
  if (errors.length > 0) throw errors[0].err
  return `${signatures}${message}`
}

async function ofDkim({ domain, selector, wanted }, message) {
  if (message !== null) {
    const { results } = await dkimVerify(message, { resolver, strict: true })
    return {
      dkim: results.length > 0 && results.every(({ status }) => status.result === 'pass') ? 'right' : 'wrong',
    }
  }
  if (wanted === undefined) return {}
  const name = `${selector}._domainkey.${domain}`
  const read = (ask) => getPublicKey('DKIM', name, 1024, ask, { strict: true, hashAlgo: 'sha256' })
  const right = await read(async () => [[wanted]])
  const seen = await read(resolver).catch(() => null)
  return { dkim: seen?.publicKey.toString() === right.publicKey.toString() ? 'right' : 'wrong' }
}

async function ofDmarc({ domain }) {
  const result = await dmarc({ headerFrom: domain, spfDomains: [], dkimDomains: [], resolver, strict: true })
  if (result === false || result.status.result === 'none') return { dmarc: 'no policy' }
  return {
    dmarc: result.policy === 'none' ? 'observing' : 'enforcing',
    'dmarc at': result.policyDomain,
  }
}

async function ofMtaSts({ domain }) {
  const found = (await dns.resolveTxt(`_mta-sts.${domain}`).catch(() => [])).map((parts) => parts.join(''))
  const id = await resolvePolicy(domain, { resolver, strict: true }).catch(() => false)
  if (id !== false) return { 'mta-sts': 'right' }
  return { 'mta-sts': found.some((one) => /^v=STSv1\s*(;|$)/.test(one)) ? 'wrong' : 'missing' }
}

async function ofBimi({ domain, organizational }) {
  // It looks at a record only behind a DMARC result that lets it.
  const passed = {
    status: { result: 'pass', header: { from: domain } },
    ...{ domain: organizational, policy: 'reject', record: { p: 'reject' }, orgRecord: false },
  }
  const { status } = await bimi({ dmarc: passed, resolver, strict: true })
  return { bimi: { pass: 'right', declined: 'right', none: 'missing' }[status.result] ?? 'wrong' }
}

async function judged(one) {
  const message = one.privateKey === undefined ? null : await signed(one)
  return {
    message,
    verdict: {
      ...(await ofSpf(one)),
      ...(await ofDkim(one, message)),
      ...(await ofDmarc(one)),
      ...(await ofMtaSts(one)),
      ...(await ofBimi(one)),
    },
  }
}

const answers = []
const queue = [...task.domains.entries()]
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, one] = next
      answers[index] = await judged(one)
    }
  }),
)
process.stdout.write(JSON.stringify(answers))
