import { settingWords } from '../../parts/settings/setting-words'
import type { CreateField } from './create-values'

/** Label and one line of help of every field of the form for a new domain. */
export const createWords: Record<CreateField, { label: string; help: string }> = {
  ...settingWords,
  name: {
    label: 'Domain name',
    help: 'A subdomain, such as mg.example.com, keeps your own mail untouched.',
  },
  smtpPassword: {
    label: 'SMTP password',
    help: '5 to 32 characters. Leave it empty to set one later.',
  },
  dkimKeySize: {
    label: 'DKIM key size',
    help: '2048 bits is the safer choice; 1024 bits fits in one string of 255 characters.',
  },
  dkimSelector: {
    label: 'DKIM selector',
    help: 'The name of the key in DNS, before _domainkey. One word without dots.',
  },
  dkimHostName: {
    label: 'DKIM host',
    help: 'The domain name the DKIM key is published under, when it is not this one.',
  },
  forceDkimAuthority: {
    label: 'Be its own DKIM authority',
    help: 'Sign with a key of this domain, even when a parent domain has one.',
  },
  forceRootDkimHost: {
    label: 'Sign as the root domain',
    help: 'Put the DKIM record at the root domain, even when this is a subdomain.',
  },
  ips: {
    label: 'Dedicated IP addresses',
    help: 'IPv4 addresses of the account to send from, with commas between them.',
  },
  poolId: {
    label: 'IP pool',
    help: 'The id of a pool of dedicated addresses to send from.',
  },
  encryptIncomingMessage: {
    label: 'Encrypt incoming messages',
    help: 'Stored messages are encrypted. This cannot be turned off later.',
  },
}
