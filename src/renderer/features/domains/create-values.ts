import type { CreateOptions } from '../../../preload/contract/domains'
import { optionsWith, type OptionsWith } from '../../../preload/contract/option-shapes'
import type { Draft } from '../../../preload/contract/settings'
import { wrongOptions } from '../../../preload/contract/wrong-options'
import { chosenValue, emptyValues, type OptionValues, withDraft } from '../../parts/settings/option-values'

type CreateOption = OptionsWith<'create'>
const OPTIONS = optionsWith('create')

/** What stands in the fields of the form for a new domain. Null or empty: the provider's default. */
export type CreateValues = { name: string } & OptionValues<CreateOption>

/** The fields in the order they are shown, by the names the request has for them. */
export type CreateField = 'name' | CreateOption
export const createFields: readonly CreateField[] = ['name', ...OPTIONS]
export type CreateErrors = Partial<Record<CreateField, string>>

/** Fields that stand before the "Advanced" disclosure; an error in any other opens it. */
export const simpleFields: ReadonlySet<CreateField> = new Set([
  'name',
  'smtpPassword',
  'useAutomaticSenderSecurity',
])

export const emptyCreateValues: Readonly<CreateValues> = { name: '', ...emptyValues(OPTIONS) }

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
  const options: Partial<Record<CreateOption, string | number | boolean>> = {}
  const excluded = dkimExclusions(values)
  for (const name of OPTIONS) {
    if (name === 'dkimHostName' && excluded.hostName) continue
    if ((name === 'forceDkimAuthority' || name === 'forceRootDkimHost') && excluded.force) continue
    const value = chosenValue(name, values)
    if (value !== undefined && value !== '') options[name] = value
  }
  return options as CreateOptions
}

/** One sentence for each field that cannot be sent as it stands; the name is judged by the main process. */
export function createErrors(values: CreateValues): CreateErrors {
  const errors: CreateErrors = {}
  if (values.name.trim() === '') errors.name = 'Enter the name of the domain, such as mg.example.com.'
  for (const { field, message } of wrongOptions(createOptions(values))) {
    errors[field as CreateOption] = message
  }
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
  const name = typeof draft.name === 'string' ? draft.name : ''
  return { name, ...withDraft(OPTIONS, emptyValues(OPTIONS), draft) }
}

/** Whether anything stands in the form. */
export function createDirty(values: CreateValues): boolean {
  return createDraft(values) !== null || values.smtpPassword !== ''
}
