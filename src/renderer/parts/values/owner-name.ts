/** An owner name in the part that tells records apart, and the part they share. */
export interface OwnerName {
  /** The part to read, such as `mx._domainkey`; the whole name when it is the domain itself. */
  strong: string
  /** The rest with its leading dot, such as `.mg.example.com`; may be empty. */
  quiet: string
}

/**
 * @param name the record's owner name, an FQDN without trailing dot
 * @param domain the domain the record belongs to
 */
export function ownerName(name: string, domain: string): OwnerName {
  const rest = `.${domain}`
  if (domain !== '' && name.length > rest.length && name.endsWith(rest)) {
    return { strong: name.slice(0, -rest.length), quiet: rest }
  }
  return { strong: name, quiet: '' }
}
