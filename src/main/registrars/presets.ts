import azureDns from '../../../resources/registrars/azure-dns.json'
import cloudflare from '../../../resources/registrars/cloudflare.json'
import cpanel from '../../../resources/registrars/cpanel.json'
import digitalocean from '../../../resources/registrars/digitalocean.json'
import dnsimple from '../../../resources/registrars/dnsimple.json'
import dynadot from '../../../resources/registrars/dynadot.json'
import gandi from '../../../resources/registrars/gandi.json'
import generic from '../../../resources/registrars/generic.json'
import godaddy from '../../../resources/registrars/godaddy.json'
import googleCloudDns from '../../../resources/registrars/google-cloud-dns.json'
import hetzner from '../../../resources/registrars/hetzner.json'
import hover from '../../../resources/registrars/hover.json'
import ionos from '../../../resources/registrars/ionos.json'
import linode from '../../../resources/registrars/linode.json'
import nameCom from '../../../resources/registrars/name-com.json'
import namecheap from '../../../resources/registrars/namecheap.json'
import netlify from '../../../resources/registrars/netlify.json'
import ovhcloud from '../../../resources/registrars/ovhcloud.json'
import porkbun from '../../../resources/registrars/porkbun.json'
import route53 from '../../../resources/registrars/route53.json'
import squarespace from '../../../resources/registrars/squarespace.json'
import vercel from '../../../resources/registrars/vercel.json'
import wix from '../../../resources/registrars/wix.json'
import { ZonedeskError } from '../../preload/contract/failure'
import type { PresetSummary } from '../../preload/contract/dns-host'
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
      const preset = parsePreset(content, `resources/registrars/${id}.json`)
      if (preset.id === id) return preset
      throw new ZonedeskError('invalid', `resources/registrars/${id}.json: "id" is ${preset.id}.`, {
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
    importReplacesZone: preset.importReplacesZone.is,
    notes: preset.notes.filter(({ types }) => types === undefined).map(({ text }) => text),
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
