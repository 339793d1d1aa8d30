import type { Observation } from '../../../../preload/contract/dns-answer'
import type { Finding, FixRecord } from '../../../../preload/contract/findings'
import { fix, hostWords } from '../finding'
import { plainName } from '../presentation'
import type { SeenAnswers } from '../seen-answers'
import { textRow } from '../texts'
import { ignoredWords, singlePolicy } from './single-policy'

/** A hostile zone may name any number. */
const MAX_EXCHANGES = 5

/** Whether senders are asked to use TLS alone (RFC 8461 section 3.1). */
export function mtaSts(observation: Observation, seen: SeenAnswers): Finding[] {
  const { domain, zone } = observation
  const name = `_mta-sts.${domain}`
  const right = (replaces: readonly string[]): FixRecord =>
    textRow(name, `v=STSv1; id=${idOf(observation.finishedAt)};`, zone.apex, replaces)
  return singlePolicy(seen, {
    name,
    isOne: (text) => /^v=STSv1\s*(;|$)/.test(text),
    missing: () => {
      const record = right([])
      const steps = [
        `When you want it, first put a text file on a web server, at https://mta-sts.${domain}/.well-known/mta-sts.txt, with the lines: ${fileLines(domain, seen)}.`,
        `Then add this record. ${hostWords(record)}`,
      ]
      return {
        code: 'mta-sts-missing',
        sentence: `There is no MTA-STS record at ${name}.`,
        fix: fix('add', steps.join(' '), [record]),
      }
    },
    wrong: (only, found) => {
      if (found.length === 1 && isReadable(only)) return null
      const record = right(found)
      return {
        code: 'mta-sts-syntax',
        sentence: ignoredWords('Senders', name, only, found),
        fix: fix('edit', `Replace it by this record. ${hostWords(record)}`, [record]),
      }
    },
  })
}

function isReadable(text: string): boolean {
  return /^v=STSv1\s*;\s*id=[A-Za-z0-9]{1,32}\s*;?\s*$/.test(text)
}

/** RFC 8461 section 3.2: in testing mode failures are only reported. */
function fileLines(domain: string, seen: SeenAnswers): string {
  const exchanges = (seen.data({ name: domain, type: 'MX' })?.records ?? [])
    .flatMap((record) => (record.type === 'MX' && record.exchange !== '' ? [plainName(record.exchange)] : []))
    .slice(0, MAX_EXCHANGES)
  const servers = exchanges.length === 0 ? ['mx: and the name of a mail server, one line for each'] : []
  return [
    'version: STSv1',
    'mode: testing',
    ...exchanges.map((host) => `mx: ${host}`),
    ...servers,
    'max_age: 86400',
  ]
    .map((line) => `"${line}"`)
    .join(', ')
}

/** A version that is new with each change, as RFC 8461 section 3.1 shows it: the time. */
function idOf(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')
}
