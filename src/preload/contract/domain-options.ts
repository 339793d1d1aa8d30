import * as v from 'valibot'
import {
  AddressList,
  DkimKeySize,
  HostLabel,
  HostName,
  ProviderId,
  Seconds,
  SmtpPassword,
  SpamAction,
  WebAddress,
  WebScheme,
} from './option-rules'

/** One option of a domain: all that the window, the main process and the wire have to know of it. */
export interface DomainOption {
  /** Its name in the API. */
  readonly api: string
  /**
   * How it is entered: `address` as a web address, `list` with commas, `duration` in seconds, `password` never to be
   * read back.
   */
  readonly kind: 'switch' | 'choice' | 'text' | 'address' | 'list' | 'password' | 'duration'
  /** What a value must be to be sent. */
  readonly rule: v.GenericSchema
  /** Words for each value of a choice, in the order they are shown. */
  readonly choices?: Readonly<Record<string, string>>
  readonly label: string
  /** One sentence below the field. */
  readonly help: string
  /** What stands in an empty field as an example. */
  readonly example?: string
  /** What a cell of a table may hold, for the documentation; by its kind when absent. */
  readonly cell?: string
  /** The group of fields it stands in. */
  readonly section: 'dkim' | 'sending' | 'tracking' | 'receiving'
  /** Whether `POST /v4/domains` takes it. */
  readonly create: boolean
  /** Whether `PUT /v4/domains/{name}` takes it. */
  readonly update: boolean
  /** Whether the provider's answers contain it. */
  readonly answered: boolean
  /** Whether changing it changes the records the domain needs: the user is then asked first. */
  readonly changesRecords: boolean
}

/**
 * Every option of a domain, in the order the forms show them. All that knows the options by name takes them from here:
 * forms, checks, what is sent and read, the bulk table's columns, the history's words. Source: API, `POST` and `PUT
 * /v4/domains`.
 */
