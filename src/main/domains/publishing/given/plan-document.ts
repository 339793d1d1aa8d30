import type {
  DecidableChange,
  DomainPlan,
  PlannedSet,
  SetState,
} from '../../../../preload/contract/publishing'

/**
 * A plan as a document for a person who judges it before it is written: what it comes to, each domain in a table, what
 * goes, and then each change with its reason.
 *
 * @param savedAt milliseconds since the epoch
 * @returns Markdown
 */
export function planAsMarkdown(domains: readonly DomainPlan[], savedAt: number): string {
  const writing = domains.filter(({ verdict }) => verdict === 'change')
  const refused = domains.filter(({ verdict }) => verdict === 'refused')
  const same = domains.filter(({ verdict }) => verdict === 'same')
  return [
    '# Plan to publish DNS records',
    '',
    `Made ${dateWords(savedAt)}. Nothing was written.`,
    '',
    summary(writing),
    '',
    ...(writing.length === 0 ? [] : [...overview(writing), ...goingList(writing)]),
    ...writing.flatMap(sectionOf),
    ...list('Nothing is written', refused, ({ message, fix }) => [message, fix].filter(Boolean).join(' ')),
    ...refused.flatMap((domain) => {
      const left = decisionsOf(domain)
      return left.length === 0 ? [] : [`### ${domain.unicodeName}`, '', ...left]
    }),
    ...list('Nothing to write', same, ({ message }) => message),
  ].join('\n')
}

function dateWords(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T')
  return `on ${date} at ${time.slice(0, 5)} UTC`
}

function summary(writing: readonly DomainPlan[]): string {
  if (writing.length === 0) return 'There is nothing to write.'
  const written = writing.flatMap(({ zones }) => zones.filter(({ sets }) => sets > 0))
  const connections = new Set(written.map(({ connection }) => connection?.id)).size
  const zones = new Set(written.map(({ apex, connection }) => JSON.stringify([apex, connection?.id]))).size
  const sum = (field: 'adds' | 'removes'): number => writing.reduce((all, one) => all + one[field], 0)
  const where = `${many(writing.length, 'domain')} in ${many(zones, 'zone')} through ${many(connections, 'connection')}`
  return `${where}: ${many(sum('adds'), 'record')} to add, ${many(sum('removes'), 'record')} to remove. In what follows, a line that begins with \`+\` is added, one with \`-\` is removed, and any other stays.`
}

function overview(writing: readonly DomainPlan[]): string[] {
  return [
    '| Domain | Zone | Through | Added | Removed | Afterwards |',
    '| --- | --- | --- | --- | --- | --- |',
    ...writing.map((domain) => {
      const written = domain.zones.filter(({ sets }) => sets > 0)
      const zones = written.map(({ apex }) => apex ?? '').join(', ')
      const through = [...new Set(written.map(({ connection }) => connection?.name ?? ''))].join(', ')
      const cells = [domain.unicodeName, zones, through, domain.adds, domain.removes, domain.sentence]
      return `| ${cells.map(cell).join(' | ')} |`
    }),
    '',
  ]
}

/** What another person looks at first. */
function goingList(writing: readonly DomainPlan[]): string[] {
  const going = writing.flatMap(({ changes }) =>
    changes.flatMap(({ type, name, before, after }) => {
      const goes = without(before, after).map((value) => `- ${type} at ${name}: ${code(value)}`)
      return stopsProxying({ before, after })
        ? [...goes, `- ${type} at ${name}: the DNS host no longer answers with its own addresses (proxied)`]
        : goes
    }),
  )
  return going.length === 0 ? ['No record is removed.', ''] : ['## What is removed', '', ...going, '']
}

function sectionOf(domain: DomainPlan): string[] {
  const { unicodeName, sentence, zones, mends, rehearsal, notes, changes, beside } = domain
  const comes = rehearsal?.comes ?? []
  return [
    `## ${unicodeName}`,
    '',
    `${placesOf(domain)}. ${sentence}`.trim(),
    '',
    ...paragraphs([
      mends.length === 0 ? '' : `No longer found: ${mends.map((title) => `“${title}”`).join(', ')}.`,
      ...comes.map((found) => `**Newly found:** ${found}`),
      ...zones.map(({ byHand, message, fix }) => (byHand.length === 0 ? '' : `> ${message} ${fix}`)),
      ...notes.map((note) => `> ${note}`),
    ]),
    ...changes.flatMap((set) => changeOf(set, zones.length > 1)),
    ...decisionsOf(domain),
    ...(beside.length === 0
      ? []
      : [
          'At the same names, these stay as they are:',
          '',
          ...beside.map(({ name, type, values }) => `- ${type} at ${name}: ${values.map(code).join(', ')}`),
          '',
        ]),
  ]
}

