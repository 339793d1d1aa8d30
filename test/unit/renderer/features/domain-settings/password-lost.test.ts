import { expect, it } from 'vitest'
import { passwordLost } from '../../../../../src/renderer/features/domain-settings/mail/password-lost'

const login = 'alice@mg.example.com'

it('says of a new login that it was made', () => {
  expect(passwordLost({ what: 'new', login })).toBe(
    `${login} was made, but its password did not reach Zonedesk.`,
  )
})

it('does not say of a login that was there before that it was made', () => {
  expect(passwordLost({ what: 'change', login })).toBe(
    `The password of ${login} was changed, but the new one did not reach Zonedesk.`,
  )
})
