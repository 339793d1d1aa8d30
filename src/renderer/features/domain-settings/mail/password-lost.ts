/** A login whose password nobody knows, and what was done to it. */
export interface PasswordLoss {
  readonly what: 'new' | 'change'
  /** The whole login. */
  readonly login: string
}

/**
 * What happened, as one sentence. It is true of an answer that was lost and of one that has no password in it: the
 * outcome does not say which.
 */
export function passwordLost({ what, login }: PasswordLoss): string {
  return what === 'new'
    ? `${login} was made, but its password did not reach Zonedesk.`
    : `The password of ${login} was changed, but the new one did not reach Zonedesk.`
}
