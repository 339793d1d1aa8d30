import { FINDING_SOURCES, type FindingSource } from './finding-sources'
import { FINDING_CODES, FINDING_TITLES, type FindingCode } from './finding-titles'

/** What the catalogue says of a code, whatever the domain. */
export interface CatalogueEntry {
  /** The short name. */
  readonly title: string
  readonly severity: 'bad' | 'warn' | 'info'
  /** What leads to the finding, and why it matters. */
  readonly cause: string
  /** What to do in general. A finding says what to do for its own domain. */
  readonly cure: string
  /** Where the rule stands. */
  readonly source: FindingSource
}

/** What is said of each code beside its title and its source. */
const TEXTS = {
  'not-registered': {
    severity: 'bad',
    cause:
      'The zone above says that there is no such domain: it is not registered, it has expired, or it was registered without name servers.',
    cure: 'Register or renew the domain at a registrar (a company that sells domains). Then enter the name servers at the registrar. Your DNS host (the company that keeps the records) shows which ones.',
  },
  'no-name-servers': {
    severity: 'bad',
    cause:
      'The domain is not delegated: the zone above names no name servers (the computers that answer for its records). So nobody knows whom to ask.',
    cure: 'Log in at the registrar (the company the domain was bought from) and enter the name servers there. Your DNS host (the company that keeps the records) shows which ones.',
  },
  'suffix-name-missing': {
    severity: 'warn',
    cause:
      'The domain is below a suffix whose operator gives out names (the private part of the Public Suffix List). The zone of the suffix has neither records of the name nor name servers for it: the name is not registered there, or nothing has been added yet.',
    cure: 'Make sure that the name is registered with the operator of the suffix. If the operator delegates names, enter the name servers with the operator: your DNS host (the company that keeps the records) shows which ones. If the operator keeps the records of names, ask the operator to add these records.',
  },
  'zone-unknown': {
    severity: 'warn',
    cause: 'Zonedesk asked which name servers keep the domain, and got no usable answer.',
    cure: 'Make sure that this computer is online and that the settings name the right resolvers (the servers that look names up). Then check again.',
  },
  'servers-all-lame': {
    severity: 'bad',
    cause:
      'The domain is delegated to name servers, but none of them answers for it. Usually the zone was removed at the DNS host, or the registrar still has the name servers of a former DNS host.',
    cure: 'Log in at your DNS host (the company that keeps the records) and add the domain there if it is missing. Then log in at the registrar (the company the domain was bought from), and replace the name servers there by those that the DNS host shows for the domain.',
  },
  'server-lame': {
    severity: 'warn',
    cause:
      'The domain is delegated to this server, but the server does not answer for the domain. Resolvers that happen to ask it fail or lose time.',
    cure: 'Compare the list of name servers at the registrar (the company the domain was bought from) with the list that your DNS host shows. Remove this server unless it is in both lists. If it is in both, ask the support of the DNS host why the server does not answer.',
  },
  'cut-all-lame': {
    severity: 'bad',
    cause:
      'NS records below the top of the zone delegate a name, and all names below it, to other name servers. None of those servers answers for these names, so nobody finds their records. Records for these names in the zone above have no effect.',
    cure: 'Decide where that part is to be kept. If it is to stay at those name servers, ask whoever runs them to add it there as a zone. If not, go to the zone above: delete the NS records at the name of the part, and enter the records of the part there.',
  },
  'cut-server-lame': {
    severity: 'warn',
    cause:
      'NS records below the top of the zone delegate a name, and all names below it, to other name servers. Some of those servers do not answer for these names. Resolvers that happen to ask one of them fail or lose time.',
    cure: 'In the zone above, compare the NS records at that name with the name servers that the host of that part shows. Delete the NS records that the host does not show. If the host shows them all, ask its support why one does not answer.',
  },
  'serials-differ': {
    severity: 'warn',
    cause:
      'The servers of the zone have different serials (version numbers). A change may be on its way. If the serials stay different, the transfer between the servers is broken.',
    cure: 'Wait some minutes and check again. If the serials still differ, send this to the support of your DNS host: only the DNS host can mend it.',
  },
  'delegation-differs': {
    severity: 'warn',
    cause:
      'The name servers at the registrar are not those that the zone itself names. Usually the domain moved to another DNS host, and one of the two lists was not changed.',
    cure: 'Look up the list of name servers that your DNS host shows for the domain: that list is right. Enter it at the registrar (the company the domain was bought from), and in the NS records at your DNS host.',
  },
  'dnssec-bogus': {
    severity: 'bad',
    cause:
      'Resolvers that validate refuse every answer of the zone. Usually the DS record at the registrar belongs to a former DNS host or key, or signatures have expired.',
    cure: 'Log in at the registrar (the company the domain was bought from), and open the part called DNSSEC. Replace the DS record by the one that your DNS host shows. If the DNS host shows none, remove the DS record. Mail and web work without DNSSEC.',
  },
  'lookup-failed': {
    severity: 'warn',
    cause: 'No server gave a usable answer, so it is not known whether the record is there.',
    cure: 'Make sure that this computer is online and that the settings name the right resolvers (the servers that look names up). Then check again.',
  },
  'name-missing': {
    severity: 'bad',
    cause: 'DNS says that the whole name does not exist (NXDOMAIN): no record of any type is there.',
    cure: 'Add the record at your DNS host.',
  },
  'type-missing': {
    severity: 'bad',
    cause: 'DNS says that the name exists and has no record of this type (NODATA).',
    cure: 'Add the record at your DNS host, beside what is there.',
  },
  'owner-zone-doubled': {
    severity: 'bad',
    cause:
      'The form of the DNS host adds the name of the zone. The whole name was entered, so the record is at a name that ends in the zone twice.',
    cure: 'Edit the record so that its host field has only the part before the zone.',
  },
  'owner-apex-pasted': {
    severity: 'bad',
    cause:
      'The form of the DNS host adds the name of the zone. The domain was entered as the host, so the record is below the domain and not at it.',
    cure: 'Edit the record so that its host field has @, or is empty.',
  },
  'owner-domain-doubled': {
    severity: 'bad',
    cause: 'The record is at a name that ends in the sending domain twice.',
    cure: 'Edit the record so that its host field has only the part shown.',
  },
  'owner-subdomain-missing': {
    severity: 'bad',
    cause: 'The record was added without the label of the sending domain, so it is one level too high.',
    cure: 'Edit the record so that its host field has the whole part before the zone. If the domain above sends mail itself, leave its records as they are and add this one.',
  },
  'owner-underscore-lost': {
    severity: 'bad',
    cause:
      'The name of a DKIM record has _domainkey with an underscore in front. Without it nobody finds the key.',
    cure: 'Edit the record so that its host field has the underscore.',
  },
  'owner-labels-lost': {
    severity: 'bad',
    cause:
      'A DKIM key is looked for at its selector, then _domainkey, then the domain. The record is at a name that lacks one of these parts.',
    cure: 'Edit the record so that its host field has the whole part before the zone.',
  },
  'owner-www-added': {
    severity: 'bad',
    cause: 'The name with www is a name of its own. A record there is not seen at the name without www.',
    cure: 'Add the record at the name without www. If the name with www sends or receives mail itself, leave the record there.',
  },
  'wildcard-answers': {
    severity: 'warn',
    cause:
      'A record at * answers for every name that does not exist. What is seen here is not a record of this name.',
    cure: 'Add the record at its own name; it takes precedence over the wildcard. Also add the other records that the name has from the wildcard now: once the name exists, no wildcard above answers for it.',
  },
  'stale-resolver': {
    severity: 'info',
    cause:
      'The servers of the zone are right. The resolver keeps the answer it got before until the TTL of that answer is over.',
    cure: 'Wait until the resolver forgets the old answer. Nothing has to be changed.',
  },
  'absence-remembered': {
    severity: 'info',
    cause:
      'The servers of the zone are right. The resolver looked before the record was there. It remembers that for as long as the SOA record of the zone says.',
    cure: 'Wait until the resolver forgets the old answer. Nothing has to be changed.',
  },
  'servers-disagree': {
    severity: 'bad',
    cause:
      'Some servers of the zone have the record and some do not, so it depends on chance whether receivers get it.',
    cure: 'Wait some minutes and check again. If they still disagree, send this to the support of your DNS host. Do not add the record a second time: it is there. If the servers belong to two DNS hosts, add the record at the host that does not have it.',
  },
  'resolvers-disagree': {
    severity: 'warn',
    cause:
      'Zonedesk could not ask the name servers of the domain, but only resolvers. A resolver remembers an answer for a while: some resolvers have the record and some do not.',
    cure: 'Wait until the resolvers forget the older answer, and check again.',
  },
  'servers-differ': {
    severity: 'warn',
    cause:
      'Each name server of the domain has what the provider wants, but their other values differ. It depends on chance which of these values receivers get.',
    cure: 'Wait some minutes and check again. If the values still differ, send this to the support of your DNS host: only the DNS host can bring its servers in line.',
  },
  'ttl-long': {
    severity: 'info',
    cause:
      'The TTL (time to live) of a record says how long a resolver may keep it. With a long TTL, a resolver may keep a mistake for that long, even after you correct it.',
    cure: 'Set the TTL to 3600 seconds (an hour).',
  },
  'at-undelegated-server': {
    severity: 'info',
    cause: 'A server has the record, but the domain is not delegated to that server.',
    cure: 'Add the record at the DNS host whose name servers the domain uses now. What is entered at another DNS host has no effect.',
  },
  'not-verified-yet': {
    severity: 'info',
    cause: 'DNS has the right record, but the provider looked before the record was there.',
    cure: 'Press Verify, so that the provider looks again.',
  },
  'removed-since': {
    severity: 'bad',
    cause: 'The provider found the record when it last looked, but DNS no longer has it.',
    cure: 'Add the record again.',
  },
  'value-different': {
    severity: 'bad',
    cause: 'DNS has this record with another value.',
    cure: 'Edit the record at your DNS host, and replace its value by the one that the provider wants.',
  },
  'policy-there': {
    severity: 'info',
    cause:
      'Only one policy of this kind may be at a name. The policy that is there is worded differently, but it does all that the provider asks for.',
    cure: "Leave the policy as it is. Do not add the provider's policy beside it: if there are two, both are ignored.",
  },
  'policy-different': {
    severity: 'warn',
    cause:
      'Only one policy of a kind (DMARC, MTA-STS, TLS-RPT, BIMI) may be at a name. The provider asks for one, but another one is there now. If there are two, both are ignored.',
    cure: "Do not add the provider's policy. Compare what each of the two does to mail, and decide which one is to apply.",
  },
  'value-decorated': {
    severity: 'bad',
    cause:
      'Spaces, quotation marks or parts of a web address came with the value when it was copied or typed, and became part of it.',
    cure: 'Edit the record and enter the value alone.',
  },
  'spf-missing': {
    severity: 'bad',
    cause:
      'There are TXT records at the name, but none of them is an SPF record. An SPF record begins with v=spf1 and lists who may send mail for the domain.',
    cure: 'Add the SPF record beside the other TXT records.',
  },
  'spf-several': {
    severity: 'bad',
    cause:
      'A domain may have only one SPF record. If receivers find two or more, they treat the policy as broken and ignore all of them.',
    cure: 'Replace these records by one that has the terms of all of them.',
  },
  'spf-include-missing': {
    severity: 'bad',
    cause: 'The SPF record does not name the servers of the provider, so mail from the provider fails SPF.',
    cure: 'Add the missing term to the record, and keep the terms that are there.',
  },
  'spf-provider-unknown': {
    severity: 'warn',
    cause:
      'The SPF record does not name the provider, but it leads to other policies. Either these policies could not be looked up, or the sender of each mail decides whether they let it pass (macros).',
    cure: 'Ask whoever keeps the SPF policy whether the servers of the provider are in it.',
  },
  'spf-term-not-literal': {
    severity: 'info',
    cause:
      'The SPF record lets the servers of the provider pass without the exact term that the provider asks for: by redirect, by another include, or by their addresses.',
    cure: 'Nothing has to be changed for mail to pass. If the provider does not verify the record, add the term of the provider.',
  },
  'spf-include-not-pass': {
    severity: 'bad',
    cause:
      "A sign (-, ~ or ?) in front of the provider's term turns its match into something other than pass. Or a term that comes earlier refuses the same servers.",
    cure: "Edit the record so that the provider's term has no sign and comes before terms that refuse the same servers.",
  },
  'spf-include-after-all': {
    severity: 'bad',
    cause: 'Receivers stop at the term all, and never look at terms after it.',
    cure: 'Edit the record so that the term all comes last.',
  },
  'spf-version-wrong': {
    severity: 'bad',
    cause:
      'The text looks like an SPF record, but does not start with v=spf1 and a space. So receivers do not recognise it.',
    cure: 'Edit the record so that it starts with v=spf1 and a space.',
  },
  'spf-syntax': {
    severity: 'bad',
    cause: 'A single error makes receivers treat the whole policy as broken.',
    cure: 'Edit the record and correct the term.',
  },
  'spf-glued': {
    severity: 'bad',
    cause:
      'Receivers join the pieces of a long text without a space between them. Where the text was split between two terms, and neither piece has the space, the two terms are glued together.',
    cure: 'Edit the record so that a space stands between the terms.',
  },
  'spf-too-many-lookups': {
    severity: 'bad',
    cause:
      'Receivers stop after 10 DNS lookups and treat the policy as broken. Each include, a, mx, ptr, exists and redirect costs one lookup, also inside included policies.',
    cure: 'Remove the terms of services that no longer send mail for you from the SPF record.',
  },
  'spf-too-many-void-lookups': {
    severity: 'bad',
    cause: 'Receivers stop after two lookups that find nothing, and treat the policy as broken.',
    cure: 'Remove the terms that lead nowhere.',
  },
  'spf-void-term': {
    severity: 'info',
    cause:
      'The term leads to a name without an address or mail server, so it lets nobody pass. Receivers tolerate two such terms. At the third, they ignore the whole policy.',
    cure: 'Remove the term.',
  },
  'spf-too-many-mx': {
    severity: 'bad',
    cause: 'Receivers treat the policy as broken if a term mx names a domain with more than 10 MX records.',
    cure: 'Replace the term by ip4: and the address of each of these servers that sends mail for you. If none of them sends mail for you, remove the term.',
  },
  'spf-include-broken': {
    severity: 'bad',
    cause:
      'An include or a redirect names a domain that has no SPF policy, several policies, or a broken one. That breaks the policy that names the domain.',
    cure: 'Remove the term, or correct the SPF policy of the domain that the term names.',
  },
  'spf-loop': {
    severity: 'bad',
    cause:
      'The includes lead back to a policy that receivers are already evaluating, so the evaluation would never end.',
    cure: 'Remove the term that leads back to this domain from the SPF record.',
  },
  'spf-lookup-failed': {
    severity: 'warn',
    cause:
      'A domain that the policy names did not answer, so it is not known how many lookups the policy needs.',
    cure: 'Wait some minutes and check again. If the lookup still fails, ask whoever runs the domains that are named why they do not answer.',
  },
  'spf-allows-all': {
    severity: 'bad',
    cause:
      'Every server in the world passes. The reason is the term +all, a network of all addresses such as ip4:0.0.0.0/0, or several networks that together are all addresses.',
    cure: 'Edit the record so that it names only servers that send mail for you, and ends in ~all or -all.',
  },
  'spf-neutral-all': {
    severity: 'info',
    cause: 'The term ?all leaves open whether other servers may send.',
    cure: 'Nothing has to be changed for mail to pass. When you are sure that the record names every server that sends for you, write ~all in place of ?all, and later -all.',
  },
  'spf-no-all': {
    severity: 'info',
    cause: 'Without all or redirect, the policy says nothing about other senders, as with ?all.',
    cure: 'Nothing has to be changed for mail to pass. When you are sure that the record names every server that sends for you, write ~all at its end, and later -all.',
  },
  'spf-terms-after-all': {
    severity: 'warn',
    cause: 'Receivers stop at the term all, and never look at what stands after it.',
    cure: 'Move the term all to the end, or remove the terms after it.',
  },
  'spf-redirect-ignored': {
    severity: 'warn',
    cause: 'Receivers look at redirect only if the record has no term all.',
    cure: 'Remove redirect, or write it as include before all.',
  },
  'spf-duplicate-term': {
    severity: 'info',
    cause: 'The second one may cost lookups, and adds nothing.',
    cure: 'Remove one of the two.',
  },
  'spf-ptr': {
    severity: 'info',
    cause: 'The term ptr is slow and unreliable, and should no longer be used.',
    cure: 'Replace ptr by ip4: and the IP address of each server that sends mail for you. If the other terms name all of these servers, only remove ptr.',
  },
  'spf-long': {
    severity: 'info',
    cause:
      'An answer of more than 512 octets may not reach every receiver. A record of at most 450 characters leaves room for the rest of the answer.',
    cure: 'Remove the terms of services that no longer send mail for you from the SPF record.',
  },
  'spf-type-99': {
    severity: 'info',
    cause: 'The record type SPF (99) is obsolete. Receivers look only at TXT records.',
    cure: 'Delete the record of type SPF. Keep the TXT record.',
  },
  'spare-key': {
    severity: 'info',
    cause:
      'The provider lists every DKIM key of a domain. It signs with another key than this one. A key that signs nothing need not be in DNS.',
    cure: 'There is nothing to do. If you want the provider to sign with this key, publish it first.',
  },
  'dkim-other-selector': {
    severity: 'bad',
    cause:
      'A DKIM key is looked for at a name that begins with its selector. There are keys of other selectors: they may belong to other services, or be this key under a wrong name.',
    cure: 'Add the record under exactly this name; keep the others.',
  },
  'dkim-truncated': {
    severity: 'bad',
    cause: 'The DNS host cut the value, usually at 255 characters.',
    cure: 'Replace the value by the whole value. If the form refuses more than 255 characters, paste the value in quoted pieces: Set up shows the pieces as your DNS host takes them.',
  },
  'dkim-part-missing': {
    severity: 'bad',
    cause:
      'Only some lines of the key were pasted: its start, or a part in the middle, is missing. A key is whole only when all of its octets are there.',
    cure: 'Replace the value by the whole value. If the form refuses more than 255 characters, paste the value in quoted pieces: Set up shows the pieces as your DNS host takes them.',
  },
  'dkim-disordered': {
    severity: 'bad',
    cause: 'The pieces of the key were pasted in the wrong order, so together they are no key.',
    cure: 'Replace the value by the one shown.',
  },
  'dkim-surplus': {
    severity: 'bad',
    cause:
      'A piece of the key is there twice, or other characters were pasted with it, so the value is no key.',
    cure: 'Replace the value by the one shown.',
  },
  'dkim-altered': {
    severity: 'bad',
    cause:
      'The key is right except for some characters. It was typed by hand, or it went through a web address or a web page.',
    cure: 'Replace the value by the one shown: paste it, and do not type it.',
  },
  'dkim-quoted': {
    severity: 'bad',
    cause: 'The quotation marks were stored as part of the value.',
    cure: 'Replace the value by the one shown, without quotation marks.',
  },
  'dkim-escaped': {
    severity: 'bad',
    cause: 'Backslashes were stored as part of the value. They belong to zone files, not to forms.',
    cure: 'Replace the value by the one shown, without backslashes.',
  },
  'dkim-split': {
    severity: 'bad',
    cause:
      'The pieces of a long key belong in one record. Separate records have no order, and none of them is a key.',
    cure: 'Delete the pieces and add one record with the whole value.',
  },
  'dkim-case-changed': {
    severity: 'bad',
    cause: 'The key differs from the right one only in upper and lower case, which matters in a key.',
    cure: 'Replace the value by the one shown: paste it, and do not type it. If the form changes capitals, tell the support of the DNS host.',
  },
  'dkim-line-pasted': {
    severity: 'bad',
    cause:
      'A line of a zone file has a name, a type and a value. The form of the DNS host has a field for each, and all three were pasted into the value.',
    cure: 'Replace the value by the one shown, which is the value alone.',
  },
  'dkim-pem': {
    severity: 'bad',
    cause: 'A key file has lines with BEGIN and END around the key. Those lines do not belong in DNS.',
    cure: 'Replace the value by the one shown, without those lines.',
  },
  'dkim-private-key': {
    severity: 'bad',
    cause:
      'A key pair has a private key, which stays with whoever signs, and a public key, which goes into DNS. Whoever reads the private key can sign mail as this domain.',
    cure: 'Replace the value at once by the public key. Stop using the key pair of that private key wherever it is in use, and never use it again.',
  },
  'dkim-other-text': {
    severity: 'bad',
    cause: 'A text that is no DKIM key was entered under the name of the key.',
    cure: 'Replace the text by the key of the provider. The text has no effect at this name.',
  },
  'dkim-not-a-key': {
    severity: 'bad',
    cause:
      'The base64 text in the tag p cannot be decoded as a key. The key is cut off or damaged, or the value is something else.',
    cure: 'Replace the value by the one that the provider wants.',
  },
  'dkim-revoked': {
    severity: 'bad',
    cause: 'The tag p is empty, which tells receivers that the key is no longer valid.',
    cure: 'Replace the value by the one that the provider wants.',
  },
  'dkim-wrong-key': {
    severity: 'bad',
    cause:
      'The key is whole, but it is not the key that the provider signs with. It is an earlier key of the provider, or the key of another service that signs with the same selector.',
    cure: 'Find out whether another service uses the key. If one does, have the provider sign with another selector. If none does, replace the value by the one that the provider wants: mail that is signed with the old key then fails DKIM.',
  },
  'dkim-several': {
    severity: 'bad',
    cause:
      'A selector may have only one key record. If there are several, receivers take any of them: a piece of a key left over from an earlier try, another text, or another key.',
    cure: "If another service uses one of the other keys, first have that service or the provider sign with another selector. Then delete all records but the provider's.",
  },
  'dkim-syntax': {
    severity: 'bad',
    cause: 'The record is not a list of tags with a key in the tag p.',
    cure: 'Replace the value by the one that the provider wants.',
  },
  'dkim-key-type': {
    severity: 'bad',
    cause:
      'The tag k names another algorithm than the one the provider signs with. Or the tag p holds another kind of key, or something else, such as a certificate.',
    cure: 'Replace the value by the one that the provider wants.',
  },
  'dkim-restricted': {
    severity: 'bad',
    cause: 'The tags h or s restrict the key so that mail signed with SHA-256 does not pass.',
    cure: 'Replace the value by the one that the provider wants.',
  },
  'dkim-short': {
    severity: 'bad',
    cause: 'Receivers must not accept RSA keys under 1,024 bits.',
    cure: 'Choose “Rotate…” among the DKIM keys of the domain: the rotation replaces the key by one of 2,048 bits. Where the provider makes the keys itself, ask its support for a longer one.',
  },
  'dkim-testing': {
    severity: 'info',
    cause: 'With t=y, receivers must treat mail whose signature fails as if it had no signature.',
    cure: 'Once your mail passes DKIM, replace the value by this one, without t=y.',
  },
  'cname-where-text': {
    severity: 'bad',
    cause:
      'The name is an alias for another name, which does not have the right TXT record. A name with a CNAME cannot have a TXT record of its own.',
    cure: 'If the alias leads to the key of another service, leave the alias, and have the provider use another selector. If it leads to a web site, replace the alias by the TXT record and by the addresses of the site. If nobody uses the alias, replace it by the TXT record.',
  },
  'dname-above': {
    severity: 'bad',
    cause:
      'A DNAME record at a name above leads every name below it to the same name below another domain. So a name below it can have no record of its own.',
    cure: 'Have the record added at the name that this name leads to. Or delete the DNAME record: that changes every name below it.',
  },
  'cname-beside-other': {
    severity: 'bad',
    cause:
      'A name with a CNAME must not have other records. If it has, servers and resolvers answer with one or the other.',
    cure: 'Find out whether anybody uses the records beside the CNAME that the provider wants. If nobody does, remove them. Otherwise have the provider use another web prefix.',
  },
  'cname-at-apex': {
    severity: 'bad',
    cause:
      'The top of a zone has SOA and NS records, so it cannot have a CNAME. With a CNAME, mail and TXT records there are lost.',
    cure: 'Replace the CNAME by the addresses it leads to. If your DNS host has records called ALIAS or ANAME, you can use one of those instead.',
  },
  'cname-proxied': {
    severity: 'bad',
    cause:
      'Cloudflare answers with addresses of its own instead of the CNAME, so the provider cannot see it.',
    cure: 'In the DNS settings of Cloudflare, set the record to "DNS only" (the grey cloud).',
  },
  'cname-flattened': {
    severity: 'warn',
    cause:
      'The name has addresses and no CNAME: an A record was added instead, or the DNS host replaces the CNAME by the addresses it leads to (flattening).',
    cure: 'Turn off flattening or ALIAS for this name, or replace the addresses by the CNAME. If the addresses are those of a web site of yours, leave them, and have the provider use another web prefix.',
  },
  'cname-blocked': {
    severity: 'bad',
    cause: 'The name has records of another type, and a CNAME cannot be added beside them.',
    cure: 'If nobody uses these records, remove them and add the CNAME. Otherwise have the provider use another web prefix.',
  },
  'cname-wrong-target': {
    severity: 'bad',
    cause: 'The alias leads to another name than the provider wants.',
    cure: 'If another service uses the name, leave the record, and have the provider use another web prefix, or another selector for a DKIM key. Otherwise edit the record at your DNS host and replace its target.',
  },
  'cname-zone-appended': {
    severity: 'bad',
    cause:
      'The target was entered without a dot at its end, and the form of the DNS host added the name of the zone.',
    cure: 'Edit the record and write the target with a dot at its end.',
  },
  'cname-dangling': {
    severity: 'warn',
    cause:
      'The CNAME is the one the provider wants, but the name it leads to lacks what is needed there: an address for links and opens, or the key for DKIM.',
    cure: 'Change nothing in your DNS. Check again in an hour. If nothing has changed by then, tell the provider.',
  },
  'mx-missing': {
    severity: 'bad',
    cause:
      'There are MX records at the name, and this one is not among them, so mail for the domain goes elsewhere.',
    cure: 'First decide which system receives the mail of the domain. If the provider does, add the record. If another system does, leave it out: the record is not needed for sending.',
  },
  'mx-priority': {
    severity: 'warn',
    cause:
      'The mail servers are the right ones, but senders try them in another order than the provider wants. Other priorities that keep the order are just as good.',
    cure: 'Edit the record and change its priority.',
  },
  'mx-extra': {
    severity: 'warn',
    cause: 'Other mail servers stand beside those of the provider, so a part of the mail goes there.',
    cure: 'Decide which system receives the mail, and remove the MX records of the other. The MX records of the provider are not needed for sending.',
  },
  'mx-null': {
    severity: 'bad',
    cause: 'The MX record with a single dot (null MX) tells senders that the domain takes no mail.',
    cure: 'If the provider receives the mail, remove this record and no other. If nobody is to receive mail, leave it: no MX record is needed for sending.',
  },
  'mx-to-cname': {
    severity: 'bad',
    cause: 'The mail server of an MX record must not be an alias (CNAME).',
    cure: 'Replace the mail server by the name the alias leads to, in all MX records at once.',
  },
  'mx-own-name': {
    severity: 'warn',
    cause:
      'The mail server of an MX record is a name of your own with the addresses of the provider. Mail arrives until the provider changes its addresses, and the provider does not see its own name in the record.',
    cure: 'Replace the mail server by the name of the provider.',
  },
  'mx-no-address': {
    severity: 'bad',
    cause: 'Senders need the IP address of a mail server. One without an address cannot be reached.',
    cure: 'Correct the name of the mail server, or add its address. If other servers receive the mail, you can remove the record.',
  },
  'mx-to-address': {
    severity: 'bad',
    cause: 'An MX record names a host, never an address.',
    cure: 'Edit the record and enter the name of the mail server.',
  },
  'mx-zone-appended': {
    severity: 'bad',
    cause:
      'The mail server was entered without a dot at its end, and the form of the DNS host added the name of the zone.',
    cure: 'Edit the record and write the mail server with a dot at its end.',
  },
  'dmarc-missing': {
    severity: 'info',
    cause:
      'Without a DMARC policy receivers decide alone what to do with mail that fails SPF and DKIM, and large mailbox providers want a policy from those who send much mail. Receivers look for a policy at the domain, and then at the names above the domain.',
    cure: 'Add a policy that only observes. It changes nothing about how mail is delivered.',
  },
  'dmarc-none': {
    severity: 'info',
    cause:
      'p=none, or a policy without p=, asks receivers to do nothing with mail that fails. For a domain below the one that has the policy, sp= decides if the policy has sp=.',
    cure: 'This policy is right for a start. When reports show that your own mail passes, change it to p=quarantine, and later to p=reject.',
  },
  'dmarc-testing': {
    severity: 'info',
    cause:
      'With t=y receivers are asked to apply one level less than the policy says: quarantine in place of reject, and nothing in place of quarantine.',
    cure: 'The mark is right while you test. When reports show that your own mail passes, remove t=y.',
  },
  'dmarc-tags-gone': {
    severity: 'info',
    cause:
      'RFC 9989 no longer has the tags pct, rf and ri of RFC 7489. Receivers that follow RFC 9989 ignore these tags, so they apply a policy with pct= to all mail.',
    cure: 'Nothing has to be done. To test a policy, write t=y in place of pct=.',
  },
  'dmarc-syntax': {
    severity: 'warn',
    cause:
      'Receivers ignore a record that does not begin with exactly v=DMARC1. An error in another tag leaves the other tags as they are. But if receivers cannot read what to do with mail that fails, they act as with p=none.',
    cure: 'Edit the record and correct the error. Leave what receivers do with mail as it is today, until you decide otherwise.',
  },
  'dmarc-several': {
    severity: 'warn',
    cause: 'If receivers find two or more policies at one name, they ignore all of them.',
    cure: 'Decide which policy is to apply, and delete the others. While you do not know whether your own mail passes, choose the one that asks the least of receivers.',
  },
  'dmarc-reports-refused': {
    severity: 'info',
    cause:
      'Receivers send reports to an address of another organization only if the domain of the address says in its DNS that it takes them. This domain does not say so.',
    cure: 'Have the owner of the address add the record for that, or use an address at your own domain.',
  },
  'mta-sts-missing': {
    severity: 'info',
    cause:
      'With MTA-STS, servers that send to you refuse to deliver without TLS. It matters only where the domain receives mail.',
    cure: 'Besides the record, MTA-STS needs a policy file on a web server. Your mail provider may host the file.',
  },
  'mta-sts-syntax': {
    severity: 'warn',
    cause:
      'Senders ignore a record they cannot read. If there are several records, senders ignore all of them.',
    cure: 'Give the record the form "v=STSv1; id=20240101T000000;". Further fields of the form name=value may stay: senders ignore them.',
  },
  'tls-rpt-missing': {
    severity: 'info',
    cause:
      'With TLS-RPT, servers that send to you report failures of TLS. It matters only where the domain receives mail.',
    cure: 'Choose a mailbox for the reports, and add a record: "v=TLSRPTv1; rua=mailto:" and the address of the mailbox.',
  },
  'tls-rpt-syntax': {
    severity: 'warn',
    cause:
      'Senders ignore a record they cannot read. If there are several records, senders ignore all of them.',
    cure: 'Give the record the form "v=TLSRPTv1; rua=mailto:" and your address. A comma stands before each further address.',
  },
  'bimi-missing': {
    severity: 'info',
    cause:
      'With BIMI, some mailbox providers show your logo beside your mail. It needs a DMARC policy that is enforced, and a logo as SVG.',
    cure: 'Nothing has to be done. Add the record if you want the logo.',
  },
  'bimi-syntax': {
    severity: 'info',
    cause: 'Mailbox providers ignore a record they cannot read, and show no logo.',
    cure: 'Give the record the form "v=BIMI1; l=", the address of your logo (it begins with https://), and a semicolon.',
  },
} as const satisfies Record<FindingCode, Omit<CatalogueEntry, 'title' | 'source'>>

/** Everything that a diagnosis can find, in the order of the documentation. */
export const CATALOGUE = Object.fromEntries(
  FINDING_CODES.map((code) => [
    code,
    { title: FINDING_TITLES[code], ...TEXTS[code], source: FINDING_SOURCES[code] },
  ]),
) as unknown as {
  readonly [Code in FindingCode]: Pick<CatalogueEntry, 'title' | 'source'> & (typeof TEXTS)[Code]
}

/** The chapters of the catalogue, by the code that begins each. */
export const CATALOGUE_CHAPTERS: Partial<Record<FindingCode, string>> = {
  'not-registered': 'The zone',
  'lookup-failed': 'Any record',
  'spf-missing': 'SPF',
  'dkim-other-selector': 'DKIM',
  'cname-where-text': 'CNAME',
  'mx-missing': 'MX',
  'dmarc-missing': 'Policies beside the records',
}
