import type * as v from 'valibot'
import type { DomainSettings } from '../../../preload/contract/domain'
import type { domainOptions } from '../../../preload/contract/domain-options'
import {
  type DomainOptionName,
  optionOf,
  type OptionsOfKind,
  tidyText,
} from '../../../preload/contract/option-shapes'
import type { Draft } from '../../../preload/contract/settings'
import {
  durationText,
  durationUnits,
  type DurationUnit,
  enteredSeconds,
} from '../../../preload/contract/duration'

type Duration = OptionsOfKind<'duration'>

type ContentOf<Name extends DomainOptionName> =
  Name extends OptionsOfKind<'switch'>
    ? boolean | null
    : Name extends OptionsOfKind<'choice'>
      ? '' | `${v.InferOutput<(typeof domainOptions)[Name]['rule']>}`
      : string

/** What stands in the fields of options. Null or empty: nothing was chosen. A duration has two fields. */
export type OptionValues<Name extends DomainOptionName> = {
  [N in Exclude<Name, Duration>]: ContentOf<N>
} & { [N in Name & Duration as `${N}Amount`]: string } & {
  [N in Name & Duration as `${N}Unit`]: DurationUnit
}

/** The same of options that are not known one by one. */
export type AnyValues = Record<string, string | boolean | null>

/** The names of the fields of an option. */
export function fieldsOf(name: DomainOptionName): readonly string[] {
  return optionOf(name).kind === 'duration' ? [`${name}Amount`, `${name}Unit`] : [name]
}

/** Fields in which nothing was chosen. */
export function emptyValues<Name extends DomainOptionName>(names: readonly Name[]): OptionValues<Name> {
  return filled(names, {})
}

/** Fields that show what the provider says; null leaves them empty. */
export function valuesOf<Name extends DomainOptionName>(
  names: readonly Name[],
  settings: DomainSettings,
): OptionValues<Name> {
  return filled(names, settings)
}

function filled<Name extends DomainOptionName>(
  names: readonly Name[],
  settings: Partial<DomainSettings>,
): OptionValues<Name> {
  const said: Partial<Record<DomainOptionName, string | number | boolean | null>> = settings
  const values: AnyValues = {}
  for (const name of names) {
    const value = said[name] ?? null
    const { kind } = optionOf(name)
    if (kind === 'switch') values[name] = value as boolean | null
    else if (kind === 'duration') {
      const { amount, unit } = durationText(value as number | null)
      values[`${name}Amount`] = amount
      values[`${name}Unit`] = unit
    } else values[name] = value === null ? '' : String(value)
  }
  return values as OptionValues<Name>
}

/**
 * What the fields of an option say, as it is sent and judged.
 *
 * @returns undefined when nothing was chosen; NaN for a duration that is no number; an emptied text as it is
 */
export function chosenValue(
  name: DomainOptionName,
  values: AnyValues,
): string | number | boolean | undefined {
  const { kind, choices } = optionOf(name)
  if (kind === 'duration') {
    const amount = String(values[`${name}Amount`])
    if (amount.trim() === '') return undefined
    return enteredSeconds({ amount, unit: values[`${name}Unit`] as DurationUnit })
  }
  const content = values[name] ?? undefined
  if (typeof content !== 'string') return content
  if (kind === 'password') return content === '' ? undefined : content
  if (choices === undefined) return tidyText(name, content)
  return content === '' ? undefined : choiceOf(name, content)
}

/** A choice as the API has it, which may be a number. */
function choiceOf(name: DomainOptionName, content: string): string | number {
  const { options } = optionOf(name).rule as v.PicklistSchema<readonly (string | number)[], undefined>
  return options.find((option) => String(option) === content) ?? content
}

/** The fields with a draft laid over them; parts of a draft that no longer fit are dropped, and it has no password. */
export function withDraft<Name extends DomainOptionName>(
  names: readonly Name[],
  before: OptionValues<Name>,
  draft: Draft,
): OptionValues<Name> {
  const values = { ...before } as AnyValues
  const take = (field: string, fits: (kept: string | boolean) => boolean): void => {
    const kept = draft[field]
    if ((typeof kept === 'string' || typeof kept === 'boolean') && fits(kept)) values[field] = kept
  }
  const isText = (kept: string | boolean): boolean => typeof kept === 'string'
  for (const name of names) {
    const { kind, choices } = optionOf(name)
    if (kind === 'switch') take(name, (kept) => typeof kept === 'boolean')
    else if (kind === 'choice') take(name, (kept) => Object.hasOwn(choices ?? {}, String(kept)))
    else if (kind === 'duration') {
      take(`${name}Amount`, isText)
      take(`${name}Unit`, (kept) => durationUnits.some(({ value }) => value === kept))
    } else if (kind !== 'password') take(name, isText)
  }
  return values as OptionValues<Name>
}
