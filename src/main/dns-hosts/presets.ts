import active24 from '../../../resources/dns-hosts/active24.json'
import adhci from '../../../resources/dns-hosts/adhci.json'
import akamaiEdgeDns from '../../../resources/dns-hosts/akamai-edge-dns.json'
import alibabaCloudDns from '../../../resources/dns-hosts/alibaba-cloud-dns.json'
import allInkl from '../../../resources/dns-hosts/all-inkl.json'
import artfiles from '../../../resources/dns-hosts/artfiles.json'
import aruba from '../../../resources/dns-hosts/aruba.json'
import autodns from '../../../resources/dns-hosts/autodns.json'
import azion from '../../../resources/dns-hosts/azion.json'
import azureDns from '../../../resources/dns-hosts/azure-dns.json'
import beget from '../../../resources/dns-hosts/beget.json'
import binarylane from '../../../resources/dns-hosts/binarylane.json'
import bluehost from '../../../resources/dns-hosts/bluehost.json'
import bunnyDns from '../../../resources/dns-hosts/bunny-dns.json'
import cloud86 from '../../../resources/dns-hosts/cloud86.json'
import cloudflare from '../../../resources/dns-hosts/cloudflare.json'
import cloudns from '../../../resources/dns-hosts/cloudns.json'
import combell from '../../../resources/dns-hosts/combell.json'
import conoha from '../../../resources/dns-hosts/conoha.json'
import constellix from '../../../resources/dns-hosts/constellix.json'
import cpanel from '../../../resources/dns-hosts/cpanel.json'
import crazyDomains from '../../../resources/dns-hosts/crazy-domains.json'
import cyon from '../../../resources/dns-hosts/cyon.json'
import desec from '../../../resources/dns-hosts/desec.json'
import digitalocean from '../../../resources/dns-hosts/digitalocean.json'
import dinahosting from '../../../resources/dns-hosts/dinahosting.json'
import directadmin from '../../../resources/dns-hosts/directadmin.json'
import dnsMadeEasy from '../../../resources/dns-hosts/dns-made-easy.json'
import dnsimple from '../../../resources/dns-hosts/dnsimple.json'
import domeneshop from '../../../resources/dns-hosts/domeneshop.json'
import dreamhost from '../../../resources/dns-hosts/dreamhost.json'
import dynadot from '../../../resources/dns-hosts/dynadot.json'
import easydns from '../../../resources/dns-hosts/easydns.json'
import easyname from '../../../resources/dns-hosts/easyname.json'
import enom from '../../../resources/dns-hosts/enom.json'
import eurodns from '../../../resources/dns-hosts/eurodns.json'
import euserv from '../../../resources/dns-hosts/euserv.json'
import exoscale from '../../../resources/dns-hosts/exoscale.json'
import gabia from '../../../resources/dns-hosts/gabia.json'
import gandi from '../../../resources/dns-hosts/gandi.json'
import gcore from '../../../resources/dns-hosts/gcore.json'
import generic from '../../../resources/dns-hosts/generic.json'
import gidinet from '../../../resources/dns-hosts/gidinet.json'
import gigahost from '../../../resources/dns-hosts/gigahost.json'
import glesys from '../../../resources/dns-hosts/glesys.json'
import godaddy from '../../../resources/dns-hosts/godaddy.json'
import googleCloudDns from '../../../resources/dns-hosts/google-cloud-dns.json'
import gransy from '../../../resources/dns-hosts/gransy.json'
import hetzner from '../../../resources/dns-hosts/hetzner.json'
import homePl from '../../../resources/dns-hosts/home-pl.json'
import hostafrica from '../../../resources/dns-hosts/hostafrica.json'
import hostgator from '../../../resources/dns-hosts/hostgator.json'
import hostingDe from '../../../resources/dns-hosts/hosting-de.json'
import hostinger from '../../../resources/dns-hosts/hostinger.json'
import hostpoint from '../../../resources/dns-hosts/hostpoint.json'
import hosttech from '../../../resources/dns-hosts/hosttech.json'
import hostup from '../../../resources/dns-hosts/hostup.json'
import hover from '../../../resources/dns-hosts/hover.json'
import huaweiCloudDns from '../../../resources/dns-hosts/huawei-cloud-dns.json'
import hurricaneElectric from '../../../resources/dns-hosts/hurricane-electric.json'
import infomaniak from '../../../resources/dns-hosts/infomaniak.json'
import inwx from '../../../resources/dns-hosts/inwx.json'
import ionos from '../../../resources/dns-hosts/ionos.json'
import ispconfig from '../../../resources/dns-hosts/ispconfig.json'
import iwantmyname from '../../../resources/dns-hosts/iwantmyname.json'
import joker from '../../../resources/dns-hosts/joker.json'
import leaseweb from '../../../resources/dns-hosts/leaseweb.json'
import linode from '../../../resources/dns-hosts/linode.json'
import loopia from '../../../resources/dns-hosts/loopia.json'
import luadns from '../../../resources/dns-hosts/luadns.json'
import lws from '../../../resources/dns-hosts/lws.json'
import metaname from '../../../resources/dns-hosts/metaname.json'
import mijnHost from '../../../resources/dns-hosts/mijn-host.json'
import mydomain from '../../../resources/dns-hosts/mydomain.json'
import mythicBeasts from '../../../resources/dns-hosts/mythic-beasts.json'
import nameCom from '../../../resources/dns-hosts/name-com.json'
import namecheap from '../../../resources/dns-hosts/namecheap.json'
import namesilo from '../../../resources/dns-hosts/namesilo.json'
import nazwaPl from '../../../resources/dns-hosts/nazwa-pl.json'
import nearlyfreespeech from '../../../resources/dns-hosts/nearlyfreespeech.json'
import netcup from '../../../resources/dns-hosts/netcup.json'
import netim from '../../../resources/dns-hosts/netim.json'
import netlify from '../../../resources/dns-hosts/netlify.json'
import netregistry from '../../../resources/dns-hosts/netregistry.json'
import networkSolutions from '../../../resources/dns-hosts/network-solutions.json'
import njalla from '../../../resources/dns-hosts/njalla.json'
import ns1 from '../../../resources/dns-hosts/ns1.json'
import octenium from '../../../resources/dns-hosts/octenium.json'
import onamae from '../../../resources/dns-hosts/onamae.json'
import oneCom from '../../../resources/dns-hosts/one-com.json'
import oracleCloudDns from '../../../resources/dns-hosts/oracle-cloud-dns.json'
import orderbox from '../../../resources/dns-hosts/orderbox.json'
import ovhcloud from '../../../resources/dns-hosts/ovhcloud.json'
import oxilion from '../../../resources/dns-hosts/oxilion.json'
import plesk from '../../../resources/dns-hosts/plesk.json'
import porkbun from '../../../resources/dns-hosts/porkbun.json'
import rackspace from '../../../resources/dns-hosts/rackspace.json'
import regRu from '../../../resources/dns-hosts/reg-ru.json'
import regfish from '../../../resources/dns-hosts/regfish.json'
import registerCom from '../../../resources/dns-hosts/register-com.json'
import registroBr from '../../../resources/dns-hosts/registro-br.json'
import route53 from '../../../resources/dns-hosts/route53.json'
import sakuraCloudDns from '../../../resources/dns-hosts/sakura-cloud-dns.json'
import sakuraInternet from '../../../resources/dns-hosts/sakura-internet.json'
import sakurahost from '../../../resources/dns-hosts/sakurahost.json'
import scaleway from '../../../resources/dns-hosts/scaleway.json'
import shellrent from '../../../resources/dns-hosts/shellrent.json'
import shopify from '../../../resources/dns-hosts/shopify.json'
import simplyCom from '../../../resources/dns-hosts/simply-com.json'
import siteground from '../../../resources/dns-hosts/siteground.json'
import sitehost from '../../../resources/dns-hosts/sitehost.json'
import slovaknet from '../../../resources/dns-hosts/slovaknet.json'
import spaceship from '../../../resources/dns-hosts/spaceship.json'
import squarespace from '../../../resources/dns-hosts/squarespace.json'
import strato from '../../../resources/dns-hosts/strato.json'
import synergyWholesale from '../../../resources/dns-hosts/synergy-wholesale.json'
import telekomHomepagecenter from '../../../resources/dns-hosts/telekom-homepagecenter.json'
import tencentDnspod from '../../../resources/dns-hosts/tencent-dnspod.json'
import transip from '../../../resources/dns-hosts/transip.json'
import ultradns from '../../../resources/dns-hosts/ultradns.json'
import uzcloud from '../../../resources/dns-hosts/uzcloud.json'
import valueDomain from '../../../resources/dns-hosts/value-domain.json'
import variomedia from '../../../resources/dns-hosts/variomedia.json'
import vercel from '../../../resources/dns-hosts/vercel.json'
import vultr from '../../../resources/dns-hosts/vultr.json'
import webCom from '../../../resources/dns-hosts/web-com.json'
import webmin from '../../../resources/dns-hosts/webmin.json'
import websupport from '../../../resources/dns-hosts/websupport.json'
import wedos from '../../../resources/dns-hosts/wedos.json'
import winhost from '../../../resources/dns-hosts/winhost.json'
import wix from '../../../resources/dns-hosts/wix.json'
import wordpressCom from '../../../resources/dns-hosts/wordpress-com.json'
import world4you from '../../../resources/dns-hosts/world4you.json'
import xneelo from '../../../resources/dns-hosts/xneelo.json'
import xserver from '../../../resources/dns-hosts/xserver.json'
import yandexCloudDns from '../../../resources/dns-hosts/yandex-cloud-dns.json'
import zapHosting from '../../../resources/dns-hosts/zap-hosting.json'
import zenlogic from '../../../resources/dns-hosts/zenlogic.json'
import zoneEu from '../../../resources/dns-hosts/zone-eu.json'
import zonomi from '../../../resources/dns-hosts/zonomi.json'
import { ZonedeskError } from '../../preload/contract/failure'
import type { RecordType } from '../../preload/contract/domain'
import type { PresetSummary } from '../../preload/contract/dns-host'
import { limitNotes } from './panel-limits'
import { parsePreset, ruleFor, type Preset } from './preset-schema'

