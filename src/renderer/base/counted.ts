const numbers = new Intl.NumberFormat()

/** A number grouped the way the user's locale does it. */
export function grouped(value: number): string {
  return numbers.format(value)
}

/**
 * A number with its noun, such as `1 record` or `1,204 domains`.
 *
 * @param one the noun in the singular
 * @param many the noun in the plural; by default the singular with an `s`
 */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`
}
