// Signs the update feeds of a release: `npm run sign-feeds -- DIR`. Makes a key: `npm run sign-feeds -- --new-key`.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../setup/paths.mjs'
import { runScript, say, SetupError } from '../setup/report.mjs'
import { shutdown } from '../setup/shutdown.mjs'

const VARIABLE = 'ZONEDESK_UPDATE_PRIVATE_KEY'
const USAGE = `Usage: ${VARIABLE}=KEY npm run sign-feeds -- DIR
       npm run sign-feeds -- --new-key

Writes latest*.yml.sig beside each latest*.yml in DIR. KEY is an Ed25519 key: PKCS #8 in base64, as --new-key prints it.`

/** The feeds that electron-builder writes. */
const FEED = /^latest[a-z0-9-]*\.yml$/

await runScript(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'new-key': { type: 'boolean' } },
  })
  if (values['new-key'] === true) return printNewKey()
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new SetupError(USAGE)
  signFeeds(resolve(folder), readKey(process.env[VARIABLE]))
  return 0
}, shutdown)

function printNewKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const text = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  say(`private key, for ${VARIABLE} where releases are made, and nowhere else:\n  ${text}`)
  say(`public key, for "publicKeys" in resources/update-source.json:\n  ${publicText(publicKey)}`)
  return 0
}

/**
 * @param {string} folder
 * @param {import('node:crypto').KeyObject} key
 */
function signFeeds(folder, key) {
  const { publicKeys } = JSON.parse(readFileSync(join(ROOT, 'resources/update-source.json'), 'utf8'))
  const own = publicText(createPublicKey(key))
  if (publicKeys.length > 0 && !publicKeys.includes(own)) {
    throw new SetupError(
      `${VARIABLE} belongs to no key in resources/update-source.json: the app would refuse what it signs.`,
    )
  }
  const feeds = readdirSync(folder).filter((name) => FEED.test(name))
  if (feeds.length === 0) throw new SetupError(`There is no latest*.yml in ${folder}.`)
  for (const name of feeds) {
    const signature = sign(null, readFileSync(join(folder, name)), key).toString('base64')
    writeFileSync(join(folder, `${name}.sig`), `${signature}\n`)
    say(`signed ${name}`)
  }
}

/**
 * @param {string | undefined} text
 * @returns {import('node:crypto').KeyObject}
 */
function readKey(text) {
  if (text === undefined || text === '') throw new SetupError(`${VARIABLE} is not set.\n${USAGE}`)
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // The error of the parser would show a part of the key.
  }
  throw new SetupError(`${VARIABLE} is not an Ed25519 key as --new-key prints it.`)
}

/**
 * @param {import('node:crypto').KeyObject} key
 * @returns {string} its 32 octets (RFC 8032 5.1.5), in base64
 */
function publicText(key) {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')
}
