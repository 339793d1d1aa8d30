import type { SpamAction, WebScheme } from '../../../preload/contract/domain'

/** The provider's word is missing: older answers and the list leave settings out. */
export const NOT_SAID = 'Not said by the provider'

export const spamActions: readonly { value: SpamAction; label: string }[] = [
  { value: 'disabled', label: 'Do not filter' },
  { value: 'tag', label: 'Tag as spam and deliver' },
  { value: 'block', label: 'Block' },
]

export const webSchemes: readonly { value: WebScheme; label: string }[] = [
  { value: 'http', label: 'http' },
  { value: 'https', label: 'https' },
]

/** Label and one line of help of every setting, in the words of an administrator. */
export const settingWords = {
  spamAction: {
    label: 'Incoming spam',
    help: 'What happens to incoming messages that look like spam.',
  },
  wildcard: {
    label: 'Receive for subdomains',
    help: 'Accept mail for every name under this domain, not for the domain alone.',
  },
  webPrefix: {
    label: 'Tracking host prefix',
    help: 'The first label of the host name that tracked links use.',
  },
  webScheme: {
    label: 'Tracking links',
    help: 'Whether tracked links and pixels use http or https.',
  },
  useAutomaticSenderSecurity: {
    label: 'Automatic sender security',
    help: 'The provider rotates DKIM keys itself: two CNAME records take the place of the DKIM TXT record.',
  },
  requireTls: {
    label: 'Require TLS',
    help: 'Send only over an encrypted connection; messages to servers without TLS are not delivered.',
  },
  skipVerification: {
    label: 'Skip certificate verification',
    help: 'Accept any certificate of the receiving server when TLS is used.',
  },
  mailfromHost: {
    label: 'Return path host',
    help: 'The host in the envelope sender (MAIL FROM), where bounces go. Lower case.',
  },
  messageTtl: {
    label: 'Keep messages for',
    help: 'How long a stored message can be retrieved. Your plan sets the longest time.',
  },
  archiveTo: {
    label: 'Archive to',
    help: 'A web address that gets a copy of every message sent.',
  },
  webhooksRedactPii: {
    label: 'Redact personal data in webhooks',
    help: 'Leave recipients and other personal data out of webhook calls.',
  },
  smtpPassword: {
    label: 'SMTP password',
    help: '5 to 32 characters, for the SMTP login of this domain.',
  },
} as const
