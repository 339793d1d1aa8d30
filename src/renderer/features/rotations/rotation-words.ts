import type { RotationStep, RotationWait } from '../../../preload/contract/rotation-facts'
import type { Rotation } from '../../../preload/contract/rotations'

/** What rotations wait for, as the window says it; those that need a person first. */
export const WAITS: readonly { readonly wait: RotationWait; readonly label: string }[] = [
  { wait: 'person', label: 'Needs you' },
  { wait: 'dns', label: 'Record to publish' },
  { wait: 'provider', label: 'At the provider' },
  { wait: 'turn', label: 'Waiting its turn' },
  { wait: 'time', label: 'Old key kept' },
  { wait: 'stopped', label: 'Stopped' },
  { wait: 'ended', label: 'Ended' },
]

const FORWARD: readonly RotationStep[] = [
  ...(['planned', 'creating', 'publishing', 'activating', 'keeping', 'deactivating', 'deleting'] as const),
]
const DAY_MS = 24 * 60 * 60 * 1000

/** Where a rotation is, in a few words. */
export function placeWords({ state, step, keptMs, keepMs }: Rotation): string {
  if (state === 'done') return 'Done'
  if (state === 'taken-back') return 'Taken back'
  const at = FORWARD.indexOf(step)
  if (at < 0) return 'On the way back'
  const kept =
    step === 'keeping' && keptMs !== null
      ? `, kept ${(keptMs / DAY_MS).toFixed(1)} of ${(keepMs / DAY_MS).toFixed(1)} days`
      : ''
  return `Step ${at + 1} of ${FORWARD.length}${kept}`
}