/** What a person decided on, and what is left out until somebody does. */
function decisionsOf({ decidable, decisions }: Pick<DomainPlan, 'decidable' | 'decisions'>): string[] {
  const part = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${title}:`, '', ...lines.map((line) => `- ${line}`), '']
  return [
    ...part(
      'Decided by a person',
      decidable.filter(({ isAccepted }) => isAccepted).map((change) => decidableLine(change)),
    ),
    ...part('Left out', [
      ...decidable.filter(({ isAccepted }) => !isAccepted).map((change) => decidableLine(change)),
      ...decisions.map(({ name, type, reason }) => `${type} at ${name}. ${reason}`),
    ]),
  ]
}

function decidableLine({ name, type, sets, ends, reason }: DecidableChange): string {
  const goes = sets.flatMap((set) =>
    without(set.before, set.after).map((value) => `${set.type} ${code(value)} at ${set.name}`),
  )
  return [
    `${type} at ${name}.`,
    ...(goes.length === 0 ? [] : [`It removes ${goes.join(', ')}.`]),
    ...(ends.length === 0 ? [] : [`It ends ${ends.join(', ')}.`]),
    reason,
  ].join(' ')
}

/** The zones that are written, and through what. */
function placesOf({ zones }: DomainPlan): string {
  const places = zones.flatMap(({ apex, connection, sets }) =>
    sets === 0 ? [] : `${apex ?? ''}, through ${connection?.name ?? ''}`,
  )
  return places.length === 1 ? `Zone ${places[0]}` : `Zones ${places.join('; ')}`
}

function changeOf(
  { zone, name, type, before, after, reasons, isDecided }: PlannedSet,
  inSeveral: boolean,
): string[] {
  const lines = diffLines(before, after)
  const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)))
  return [
    `### ${type} at ${name}${inSeveral ? `, in the zone ${zone}` : ''}`,
    '',
    ...paragraphs([
      ...(isDecided === true ? ['**Decided by a person.**'] : []),
      ...reasons,
      `${becomes(before, after)} ${ttlWords(before, after)}`,
    ]),
    `${fence}diff`,
    ...lines,
    fence,
    '',
  ]
}

function becomes(before: SetState | null, after: SetState | null): string {
  if (before === null) return 'New RRset.'
  return after === null ? 'The whole RRset goes.' : 'The RRset changes.'
}

function ttlWords(before: SetState | null, after: SetState | null): string {
  const words = (set: SetState): string => (set.ttl === null ? 'automatic' : `${set.ttl} s`)
  const ttls = [before, after].flatMap((set) => (set === null ? [] : words(set)))
  return `TTL ${[...new Set(ttls)].join(', then ')}.`
}

function diffLines(before: SetState | null, after: SetState | null): string[] {
  const proxied = "the DNS host's own addresses in its place (proxied)"
  const begins = before?.isProxied !== true && after?.isProxied === true
  const was = new Set(before?.values ?? [])
  return [
    ...(after?.values ?? []).filter((value) => was.has(value)).map((value) => `  ${value}`),
    ...without(before, after).map((value) => `- ${value}`),
    ...(stopsProxying({ before, after }) ? [`- ${proxied}`] : []),
    ...without(after, before).map((value) => `+ ${value}`),
    ...(begins ? [`+ ${proxied}`] : []),
  ]
}

function without(some: SetState | null, others: SetState | null): string[] {
  const there = new Set(others?.values ?? [])
  return (some?.values ?? []).filter((value) => !there.has(value))
}

function stopsProxying({ before, after }: Pick<PlannedSet, 'before' | 'after'>): boolean {
  return before?.isProxied === true && after?.isProxied !== true
}

function list(
  title: string,
  domains: readonly DomainPlan[],
  words: (domain: DomainPlan) => string,
): string[] {
  if (domains.length === 0) return []
  return [`## ${title}`, '', ...domains.map((one) => `- ${one.unicodeName}: ${words(one)}`), '']
}

function paragraphs(some: readonly string[]): string[] {
  return some.filter((one) => one !== '').flatMap((one) => [one, ''])
}

function many(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
}

/** A value within a line, whatever is in it. */
function code(value: string): string {
  const ticks = '`'.repeat(longestRun(value) + 1)
  const pad = value.startsWith('`') || value.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${value}${pad}${ticks}`
}

function cell(value: string | number): string {
  return String(value).replaceAll('|', '\\|')
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}
