/**
 * @param {readonly number[]} values at least one
 * @param {number} share 0..1, such as 0.95
 * @returns {number} the smallest value that is not exceeded by that share of the values
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  const index = Math.max(0, Math.ceil(share * sorted.length) - 1)
  return sorted[index] ?? Number.NaN
}

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5)
}