export const domainOptions = {
  smtpPassword: {
    api: 'smtp_password',
    kind: 'password',
    rule: SmtpPassword,
    label: 'SMTP password',
    help: '5 to 32 characters. Leave it empty to set one later.',
    section: 'sending',
    create: true,
    update: true,
    answered: false,
    changesRecords: false,
  },
  useAutomaticSenderSecurity: {
    api: 'use_automatic_sender_security',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Automatic sender security',
    help: 'The provider rotates DKIM keys itself: two CNAME records take the place of the DKIM TXT record.',
    section: 'sending',
    create: true,
    update: true,
    answered: true,
    changesRecords: true,
  },
  dkimKeySize: {
    api: 'dkim_key_size',
    kind: 'choice',
    rule: DkimKeySize,
    choices: { 1024: '1024 bits', 2048: '2048 bits' },
    label: 'DKIM key size',
    help: '2048 bits is the safer choice; 1024 bits fits in one string of 255 characters.',
    section: 'dkim',
    create: true,
    update: false,
    answered: false,
    changesRecords: false,
  },
  dkimSelector: {
    api: 'dkim_selector',
    kind: 'text',
    rule: HostLabel,
    label: 'DKIM selector',
    help: 'The name of the key in DNS, before _domainkey. One word without dots.',
    cell: 'one label',
    section: 'dkim',
    create: true,
    update: false,
    answered: false,
    changesRecords: false,
  },
  dkimHostName: {
    api: 'dkim_host_name',
    kind: 'text',
    rule: HostName,
    label: 'DKIM host',
    help: 'The domain name under which the DKIM key is published, if it is not this one.',
    cell: 'a host name',
    section: 'dkim',
    create: true,
    update: false,
    answered: false,
    changesRecords: false,
  },
  forceDkimAuthority: {
    api: 'force_dkim_authority',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Be its own DKIM authority',
    help: 'Sign with a key of this domain, even when a parent domain has one.',
    section: 'dkim',
    create: true,
    update: false,
    answered: false,
    changesRecords: false,
  },
  forceRootDkimHost: {
    api: 'force_root_dkim_host',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Sign as the root domain',
    help: 'Put the DKIM record at the root domain, even when this is a subdomain.',
    section: 'dkim',
    create: true,
    update: false,
    answered: false,
    changesRecords: false,
  },
  requireTls: {
    api: 'require_tls',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Require TLS',
    help: 'Send only over an encrypted connection; messages to servers without TLS are not delivered.',
    section: 'sending',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
  skipVerification: {
    api: 'skip_verification',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Skip certificate verification',
    help: 'Accept any certificate of the receiving server when TLS is used.',
    section: 'sending',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
  mailfromHost: {
    api: 'mailfrom_host',
    kind: 'text',
    rule: HostName,
    label: 'Return path host',
    help: 'The host in the envelope sender (MAIL FROM), where bounces go. Lower case.',
    section: 'sending',
    create: false,
    update: true,
    answered: true,
    changesRecords: true,
  },
  ips: {
    api: 'ips',
    kind: 'list',
    rule: AddressList,
    label: 'Dedicated IP addresses',
    help: 'IPv4 addresses of the account to send from, separated by commas.',
    section: 'sending',
    create: true,
    update: false,
    answered: false,
    changesRecords: false,
  },
  poolId: {
    api: 'pool_id',
    kind: 'text',
    rule: ProviderId,
    label: 'IP pool',
    help: 'The id of a pool of dedicated addresses to send from.',
    cell: 'the id of a pool',
    section: 'sending',
    create: true,
    update: false,
    answered: false,
    changesRecords: false,
  },
  webPrefix: {
    api: 'web_prefix',
    kind: 'text',
    rule: HostLabel,
    label: 'Tracking host prefix',
    help: 'The first label of the host name that tracked links use.',
    example: 'email',
    cell: 'one label',
    section: 'tracking',
    create: true,
    update: true,
    answered: true,
    changesRecords: true,
  },
  webScheme: {
    api: 'web_scheme',
    kind: 'choice',
    rule: WebScheme,
    choices: { http: 'http', https: 'https' },
    label: 'Tracking links',
    help: 'Whether tracked links and pixels use http or https.',
    section: 'tracking',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
  spamAction: {
    api: 'spam_action',
    kind: 'choice',
    rule: SpamAction,
    choices: { disabled: 'Do not filter', tag: 'Tag as spam and deliver', block: 'Block' },
    label: 'Incoming spam',
    help: 'What happens to incoming messages that look like spam.',
    section: 'receiving',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
  wildcard: {
    api: 'wildcard',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Receive for subdomains',
    help: 'Accept mail for this domain and for every name under it.',
    section: 'receiving',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
  encryptIncomingMessage: {
    api: 'encrypt_incoming_message',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Encrypt incoming messages',
    help: 'Stored messages are encrypted. This cannot be turned off later.',
    section: 'receiving',
    create: true,
    update: false,
    answered: true,
    changesRecords: false,
  },
  messageTtl: {
    api: 'message_ttl',
    kind: 'duration',
    rule: Seconds,
    label: 'Keep messages for',
    help: 'How long a stored message can be retrieved. Your plan sets the longest time.',
    section: 'receiving',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
  archiveTo: {
    api: 'archive_to',
    kind: 'address',
    rule: WebAddress,
    label: 'Archive to',
    help: 'A web address that gets a copy of every message sent.',
    example: 'https://',
    section: 'receiving',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
  webhooksRedactPii: {
    api: 'webhooks_redact_pii',
    kind: 'switch',
    rule: v.boolean(),
    label: 'Redact personal data in webhooks',
    help: 'Leave recipients and other personal data out of webhook calls.',
    section: 'receiving',
    create: true,
    update: true,
    answered: true,
    changesRecords: false,
  },
} as const satisfies Readonly<Record<string, DomainOption>>
