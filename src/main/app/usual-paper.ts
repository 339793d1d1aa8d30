/** Where Letter is the usual size. Source: Unicode CLDR, supplemental data, `paperSize` US-Letter. */
const LETTER_REGIONS: readonly string[] = [
  ...['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE'],
]

/**
 * The size of paper that is usual somewhere.
 *
 * @param region ISO 3166 two-letter code, or empty when it is not known
 */
export function usualPaper(region: string): 'A4' | 'Letter' {
  return LETTER_REGIONS.includes(region) ? 'Letter' : 'A4'
}
