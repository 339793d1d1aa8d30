/** Reports that are not answered rightly yet, and what is wrong today. Whoever mends one takes it out. */
export const NOT_YET: Readonly<Record<string, string>> = {
  'dkim-k1-mailchimp': 'removes the alias without a word on the service that signs by it',
  'dkim-leftover-piece': 'wants the key a second time instead of the removal of the piece',
  'dkim-second-half': 'calls half a key whole',
  'dmarc-mailto-np': 'drops np=',
  'dmarc-no-p': 'says that receivers cannot read a policy without p=',
  'dmarc-provider-wants': 'adds a second policy',
  'dmarc-testing': 'does not tell of t=y',
  'mtasts-ext': 'takes an extension for an error',
  'tlsrpt-two-rua': 'takes a second rua= for an error',
  'two-domains-www': 'renames records of the other sending domain',
  'wildcard-web': 'does not tell that the wildcard stops answering',
}
