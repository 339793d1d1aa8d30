/** The provider's word is missing: older answers and the list leave settings out. */
export const NOT_SAID = 'Not said by the provider'
