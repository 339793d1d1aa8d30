/**
 * Whether a person typed the name of a domain. Who sees the name with U-labels types it with U-labels.
 *
 * @param typed in lower case
 * @param name A-labels
 */
export function isDomainName(typed: string, name: string, unicodeName: string): boolean {
  const bare = typed.replace(/\.$/, '')
  return bare === name || bare === unicodeName.toLowerCase()
}
