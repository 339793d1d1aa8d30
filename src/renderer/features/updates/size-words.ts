const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })

/** A size in megabytes of a million bytes, as browsers and file managers show it. */
export function sizeWords(bytes: number): string {
  return `${number.format(bytes / 1_000_000)} MB`
}
