import type { SpamAction, WebScheme } from '../../../preload/contract/domain'
import type { CreateOptions } from '../../../preload/contract/domains'
import type { Draft } from '../../../preload/contract/settings'
import { spamActions, webSchemes } from '../../parts/settings/setting-words'
import { durationError, durationSeconds, durationUnits, type DurationUnit } from '../../parts/forms/duration'
import {
  addressList,
  atom,
  hostName,
  smtpPassword,
  webAddress,
  whenFilled,
} from '../../parts/forms/field-rules'

/** What stands in the fields of the form for a new domain. Null or empty: the provider's default. */
export interface CreateValues {
  name: string
  smtpPassword: string
  spamAction: SpamAction | ''
  wildcard: boolean | null
  forceDkimAuthority: boolean | null
  forceRootDkimHost: boolean | null
  dkimHostName: string
  dkimKeySize: '' | '1024' | '2048'
  dkimSelector: string
  ips: string
  poolId: string
  webScheme: WebScheme | ''
  webPrefix: string
  useAutomaticSenderSecurity: boolean | null
  requireTls: boolean | null
  skipVerification: boolean | null
  encryptIncomingMessage: boolean | null
  webhooksRedactPii: boolean | null
  archiveTo: string
  messageTtlAmount: string
  messageTtlUnit: DurationUnit
}

/** The fields in the order they are shown, by the names the request has for them. */
export const createFields = [
  'name',
  'smtpPassword',
  'useAutomaticSenderSecurity',
  'dkimKeySize',
  'dkimSelector',
  'dkimHostName',
  'forceDkimAuthority',
  'forceRootDkimHost',
  'requireTls',
  'skipVerification',
  'ips',
  'poolId',
  'webPrefix',
  'webScheme',
  'spamAction',
  'wildcard',
  'encryptIncomingMessage',
  'messageTtl',
  'archiveTo',
  'webhooksRedactPii',
] as const satisfies readonly ('name' | keyof CreateOptions)[]
export type CreateField = (typeof createFields)[number]
export type CreateErrors = Partial<Record<CreateField, string>>

/** Fields that stand before the "Advanced" disclosure; an error in any other opens it. */
export const simpleFields: ReadonlySet<CreateField> = new Set([
  'name',
  'smtpPassword',
  'useAutomaticSenderSecurity',
])

export const emptyCreateValues: Readonly<CreateValues> = {
  name: '',
  smtpPassword: '',
  spamAction: '',
  wildcard: null,
  forceDkimAuthority: null,
  forceRootDkimHost: null,
  dkimHostName: '',
  dkimKeySize: '',
  dkimSelector: '',
  ips: '',
  poolId: '',
  webScheme: '',
  webPrefix: '',
  useAutomaticSenderSecurity: null,
  requireTls: null,
  skipVerification: null,
  encryptIncomingMessage: null,
  webhooksRedactPii: null,
  archiveTo: '',
  messageTtlAmount: '',
  messageTtlUnit: 'days',
}

const TEXTS = ['dkimHostName', 'dkimSelector', 'poolId', 'webPrefix', 'archiveTo'] as const
const SWITCHES = [
  'wildcard',
  'forceDkimAuthority',
  'forceRootDkimHost',
  'useAutomaticSenderSecurity',
  'requireTls',
  'skipVerification',
  'encryptIncomingMessage',
  'webhooksRedactPii',
] as const

/**
 * What of the DKIM host the form may still set: a host name of one's own excludes both "force" options
 * (Domains API, `dkim_host_name`).
 */
export function dkimExclusions(values: CreateValues): { hostName: boolean; force: boolean } {
  return {
    hostName: values.forceDkimAuthority === true || values.forceRootDkimHost === true,
    force: values.dkimHostName.trim() !== '',
  }
}

/** The options to send: only what was set, without what the exclusions rule out. */
export function createOptions(values: CreateValues): CreateOptions {
  const options: CreateOptions = {}
  const excluded = dkimExclusions(values)
  if (values.smtpPassword !== '') options.smtpPassword = values.smtpPassword
  if (values.spamAction !== '') options.spamAction = values.spamAction
  if (values.webScheme !== '') options.webScheme = values.webScheme
  if (values.dkimKeySize !== '') options.dkimKeySize = values.dkimKeySize === '1024' ? 1024 : 2048
  for (const field of TEXTS) {
    const text = values[field].trim()
    if (text !== '' && !(field === 'dkimHostName' && excluded.hostName)) options[field] = text
  }
  for (const field of SWITCHES) {
    const on = values[field]
    const ruledOut = excluded.force && (field === 'forceDkimAuthority' || field === 'forceRootDkimHost')
    if (on !== null && !ruledOut) options[field] = on
  }
  const ips = values.ips
    .split(',')
    .map((ip) => ip.trim())
    .filter((ip) => ip !== '')
  if (ips.length > 0) options.ips = ips.join(',')
  const seconds = durationSeconds(durationIn(values))
  if (seconds !== null) options.messageTtl = seconds
  return options
}

/** One sentence for each field that cannot be sent as it stands; the name is judged by the main process. */
export function createErrors(values: CreateValues): CreateErrors {
  const errors: CreateErrors = {}
  const check = (field: CreateField, sentence: string | null): void => {
    if (sentence !== null) errors[field] = sentence
  }
  check('name', values.name.trim() === '' ? 'Write the name of the domain, such as mg.example.com.' : null)
  check('smtpPassword', values.smtpPassword === '' ? null : smtpPassword(values.smtpPassword))
  check('dkimSelector', whenFilled(atom)(values.dkimSelector))
  check('webPrefix', whenFilled(atom)(values.webPrefix))
  check('dkimHostName', whenFilled(hostName)(values.dkimHostName))
  check('ips', whenFilled(addressList)(values.ips))
  check('archiveTo', whenFilled(webAddress)(values.archiveTo))
  check('messageTtl', durationError(durationIn(values)))
  return errors
}

/** What a restart must not lose: what was filled in, never the password. Null when the form is empty. */
export function createDraft(values: CreateValues): Draft | null {
  const draft: Draft = {}
  for (const field of Object.keys(values) as (keyof CreateValues)[]) {
    if (field === 'smtpPassword' || values[field] === emptyCreateValues[field]) continue
    draft[field] = values[field]
  }
  return Object.keys(draft).length === 0 ? null : draft
}

/** A draft as form content; parts that no longer fit are dropped. */
export function fromCreateDraft(draft: Draft): CreateValues {
  const values: CreateValues = { ...emptyCreateValues }
  for (const field of [...TEXTS, 'name', 'ips', 'messageTtlAmount'] as const) {
    const kept = draft[field]
    if (typeof kept === 'string') values[field] = kept
  }
  for (const field of SWITCHES) {
    const kept = draft[field]
    if (typeof kept === 'boolean') values[field] = kept
  }
  values.spamAction = spamActions.find(({ value }) => value === draft.spamAction)?.value ?? ''
  values.webScheme = webSchemes.find(({ value }) => value === draft.webScheme)?.value ?? ''
  if (draft.dkimKeySize === '1024' || draft.dkimKeySize === '2048') values.dkimKeySize = draft.dkimKeySize
  values.messageTtlUnit = durationUnits.find(({ value }) => value === draft.messageTtlUnit)?.value ?? 'days'
  return values
}

/** Whether anything stands in the form. */
export function createDirty(values: CreateValues): boolean {
  return createDraft(values) !== null || values.smtpPassword !== ''
}

function durationIn(values: CreateValues): { amount: string; unit: DurationUnit } {
  return { amount: values.messageTtlAmount, unit: values.messageTtlUnit }
}