/** By file name. */
const FILES: readonly (readonly [id: string, content: unknown])[] = [
  ['active24', active24],
  ['adhci', adhci],
  ['akamai-edge-dns', akamaiEdgeDns],
  ['alibaba-cloud-dns', alibabaCloudDns],
  ['all-inkl', allInkl],
  ['artfiles', artfiles],
  ['aruba', aruba],
  ['autodns', autodns],
  ['azion', azion],
  ['azure-dns', azureDns],
  ['beget', beget],
  ['binarylane', binarylane],
  ['bluehost', bluehost],
  ['bunny-dns', bunnyDns],
  ['cloud86', cloud86],
  ['cloudflare', cloudflare],
  ['cloudns', cloudns],
  ['combell', combell],
  ['conoha', conoha],
  ['constellix', constellix],
  ['cpanel', cpanel],
  ['crazy-domains', crazyDomains],
  ['cyon', cyon],
  ['desec', desec],
  ['digitalocean', digitalocean],
  ['dinahosting', dinahosting],
  ['directadmin', directadmin],
  ['dns-made-easy', dnsMadeEasy],
  ['dnsimple', dnsimple],
  ['domeneshop', domeneshop],
  ['dreamhost', dreamhost],
  ['dynadot', dynadot],
  ['easydns', easydns],
  ['easyname', easyname],
  ['enom', enom],
  ['eurodns', eurodns],
  ['euserv', euserv],
  ['exoscale', exoscale],
  ['gabia', gabia],
  ['gandi', gandi],
  ['gcore', gcore],
  ['gidinet', gidinet],
  ['gigahost', gigahost],
  ['glesys', glesys],
  ['godaddy', godaddy],
  ['google-cloud-dns', googleCloudDns],
  ['gransy', gransy],
  ['hetzner', hetzner],
  ['home-pl', homePl],
  ['hostafrica', hostafrica],
  ['hostgator', hostgator],
  ['hosting-de', hostingDe],
  ['hostinger', hostinger],
  ['hostpoint', hostpoint],
  ['hosttech', hosttech],
  ['hostup', hostup],
  ['hover', hover],
  ['huawei-cloud-dns', huaweiCloudDns],
  ['hurricane-electric', hurricaneElectric],
  ['infomaniak', infomaniak],
  ['inwx', inwx],
  ['ionos', ionos],
  ['ispconfig', ispconfig],
  ['iwantmyname', iwantmyname],
  ['joker', joker],
  ['leaseweb', leaseweb],
  ['linode', linode],
  ['loopia', loopia],
  ['luadns', luadns],
  ['lws', lws],
  ['metaname', metaname],
  ['mijn-host', mijnHost],
  ['mydomain', mydomain],
  ['mythic-beasts', mythicBeasts],
  ['name-com', nameCom],
  ['namecheap', namecheap],
  ['namesilo', namesilo],
  ['nazwa-pl', nazwaPl],
  ['nearlyfreespeech', nearlyfreespeech],
  ['netcup', netcup],
  ['netim', netim],
  ['netlify', netlify],
  ['netregistry', netregistry],
  ['network-solutions', networkSolutions],
  ['njalla', njalla],
  ['ns1', ns1],
  ['octenium', octenium],
  ['onamae', onamae],
  ['one-com', oneCom],
  ['oracle-cloud-dns', oracleCloudDns],
  ['orderbox', orderbox],
  ['ovhcloud', ovhcloud],
  ['oxilion', oxilion],
  ['plesk', plesk],
  ['porkbun', porkbun],
  ['rackspace', rackspace],
  ['reg-ru', regRu],
  ['regfish', regfish],
  ['register-com', registerCom],
  ['registro-br', registroBr],
  ['route53', route53],
  ['sakura-cloud-dns', sakuraCloudDns],
  ['sakura-internet', sakuraInternet],
  ['sakurahost', sakurahost],
  ['scaleway', scaleway],
  ['shellrent', shellrent],
  ['shopify', shopify],
  ['simply-com', simplyCom],
  ['siteground', siteground],
  ['sitehost', sitehost],
  ['slovaknet', slovaknet],
  ['spaceship', spaceship],
  ['squarespace', squarespace],
  ['strato', strato],
  ['synergy-wholesale', synergyWholesale],
  ['telekom-homepagecenter', telekomHomepagecenter],
  ['tencent-dnspod', tencentDnspod],
  ['transip', transip],
  ['ultradns', ultradns],
  ['uzcloud', uzcloud],
  ['value-domain', valueDomain],
  ['variomedia', variomedia],
  ['vercel', vercel],
  ['vultr', vultr],
  ['web-com', webCom],
  ['webmin', webmin],
  ['websupport', websupport],
  ['wedos', wedos],
  ['winhost', winhost],
  ['wix', wix],
  ['wordpress-com', wordpressCom],
  ['world4you', world4you],
  ['xneelo', xneelo],
  ['xserver', xserver],
  ['yandex-cloud-dns', yandexCloudDns],
  ['zap-hosting', zapHosting],
  ['zenlogic', zenlogic],
  ['zone-eu', zoneEu],
  ['zonomi', zonomi],
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

/** What nobody has a source for, a few words each; of which record types, where some are known. */
function unknownOf(preset: Preset): string[] {
  const known: readonly (readonly [what: string, known: boolean])[] = [
    ['quotes and long texts', preset.txt.entry !== null],
    ['the priority', preset.priority !== null],
    ['the TTL', preset.ttl.unit !== null],
  ]
  return [
    ...unknownRule('the host field', preset.host, ['TXT', 'CNAME', 'MX']),
    // Nobody should have a CNAME there.
    ...unknownRule('the host field at the apex', preset.apex, ['TXT', 'MX']),
    ...unknownRule('the dot at the end of targets', preset.target, ['CNAME', 'MX']),
    ...known.filter(([, is]) => !is).map(([what]) => what),
  ]
}

/** A rule that is not known for some of the record types it is needed for; empty when it is for all. */
function unknownRule(
  what: string,
  list: readonly { types?: RecordType[] | undefined }[],
  needed: readonly RecordType[],
): string[] {
  const missing = needed.filter((type) => ruleFor(list, type) === null)
  if (missing.length === 0) return []
  return [missing.length === needed.length ? what : `${what} of ${missing.join(' and ')} records`]
}
