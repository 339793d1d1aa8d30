import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import { toast } from './toasts.svelte'

/** The failure in whatever was thrown; a fault of the app's own becomes `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ZonedeskError) return error.failure
  return new ZonedeskError('internal', 'Something went wrong inside the app.', {
    fix: 'Try again. If it happens again, restart the app.',
  }).failure
}

/**
 * The window's one way to report what has no place of its own on the screen: the sentence and its fix as a
 * toast. What the user cancelled is not reported.
 *
 * @param where what was being done, such as `Sync`; shown before the sentence
 */
export function reportFailure(error: unknown, where?: string): void {
  const failure = failureOf(error)
  if (failure.code === 'cancelled') return
  if (failure.code === 'internal') reportError(error)
  toast({
    severity: 'bad',
    message: where === undefined ? failure.message : `${where}: ${failure.message}`,
    fix: failure.fix,
  })
}
