/**
 * The settings of a domain that are on or off, by the API's names. Each is a parameter of create and of update, a
 * column of the table `domains`, and a field of the answers. A new domain has all of them off.
 */
export const SWITCHES = [
  'wildcard',
  'require_tls',
  'skip_verification',
  'use_automatic_sender_security',
  'encrypt_incoming_message',
  'webhooks_redact_pii',
] as const
export type Switch = (typeof SWITCHES)[number]

/** The same for each switch, or what depends on its name. */
export function forEachSwitch<T>(make: (name: Switch) => T): Record<Switch, T> {
  return Object.fromEntries(SWITCHES.map((name) => [name, make(name)])) as Record<Switch, T>
}
