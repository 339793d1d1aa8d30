/** The highest ceiling there can be, in requests a second. */
const MOST = 1_000

/** @returns the ceiling that was typed; null for none, undefined for what is no ceiling */
export function ceilingOf(text: string): number | null | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (!/^\d{1,4}$/.test(trimmed)) return undefined
  const value = Number(trimmed)
  return value >= 1 && value <= MOST ? value : undefined
}

export const ceilingError = `Enter a whole number from 1 to ${MOST}, or leave it empty.`

/**
 * What may be sent, which says nothing of whether anything is being sent.
 *
 * @param perSecond requests a second, above 0
 */
export function paceSentence(perSecond: number): string {
  if (perSecond >= 1) return `Zonedesk sends at most about ${Math.round(perSecond)} a second now.`
  return `Zonedesk sends at most about ${Math.max(1, Math.round(perSecond * 60))} a minute now.`
}
