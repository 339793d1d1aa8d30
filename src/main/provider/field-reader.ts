import * as v from 'valibot'
import { namesSecret } from '../../preload/contract/secret-fields'

/** Reads an object of the API field by field, and keeps what was not understood. */
export interface FieldReader {
  /** The field, parsed; null when it is missing, null, or not what the schema says. */
  take<S extends v.GenericSchema>(field: string, schema: S): v.InferOutput<S> | null
  /** Every field that was not taken, or did not parse, as JSON text. Never a password or a key. */
  rest(): Record<string, string>
}

/** @param source the object as it was received */
export function readFields(source: Readonly<Record<string, unknown>>): FieldReader {
  const understood = new Set<string>()
  return {
    take: (field, schema) => {
      const value = Object.hasOwn(source, field) ? source[field] : undefined
      if (value === undefined || value === null) {
        understood.add(field)
        return null
      }
      const parsed = v.safeParse(schema, value)
      if (!parsed.success) return null
      understood.add(field)
      return parsed.output
    },
    rest: () => {
      const unknown = Object.entries(source).filter(
        ([field, value]) => !understood.has(field) && !namesSecret(field) && value !== undefined,
      )
      return Object.fromEntries(unknown.map(([field, value]) => [field, jsonWithoutSecrets(value)]))
    },
  }
}

/** JSON text of a value, without any field, at any depth, whose name says that it is a secret. */
export function jsonWithoutSecrets(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (namesSecret(key) ? undefined : inner))
}
