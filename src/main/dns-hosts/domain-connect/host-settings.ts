import * as v from 'valibot'
import { isHostName } from './settings-place'

/** Longest address of a panel that is opened, in characters. */
const LONGEST_URL = 2000
/** What stands for the zone in the address of a panel. */
const DOMAIN_TOKEN = '%domain%'

/** Without characters that are not seen or that turn the direction of what stands beside them. */
const DisplayName = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(),
  v.maxLength(100),
  v.regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]+$/u),
)

/** What of a host's settings is used; the rest is passed over. */
const HostSettings = v.object({
  providerName: DisplayName,
  providerDisplayName: v.exactOptional(DisplayName),
  urlControlPanel: v.exactOptional(v.string()),
  nameServers: v.exactOptional(v.pipe(v.array(v.string()), v.maxLength(100))),
})

/** What a zone's host says of itself. */
export interface SaidByHost {
  readonly name: string
  /** The https address of its panel for the zone; null where it names none that may be opened. */
  readonly panel: string | null
  /** Its name servers for the zone, lower case, without trailing dot; empty where it does not say. */
  readonly nameServers: readonly string[]
}

/**
 * Reads the settings that a host has for a zone. Source: draft-ietf-dconn-domainconnect-03, section "DNS Provider
 * Discovery", table "properties of the settings data structure".
 *
 * @param zone apex, A-labels, without trailing dot
 * @returns null where the text is no such settings
 */
export function readHostSettings(text: string, zone: string): SaidByHost | null {
  const parsed = v.safeParse(HostSettings, asJson(text))
  if (!parsed.success) return null
  const { providerName, providerDisplayName, urlControlPanel, nameServers = [] } = parsed.output
  return {
    name: providerDisplayName ?? providerName,
    panel: urlControlPanel === undefined ? null : panelAddress(urlControlPanel, zone),
    nameServers: nameServers.map((name) => name.toLowerCase().replace(/\.$/, '')),
  }
}

/** An address that may be opened in a browser: https at a host name, no other port, and nobody's password in it. */
function panelAddress(template: string, zone: string): string | null {
  const text = template.replaceAll(DOMAIN_TOKEN, encodeURIComponent(zone))
  const url = text.length > LONGEST_URL || /[\p{Cc}\s\\]/u.test(text) ? null : URL.parse(text)
  if (url === null || url.protocol !== 'https:' || url.port !== '') return null
  return url.username === '' && url.password === '' && isHostName(url.hostname) ? url.href : null
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
