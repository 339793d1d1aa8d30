import { domainToASCII } from 'node:url'
import { pick, seeded } from './seeded.mjs'

const SYLLABLES = [
  ...[
    'ba',
    'co',
    'del',
    'fin',
    'gra',
    'har',
    'in',
    'jo',
    'kal',
    'lum',
    'mar',
    'nor',
    'ox',
    'pel',
    'qua',
    'ro',
  ],
  ...[
    'sol',
    'tan',
    'ul',
    'ver',
    'wes',
    'xen',
    'yor',
    'zim',
    'ster',
    'tech',
    'net',
    'shop',
    'ly',
    'ify',
    'mail',
  ],
]
const ENDINGS = [
  ...['com', 'com', 'com', 'com', 'com', 'net', 'org', 'io', 'de', 'fr', 'nl', 'co.uk', 'com.au', 'co.jp'],
  ...['app', 'dev', 'shop', 'email', 'agency', 'eu', 'ch', 'at', 'se', 'pl'],
]
/** What sending domains are usually called within the organizational domain. */
const HOSTS = ['mg', 'mail', 'email', 'news', 'send', 'em', 'notify', 'billing', 't', 'mg.eu', 'mail.staging']
const WITH_U_LABELS = [
  'käfer',
  'bücher',
  'größe',
  'señal',
  'façade',
  'øst',
  'pražský',
  'łódź',
  'почта',
  '例え',
  '메일',
]

/** Of a hundred names: how many are of a subdomain, and how many have U-labels. */
const OF_SUBDOMAINS = 0.7
const INTERNATIONAL = 0.03

/**
 * Names of sending domains, each once, sorted as the list of the API is: realistic lengths, several domains of one
 * organization, IDNs as A-labels.
 *
 * @param {number} count
 * @param {number} [seed]
 * @returns {string[]}
 */
export function domainNames(count, seed = 7) {
  const random = seeded(seed)
  /** @type {Set<string>} */
  const names = new Set()
  while (names.size < count) {
    const apex = `${label(random)}.${pick(random, ENDINGS)}`
    const own = random() < 0.2 ? 1 + Math.floor(random() * 6) : 1
    for (let one = 0; one < own && names.size < count; one += 1) {
      const host = random() < OF_SUBDOMAINS ? `${pick(random, HOSTS)}.` : ''
      names.add(domainToASCII(host + apex))
    }
  }
  return [...names].sort()
}

/** @param {() => number} random */
function label(random) {
  if (random() < INTERNATIONAL) return pick(random, WITH_U_LABELS) + Math.floor(random() * 100_000)
  let text = ''
  const syllables = 2 + Math.floor(random() * 4)
  for (let one = 0; one < syllables; one += 1) text += pick(random, SYLLABLES)
  if (random() < 0.15) text += `-${pick(random, SYLLABLES)}`
  if (random() < 0.2) text += Math.floor(random() * 1000)
  return text
}
