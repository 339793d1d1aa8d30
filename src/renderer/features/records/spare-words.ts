/** What stands where spare DKIM keys are folded away. */
export function spareKeysWords(count: number): string {
  return count === 1
    ? '1 spare DKIM key: the provider does not sign with it'
    : `${count} spare DKIM keys: the provider does not sign with them`
}
