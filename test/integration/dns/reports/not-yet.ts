/** Reports that are not answered rightly yet, and what is wrong today. Whoever mends one takes it out. */
export const NOT_YET: Readonly<Record<string, string>> = {
  'spf-allows-all-net': 'does not tell that everybody passes',
  'spf-bare-ip6': 'drops the network',
  'spf-macro': 'says that mail of the provider fails',
  'spf-nested-broken': 'does not say in whose policy the broken term stands',
  'spf-redirect': 'says that mail of the provider fails',
  'spf-two-exp': 'merges to a record with two exp=',
  'spf-words-as-strings': 'drops terms',
  'two-domains-www': 'renames records of the other sending domain',
  'wildcard-web': 'does not tell that the wildcard stops answering',
}
