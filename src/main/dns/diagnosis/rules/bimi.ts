import type { Observation } from '../../../../preload/contract/dns-answer'
import type { Finding, FixRecord } from '../../../../preload/contract/findings'
import { fix, hostWords } from '../finding'
import type { SeenAnswers } from '../seen-answers'
import { parseTagList } from '../tag-list'
import { textRow, textsAt } from '../texts'
import { ignoredWords, singlePolicy } from './single-policy'

const MARK = '[address of your logo]'

/** Whether there is a logo record, at the domain or above it, that can be read (BIMI draft section 4). */
export function bimi({ domain, zone }: Observation, seen: SeenAnswers): Finding[] {
  const above = `default._bimi.${zone.organizational}`
  const texts = [`default._bimi.${domain}`, above].map((name) => ({ name, texts: textsAt(seen, name) }))
  if (texts.some((at) => at.texts === null)) return []
  const name = texts.find((at) => at.texts?.some(isBimi))?.name ?? `default._bimi.${domain}`
  const record = (replaces: readonly string[]): FixRecord => ({
    ...textRow(name, `v=BIMI1; l=${MARK};`, zone.apex, replaces),
    blank: { mark: MARK, kind: 'web-address' },
  })
  return singlePolicy(seen, {
    name,
    isOne: isBimi,
    missing: () => {
      const right = record([])
      const words = `Nothing has to be done. When you want the logo, put it on a web server as an SVG file, fill in its address and add this record. ${hostWords(right)}`
      return {
        code: 'bimi-missing',
        sentence: `There is no logo record at ${name}.`,
        fix: fix('add', words, [right]),
      }
    },
    wrong: (only, found) => {
      if (found.length === 1 && isReadable(only)) return null
      const right = record(found)
      const words = `Fill in the address of your logo, and replace the record by this one. ${hostWords(right)}`
      return {
        code: 'bimi-syntax',
        sentence: ignoredWords('Mailbox providers', name, only, found),
        fix: fix('edit', words, [right]),
      }
    },
  })
}

function isBimi(text: string): boolean {
  return /^v=BIMI1\s*(;|$)/i.test(text)
}

/** `l=` is the address of a logo over HTTPS; empty to say that there is none. `a=` is that of a certificate. */
function isReadable(text: string): boolean {
  const { tags, faults } = parseTagList(text)
  const logo = tags.get('l')
  const evidence = tags.get('a') ?? ''
  return (
    faults.length === 0 &&
    tags.get('v') === 'BIMI1' &&
    logo !== undefined &&
    [logo, evidence].every((address) => address === '' || /^https:\/\/\S+$/i.test(address))
  )
}
