/** Where a record lands when the form of a DNS host is misread. */
export interface MisplacedName {
  /** Owner name, without trailing dot. */
  readonly name: string
  /**
   * - `zone-doubled`: the whole name was typed and the zone added (`x.example.com.example.com`)
   * - `apex-pasted`: the same for a record at the apex, where `@` belongs
   * - `domain-doubled`: the whole name was typed and the sending domain added, which is below the apex
   * - `subdomain-missing`: the label of the sending domain was left out
   */
  readonly mistake: 'zone-doubled' | 'apex-pasted' | 'domain-doubled' | 'subdomain-missing'
}

/**
 * The names to look at when a record is missing at its own.
 *
 * @param name the expected owner name, at or below `domain`, A-labels, lower case, without trailing dot
 * @param domain the sending domain
 * @param apex the zone's apex, at or above `domain`
 * @returns nothing longer than a name may be (RFC 1035 section 2.3.4)
 */
export function misplacedNames(name: string, domain: string, apex: string): MisplacedName[] {
  const names: MisplacedName[] = [
    { name: `${name}.${apex}`, mistake: name === apex ? 'apex-pasted' : 'zone-doubled' },
  ]
  if (domain !== apex && domain.endsWith(`.${apex}`)) {
    names.push({ name: `${name}.${domain}`, mistake: 'domain-doubled' })
    // At the domain itself nothing would be left but the apex, where other records stand by right.
    if (name.endsWith(`.${domain}`)) {
      names.push({ name: `${name.slice(0, -domain.length - 1)}.${apex}`, mistake: 'subdomain-missing' })
    }
  }
  return names.filter((misplaced) => misplaced.name.length <= 253)
}
