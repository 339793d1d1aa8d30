/** Names and limits of the provider that the records and answers are made of. */
export interface ProviderHosts {
  /** Domain whose SPF policy a sending domain must include (RFC 7208 5.2). */
  readonly spfInclude: string
  /** Target of the tracking CNAME. */
  readonly tracking: string
  /** Mail exchanges of receiving domains, in the order they are listed. */
  readonly mailExchanges: readonly { readonly host: string; readonly priority: number }[]
  /** Zone that holds the DKIM keys the CNAME pair of automatic sender security points to. */
  readonly keyHost: string
  /** Domain under which sandbox domains live. */
  readonly sandbox: string
  /** Selector of a new DKIM key when the caller names none. */
  readonly dkimSelector: string
  /** Seconds a stored message can be retrieved when the caller does not say. */
  readonly defaultMessageTtl: number
  /** Longest retrieval time the plan allows, in seconds. */
  readonly maximumMessageTtl: number
}

/**
 * What the provider uses in its US region, as its documentation shows it:
 * https://documentation.mailgun.com/docs/mailgun/user-manual/domains/domains-verify (SPF, CNAME, MX). The key
 * host has the form published records have (`pdk1._domainkey.<label>.dkim1.mailgun.com`). Message retention is
 * the plan's: 3 days are kept by default, 7 at most.
 */
export const US_PROVIDER_HOSTS: ProviderHosts = {
  spfInclude: 'mailgun.org',
  tracking: 'mailgun.org',
  mailExchanges: [
    { host: 'mxa.mailgun.org', priority: 10 },
    { host: 'mxb.mailgun.org', priority: 10 },
  ],
  keyHost: 'dkim1.mailgun.com',
  sandbox: 'mailgun.org',
  dkimSelector: 'mx',
  defaultMessageTtl: 259_200,
  maximumMessageTtl: 604_800,
}
