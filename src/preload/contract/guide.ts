import * as v from 'valibot'

/**
 * The pages of the guide for users, in the order of its contents. Each is a file of `docs/guide` with this name, but
 * `findings`, which is made from the catalogue of findings.
 */
const GUIDE_PAGES = [
  'index',
  'first-domain',
  'reading-a-finding',
  'dns-host',
  'publishing',
  'dkim-keys',
  'rotating-keys',
  'tracking-and-smtp',
  'many-domains',
  'offline',
  'accounts',
  'connections',
  'embedded-service',
  'moving',
  'updates',
  'keyboard',
  'findings',
] as const

export const GuidePageId = v.picklist(GUIDE_PAGES)
/** Name of a page of the guide. */
export type GuidePageId = v.InferOutput<typeof GuidePageId>
