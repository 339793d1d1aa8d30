import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { requireValidOptions } from '../../../../../src/main/domains/option-rules'
import { NOTHING_SAID } from '../../../../../src/preload/contract/domain'
import { type FieldReason, ZonedeskError } from '../../../../../src/preload/contract/failure'
import {
  optionOf,
  type DomainOptionName,
  optionsWith,
} from '../../../../../src/preload/contract/option-shapes'
import type { SentOptions } from '../../../../../src/preload/contract/wrong-options'
import {
  settingsChanges,
  settingsErrors,
  settingsFields,
  settingsValues,
} from '../../../../../src/renderer/features/domain-settings/settings-values'
import {
  createErrors,
  createOptions,
  emptyCreateValues,
} from '../../../../../src/renderer/features/domains/create-values'

/** What people paste and programs break: right values, nearly right ones, and any text at all. */
const oddText = fc.oneof(
  fc.constantFrom(
    ...['', ' ', 'email', ' email ', 'a_b.example.com', 'a+b', '\u{1f511}', '\u{1f511}'.repeat(4), 'a/b?x=1'],
    ...['https://example.com/in?x=1', 'https://?x=1', 'https:example.com', 'HTTP://EXAMPLE.COM', 'ftp://a.b'],
    ...['192.0.2.1', '192.0.2.1 , 192.0.2.2', '192.0.2.1,,', '300.1.1.1', '::1', 'Mail.example.com'],
    ...[
      'mail.example.com.',
      '-a',
      'a-',
      'a..b',
      'é',
      'é.example',
      'email\n',
      '\u200bemail',
      '\ud800',
      'null',
    ],
    ...['0', '1', '-1', '1.5', '1e3', '9999999999', '٣', '00012', 'x'.repeat(64), `${'a.'.repeat(126)}com`],
  ),
  fc.string({ unit: 'binary', maxLength: 70 }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.domain(),
  fc.ipV4(),
  fc.nat().map(String),
)

/** The content of an option's fields. */
function contentOf(name: DomainOptionName): Record<string, fc.Arbitrary<string | boolean | null>> {
  const { kind, choices } = optionOf(name)
  if (kind === 'switch') return { [name]: fc.constantFrom(true, false, null) }
  if (kind === 'choice') return { [name]: fc.constantFrom('', ...Object.keys(choices ?? {})) }
  if (kind !== 'duration') return { [name]: oddText }
  return {
    [`${name}Amount`]: oddText,
    [`${name}Unit`]: fc.constantFrom('seconds', 'minutes', 'hours', 'days'),
  }
}

function formOf(names: readonly DomainOptionName[]): fc.Arbitrary<object> {
  return fc.record(Object.assign({}, ...names.map(contentOf)) as ReturnType<typeof contentOf>)
}

/** What the main process says against what is sent, by field. */
function refusals(options: SentOptions): Record<string, string> {
  try {
    requireValidOptions(options)
    return {}
  } catch (error) {
    if (!(error instanceof ZonedeskError)) throw error
    const reasons: FieldReason[] = error.failure.reasons ?? []
    return Object.fromEntries(reasons.map(({ field, message }) => [field, message]))
  }
}

describe('a form and the main process', () => {
  it('say the same of a new domain, field by field', () => {
    fc.assert(
      fc.property(formOf(optionsWith('create')), (content) => {
        const values = { ...emptyCreateValues, name: 'mg.example.com', ...content }
        expect(createErrors(values)).toEqual(refusals(createOptions(values)))
      }),
      { numRuns: 2000 },
    )
  })

  it('say the same of changed settings, field by field', () => {
    fc.assert(
      fc.property(formOf(settingsFields), (content) => {
        const before = settingsValues(NOTHING_SAID)
        const values = { ...before, ...content }
        expect(settingsErrors(before, values)).toEqual(refusals(settingsChanges(before, values)))
      }),
      { numRuns: 2000 },
    )
  })

  it('both take and both refuse, so that the above says something', () => {
    const fields = fc.sample(formOf(settingsFields), { numRuns: 500, seed: 1 })
    const before = settingsValues(NOTHING_SAID)
    const wrong = fields.map((content) => Object.keys(settingsErrors(before, { ...before, ...content })))
    for (const name of ['mailfromHost', 'webPrefix', 'archiveTo', 'messageTtl']) {
      const refused = wrong.filter((names) => names.includes(name)).length
      expect(refused, name).toBeGreaterThan(20)
      expect(refused, name).toBeLessThan(480)
    }
  })
})
