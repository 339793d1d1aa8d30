/** Which dialog of the DNS checks stands open; any part may open one. Mounted by `DnsDialogs.svelte`. */
export const dnsDialogs = $state({ findings: false, watches: false })
