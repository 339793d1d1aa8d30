import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../src/main/provider/operation'
import { statusError } from '../../../src/main/provider/status-failures'

const NOW = Date.UTC(2026, 0, 1)
const HTML = '<!DOCTYPE html><html><body>Nope</body></html>'

function fail(
  kind: Operation['kind'],
  status: number,
  body: unknown,
  retryAfter: string | null = null,
  date: string | null = null,
) {
  const operation: Operation = {
    kind,
    name: kind === 'list' ? null : 'mg.example.com',
    host: 'api.example.com',
    secrets: ['hunter2'],
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const { error, transient, retryAfterMs } = statusError({ status, text, retryAfter, date }, operation, NOW)
  return { ...error.failure, transient, retryAfterMs }
}

describe('400', () => {
  it.each([
    ['create', { message: 'Password is too short. It must be between 5 and 32 characters.' }, 'smtpPassword'],
    ['create', { Reason: 'web_prefix must be an atom' }, 'webPrefix'],
    ['update', { message: 'Invalid web prefix' }, 'webPrefix'],
    ['create', { message: 'dkim_selector: foo.bar is not an atom' }, 'dkimSelector'],
    ['create', { message: 'Invalid DKIM key size' }, 'dkimKeySize'],
    ['create', { message: 'Domain name is not valid' }, 'name'],
    ['update', { message: 'mailfrom_host has upper case' }, 'mailfromHost'],
    ['update', { message: 'message TTL is above the maximum of your plan' }, 'messageTtl'],
    ['create', { message: 'spam_action has a bad value' }, 'spamAction'],
  ] as const)('%s with %j is about the field %s', (kind, body, field) => {
    expect(fail(kind, 400, body)).toMatchObject({ code: 'invalid', field, retryable: false })
  })

  it('repeats the sentence of the provider', () => {
    expect(fail('update', 400, { Reason: 'this is not  part of\n your plan' })).toMatchObject({
      code: 'invalid',
      field: null,
      message: 'This is not part of your plan.',
    })
  })

  it('repeats no markup and no secret, and not at any length', () => {
    expect(fail('create', 400, HTML).message).toBe('The provider declined the request with status 400.')
    expect(fail('create', 400, { message: 'Password hunter2 is weak' }).message).toBe(
      'Password [redacted] is weak.',
    )
    expect(fail('create', 400, { message: 'x'.repeat(5_000) }).message.length).toBeLessThan(310)
  })

  it.each(['This domain name is already taken', 'Domain already exists.'])(
    'create with "%s" is about a domain that exists',
    (message) => {
      expect(fail('create', 400, { message })).toMatchObject({ code: 'already-exists', field: 'name' })
    },
  )

  it('delete is refused for the reason the provider gives', () => {
    expect(fail('delete', 400, { message: 'Domain is an authority of others' })).toMatchObject({
      code: 'refused',
      message: 'Domain is an authority of others.',
    })
  })
})

describe('other answers that decline', () => {
  it.each([[{ message: 'Invalid private key' }], ['Forbidden'], ['']])('401 with %j: the key', (body) => {
    expect(fail('list', 401, body)).toMatchObject({
      code: 'unauthorized',
      message: 'The provider does not know this API key.',
      retryable: false,
    })
  })

  it('403: the key may not, or the delete is refused with a reason', () => {
    expect(fail('update', 403, 'Forbidden')).toMatchObject({
      code: 'forbidden',
      message: 'The provider does not allow this with this API key.',
    })
    expect(fail('create', 403, { message: 'domain limit reached' })).toMatchObject({
      code: 'forbidden',
      message: 'Domain limit reached.',
    })
    expect(fail('delete', 403, { message: 'cannot delete a sandbox' }).code).toBe('refused')
  })

  it('403 to a read: the key is for something else', () => {
    expect(fail('list', 403, { message: 'insufficient permissions' })).toMatchObject({
      code: 'forbidden',
      message: 'This API key may not read domains. The provider says: Insufficient permissions.',
      fix: 'Use a key that may administer domains; a key for sending only is not enough.',
    })
    expect(fail('get', 403, 'Forbidden').message).toBe('This API key may not read domains.')
    expect(fail('update', 403, 'Forbidden').fix).toContain('sending')
  })

  it('403 as a web page: not the API', () => {
    expect(fail('list', 403, HTML)).toMatchObject({ code: 'bad-answer', retryable: false })
  })

  it('511: the network wants a sign-in', () => {
    expect(fail('list', 511, HTML)).toMatchObject({
      code: 'offline',
      message: 'The network asks for a sign-in before it lets requests through.',
      transient: false,
    })
  })

  it('404: no such domain when the API says it, another address otherwise', () => {
    expect(fail('get', 404, { message: 'Domain not found' })).toMatchObject({
      code: 'not-found',
      message: 'The provider has no domain mg.example.com.',
    })
    for (const [kind, body] of [
      ['get', HTML],
      ['get', '404 page not found'],
      ['list', { message: 'Not found' }],
      ['create', { message: 'Not found' }],
    ] as const) {
      expect(fail(kind, 404, body)).toMatchObject({ code: 'bad-answer', retryable: false })
    }
  })

  it.each([
    [405, 'bad-answer'],
    [407, 'offline'],
    [408, 'timeout'],
    [409, 'already-exists'],
    [413, 'invalid'],
    [418, 'refused'],
    [302, 'bad-answer'],
  ])('%i: %s', (status, code) => {
    const failure = fail('create', status, '')
    expect(failure.code).toBe(code)
    expect(failure.message).toMatch(/\.$/)
    expect(failure.fix).not.toBe('')
  })
})

describe('answers that a moment may change', () => {
  it('429 tells how long to wait', () => {
    expect(fail('verify', 429, '', '45')).toMatchObject({
      code: 'rate-limited',
      fix: 'Try again in 45 seconds.',
      retryable: true,
      transient: true,
      retryAfterMs: 45_000,
    })
    expect(fail('verify', 429, '', 'Thu, 01 Jan 2026 00:10:00 GMT').fix).toBe('Try again in 10 minutes.')
    expect(fail('verify', 429, '', '86400').fix).toBe('Try again in 24 hours.')
    expect(fail('verify', 429, '', '0').fix).toBe('Try again in 1 second.')
    expect(fail('verify', 429, HTML)).toMatchObject({ fix: 'Try again in a minute.', retryAfterMs: null })
  })

  it('5xx tells the status, and the provider’s words when there are any', () => {
    expect(fail('get', 503, HTML, '3')).toMatchObject({
      code: 'bad-answer',
      message: 'api.example.com failed with status 503.',
      retryable: true,
      transient: true,
      retryAfterMs: 3_000,
    })
    expect(fail('get', 500, { message: 'database is down' }).message).toBe(
      'api.example.com failed with status 500. It says: Database is down.',
    )
    expect(fail('update', 502, '').fix).toContain('sync to see')
  })
})

describe('a clock that is far from the provider’s', () => {
  const behind = 'Thu, 01 Jan 2026 00:10:00 GMT'
  const ahead = 'Mon, 29 Dec 2025 00:00:00 GMT'

  it('is named with how far and in which direction', () => {
    expect(fail('list', 401, '', null, behind).message).toContain('is 10 minutes behind')
    expect(fail('list', 500, '', null, 'Thu, 01 Jan 2026 05:00:00 GMT').message).toContain(
      'is 5 hours behind',
    )
    expect(fail('list', 403, '', null, ahead).message).toContain('is 3 days ahead of')
    expect(fail('list', 401, '', null, ahead).fix).toMatch(
      /^Set the clock of this computer\. Check the region/,
    )
  })

  it('is not named within five minutes, without a date that reads, or where it has no part', () => {
    for (const date of ['Thu, 01 Jan 2026 00:04:00 GMT', 'yesterday', null]) {
      expect(fail('list', 401, '', null, date).message).not.toContain('clock')
    }
    expect(fail('get', 404, { message: 'Domain not found' }, null, ahead).message).not.toContain('clock')
    expect(fail('create', 400, { message: 'Invalid web prefix' }, null, ahead).message).not.toContain('clock')
  })

  it('does not change how long a date in Retry-After is away', () => {
    expect(fail('get', 429, '', 'Thu, 01 Jan 2026 00:10:20 GMT', behind).retryAfterMs).toBe(20_000)
  })
})
