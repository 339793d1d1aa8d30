import * as v from 'valibot'
import { type DomainOption, domainOptions } from './domain-options'

type OptionTable = typeof domainOptions
export type DomainOptionName = keyof OptionTable

/** What the table says of an option with true or false. The options are selected by it. */
type Trait = 'create' | 'update' | 'answered' | 'changesRecords'

/** The names of the options that have a trait. */
export type OptionsWith<T extends Trait> = {
  [Name in DomainOptionName]: OptionTable[Name][T] extends true ? Name : never
}[DomainOptionName]

/** The names of the options that are entered in a way. */
export type OptionsOfKind<Kind extends DomainOption['kind']> = {
  [Name in DomainOptionName]: OptionTable[Name]['kind'] extends Kind ? Name : never
}[DomainOptionName]

export const optionNames = Object.keys(domainOptions) as DomainOptionName[]

/** The options by the names the API has for them. */
export const optionByApiName: ReadonlyMap<string, DomainOptionName> = new Map(
  optionNames.map((name) => [domainOptions[name].api, name]),
)

/** The options that have a trait, in the order of the table. */
export function optionsWith<T extends Trait>(trait: T): OptionsWith<T>[] {
  return optionNames.filter((name): name is OptionsWith<T> => domainOptions[name][trait])
}

/** An option by its name, with the fields that all options have. */
export function optionOf(name: DomainOptionName): DomainOption {
  return domainOptions[name]
}

type ShapeOf<Name extends DomainOptionName> = OptionTable[Name]['kind'] extends 'switch'
  ? v.BooleanSchema<undefined>
  : OptionTable[Name]['kind'] extends 'choice'
    ? OptionTable[Name]['rule']
    : OptionTable[Name]['kind'] extends 'duration'
      ? v.NumberSchema<undefined>
      : v.StringSchema<undefined>

const SHAPES = {
  switch: v.boolean(),
  duration: v.number(),
  text: v.string(),
  address: v.string(),
  list: v.string(),
  password: v.string(),
}

function shapeOf(name: DomainOptionName): v.GenericSchema {
  const { kind, rule } = optionOf(name)
  return kind === 'choice' ? rule : SHAPES[kind]
}

/**
 * The shapes of options, for schemas of what crosses borders. A shape says which type a value has, not whether it may be
 * sent: `wrongOptions` judges that, and tells every reason.
 */
export function shapesOf<Name extends DomainOptionName>(names: readonly Name[]): { [N in Name]: ShapeOf<N> } {
  return Object.fromEntries(names.map((name) => [name, shapeOf(name)])) as { [N in Name]: ShapeOf<N> }
}

/** The same, each or null. */
export function nullableShapes<Name extends DomainOptionName>(
  names: readonly Name[],
): { [N in Name]: v.NullableSchema<ShapeOf<N>, undefined> } {
  return Object.fromEntries(names.map((name) => [name, v.nullable(shapeOf(name))])) as never
}

/** A text as it is sent: without spaces around it, nor around the commas of a list. */
export function tidyText(name: DomainOptionName, text: string): string {
  const { kind } = optionOf(name)
  if (kind === 'password') return text
  return kind === 'list' ? text.trim().replace(/\s*,\s*/g, ',') : text.trim()
}
