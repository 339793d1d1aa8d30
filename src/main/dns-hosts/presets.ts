import azureDns from '../../../resources/dns-hosts/azure-dns.json'
import cloudflare from '../../../resources/dns-hosts/cloudflare.json'
import cpanel from '../../../resources/dns-hosts/cpanel.json'
import digitalocean from '../../../resources/dns-hosts/digitalocean.json'
import dnsimple from '../../../resources/dns-hosts/dnsimple.json'
import dynadot from '../../../resources/dns-hosts/dynadot.json'
import gandi from '../../../resources/dns-hosts/gandi.json'
import generic from '../../../resources/dns-hosts/generic.json'
import godaddy from '../../../resources/dns-hosts/godaddy.json'
import googleCloudDns from '../../../resources/dns-hosts/google-cloud-dns.json'
import hetzner from '../../../resources/dns-hosts/hetzner.json'
import hover from '../../../resources/dns-hosts/hover.json'
import ionos from '../../../resources/dns-hosts/ionos.json'
import linode from '../../../resources/dns-hosts/linode.json'
import nameCom from '../../../resources/dns-hosts/name-com.json'
import namecheap from '../../../resources/dns-hosts/namecheap.json'
import netlify from '../../../resources/dns-hosts/netlify.json'
import ns1 from '../../../resources/dns-hosts/ns1.json'
import ovhcloud from '../../../resources/dns-hosts/ovhcloud.json'
import porkbun from '../../../resources/dns-hosts/porkbun.json'
import route53 from '../../../resources/dns-hosts/route53.json'
import squarespace from '../../../resources/dns-hosts/squarespace.json'
import vercel from '../../../resources/dns-hosts/vercel.json'
import wix from '../../../resources/dns-hosts/wix.json'
import { ZonedeskError } from '../../preload/contract/failure'
import type { PresetSummary } from '../../preload/contract/dns-host'
import { limitNotes } from './panel-limits'
import { parsePreset, type Preset } from './preset-schema'

/** By file name. */
const FILES: readonly (readonly [id: string, content: unknown])[] = [
  ['azure-dns', azureDns],
  ['cloudflare', cloudflare],
  ['cpanel', cpanel],
  ['digitalocean', digitalocean],
  ['dnsimple', dnsimple],
  ['dynadot', dynadot],
  ['gandi', gandi],
  ['godaddy', godaddy],
  ['google-cloud-dns', googleCloudDns],
  ['hetzner', hetzner],
  ['hover', hover],
  ['ionos', ionos],
  ['linode', linode],
  ['name-com', nameCom],
  ['namecheap', namecheap],
  ['netlify', netlify],
  ['ns1', ns1],
  ['ovhcloud', ovhcloud],
  ['porkbun', porkbun],
  ['route53', route53],
  ['squarespace', squarespace],
  ['vercel', vercel],
  ['wix', wix],
  ['generic', generic],
]

/** The preset for a host nothing is known of. */
export const GENERIC_PRESET_ID = 'generic'

/**
 * Every preset that comes with the app, schema-checked, by name; the one for any other host is last.
 *
 * @throws ZonedeskError `invalid` naming the file and the field, when one is wrong; a test keeps that from shipping
 */
export function bundledPresets(): readonly Preset[] {
  bundled ??= byName(
    FILES.map(([id, content]) => {
      const preset = parsePreset(content, `resources/dns-hosts/${id}.json`)
      if (preset.id === id) return preset
      throw new ZonedeskError('invalid', `resources/dns-hosts/${id}.json: "id" is ${preset.id}.`, {
        field: 'id',
      })
    }),
  )
  return bundled
}

let bundled: readonly Preset[] | undefined

function byName(presets: readonly Preset[]): Preset[] {
  const rank = ({ id }: Preset): number => (id === GENERIC_PRESET_ID ? 1 : 0)
  return presets.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name, 'en'))
}

/** @throws ZonedeskError `not-found` */
export function presetById(id: string, presets: readonly Preset[] = bundledPresets()): Preset {
  const preset = presets.find((candidate) => candidate.id === id)
  if (preset !== undefined) return preset
  throw new ZonedeskError('not-found', 'There is no such DNS host.', {
    fix: 'Choose one from the list.',
    field: 'presetId',
  })
}

/** What the window shows of a preset. */
export function presetSummary(preset: Preset, own = false): PresetSummary {
  return {
    id: preset.id,
    name: preset.name,
    own,
    aliases: preset.aliases,
    countries: preset.countries,
    nameServers: preset.nameServers.map(({ pattern }) => pattern),
    importReplacesZone: preset.importReplacesZone.is,
    notes: [
      ...limitNotes(preset),
      ...preset.notes.filter(({ types }) => types === undefined).map(({ text }) => text),
    ],
    unknown: unknownOf(preset),
    sources: Object.values(preset.sources).map(({ ref }) => ref),
  }
}

/** What nobody has a source for, a few words each. */
function unknownOf(preset: Preset): string[] {
  const known: readonly (readonly [what: string, known: boolean])[] = [
    ['the host field', preset.host.length > 0],
    ['the host field at the apex', preset.apex.length > 0],
    ['the dot at the end of targets', preset.target.length > 0],
    ['quotes and long texts', preset.txt.entry !== null],
    ['the priority', preset.priority !== null],
    ['the TTL', preset.ttl.unit !== null],
  ]
  return known.filter(([, is]) => !is).map(([what]) => what)
}
