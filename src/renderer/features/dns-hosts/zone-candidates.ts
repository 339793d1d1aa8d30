/**
 * The names a domain's zone may have: the domain itself and every name above it, down to two labels.
 *
 * @param domain A-labels, without trailing dot
 */
export function zoneCandidates(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, at) => labels.slice(at).join('.'))
}
