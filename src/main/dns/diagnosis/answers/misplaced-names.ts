/** Where a record lands when the form of a DNS host is misread. */
export interface MisplacedName {
  /** Owner name, without trailing dot. */
  readonly name: string
  /**
   * - `zone-doubled`: the whole name was typed and the zone added (`x.example.com.example.com`)
   * - `apex-pasted`: the same for a record at the apex, where `@` belongs
   * - `domain-doubled`: the whole name was typed and the sending domain added, which is below the apex
   * - `subdomain-missing`: the label of the sending domain was left out
   * - `underscore-lost`: `domainkey` instead of `_domainkey`, which some forms do not take
   * - `labels-lost`: the selector, `_domainkey` or both were left out
   * - `www-added`: `www.` was put in front
   */
  readonly mistake:
    | 'zone-doubled'
    | 'apex-pasted'
    | 'domain-doubled'
    | 'subdomain-missing'
    | 'underscore-lost'
    | 'labels-lost'
    | 'www-added'
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
    // For the domain itself only the apex would be left, where other records stand by right.
    if (name.endsWith(`.${domain}`)) {
      names.push({ name: `${name.slice(0, -domain.length - 1)}.${apex}`, mistake: 'subdomain-missing' })
    }
  }
  const dkim = dkimPlace(name)
  if (dkim === null) names.push({ name: `www.${name}`, mistake: 'www-added' })
  else {
    const { selector, under } = dkim
    names.push({ name: `${selector}.domainkey.${under}`, mistake: 'underscore-lost' })
    for (const shorter of [`${selector}.${under}`, `_domainkey.${under}`, under]) {
      names.push({ name: shorter, mistake: 'labels-lost' })
    }
  }
  return names.filter((misplaced) => misplaced.name.length <= 253)
}

/** The parts of a DKIM key's owner name (RFC 6376 section 3.6.2.1); null when it is none. */
export function dkimPlace(name: string): { readonly selector: string; readonly under: string } | null {
  const at = name.indexOf(DKIM_INFIX)
  return at <= 0 ? null : { selector: name.slice(0, at), under: name.slice(at + DKIM_INFIX.length) }
}

const DKIM_INFIX = '._domainkey.'
