import { UNKNOWN } from './preset-values'

type LabelledChoices = readonly { value: string; label: string }[]
const unknown = { value: UNKNOWN, label: 'Not known: show both forms' }

/** What a form's rules are called in the form for an own preset. */
export const hostOptions: LabelledChoices = [
  unknown,
  { value: 'relative', label: 'The part before the zone (mg)' },
  { value: 'fqdn', label: 'The whole name (mg.example.com)' },
  { value: 'fqdn-dot', label: 'The whole name with a dot (mg.example.com.)' },
]
export const apexOptions: LabelledChoices = [
  unknown,
  { value: '@', label: '@' },
  { value: 'blank', label: 'Nothing: it stays blank' },
  { value: 'fqdn', label: 'The zone (example.com)' },
  { value: 'fqdn-dot', label: 'The zone with a dot (example.com.)' },
]
export const targetOptions: LabelledChoices = [
  unknown,
  { value: 'bare', label: 'Without a dot at the end' },
  { value: 'dot', label: 'With a dot at the end' },
  { value: 'either', label: 'Either way' },
]
export const txtOptions: LabelledChoices = [
  unknown,
  { value: 'bare', label: 'The plain text' },
  { value: 'quoted', label: 'Quoted parts of at most 255' },
]
export const priorityOptions: LabelledChoices = [
  { ...unknown, label: 'Not known' },
  { value: 'apart', label: 'A field of its own' },
  { value: 'inside', label: 'Before the mail server (10 mx.example.net)' },
]
export const ttlOptions: LabelledChoices = [
  { ...unknown, label: 'Not known: leave the default' },
  { value: 'seconds', label: 'In seconds (3600)' },
  { value: 'words', label: 'Chosen from a list (1 hour)' },
]
export const apexCnameOptions: LabelledChoices = [
  { ...unknown, label: 'Not known' },
  { value: 'none', label: 'It is refused' },
  { value: 'flattened', label: 'It is answered with addresses' },
  { value: 'alias', label: 'There is an ALIAS record for that' },
]
