import { describe, expect, it } from 'vitest'
import { networkError } from '../../../src/main/provider/network-failures'
import type { Operation } from '../../../src/main/provider/operation'

const GET: Operation = {
  kind: 'get',
  name: 'mg.example.com',
  host: 'api.example.com',
  secrets: ['key-hunter2'],
}
const DELETE: Operation = { ...GET, kind: 'delete' }

/** As Node's fetch fails: the reason is in the cause. */
function node(code: string, message = code): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) })
}

/** As Electron's fetch fails: the reason is in the message. */
function electron(code: string): Error {
  return new Error(`net::${code}`)
}

describe('a request that got no whole answer', () => {
  it.each([
    [node('ECONNREFUSED'), 'offline', 'api.example.com refused the connection.', true],
    [electron('ERR_CONNECTION_REFUSED'), 'offline', 'api.example.com refused the connection.', true],
    [node('ENOTFOUND'), 'offline', 'The name api.example.com was not found.', false],
    [electron('ERR_NAME_NOT_RESOLVED'), 'offline', 'The name api.example.com was not found.', false],
    [node('EAI_AGAIN'), 'offline', 'The name api.example.com could not be looked up.', true],
    [node('ENETUNREACH'), 'offline', 'There is no network connection to api.example.com.', false],
    [
      electron('ERR_INTERNET_DISCONNECTED'),
      'offline',
      'There is no network connection to api.example.com.',
      false,
    ],
    [
      node('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'offline',
      'The certificate of api.example.com is from an issuer that this computer does not trust.',
      false,
    ],
    [
      node('CERT_HAS_EXPIRED'),
      'offline',
      'By the clock of this computer the certificate of api.example.com is out of date.',
      false,
    ],
    [
      node('ERR_TLS_CERT_ALTNAME_INVALID'),
      'offline',
      'The certificate that api.example.com shows is for another name.',
      false,
    ],
    [node('EPROTO'), 'offline', 'A secure connection to api.example.com could not be made.', false],
    [
      electron('ERR_CERT_AUTHORITY_INVALID'),
      'offline',
      'The certificate of api.example.com is from an issuer that this computer does not trust.',
      false,
    ],
    [
      electron('ERR_SSL_PROTOCOL_ERROR'),
      'offline',
      'A secure connection to api.example.com could not be made.',
      false,
    ],
    [
      electron('ERR_PROXY_CONNECTION_FAILED'),
      'offline',
      'The proxy did not let the connection to api.example.com through.',
      true,
    ],
    [
      electron('ERR_TUNNEL_CONNECTION_FAILED'),
      'offline',
      'The proxy did not let the connection to api.example.com through.',
      true,
    ],
    [node('ECONNRESET'), 'offline', 'The connection to api.example.com was lost.', true],
    [
      node('UND_ERR_SOCKET', 'other side closed'),
      'offline',
      'The connection to api.example.com was lost.',
      true,
    ],
    [electron('ERR_EMPTY_RESPONSE'), 'offline', 'The connection to api.example.com was lost.', true],
    [electron('ERR_NETWORK_CHANGED'), 'offline', 'The connection to api.example.com was lost.', true],
    [electron('ERR_CONTENT_LENGTH_MISMATCH'), 'offline', 'The connection to api.example.com was lost.', true],
    ['thrown text', 'offline', 'The connection to api.example.com was lost.', true],
    [node('UND_ERR_CONNECT_TIMEOUT'), 'timeout', 'api.example.com did not answer in time.', false],
    [electron('ERR_CONNECTION_TIMED_OUT'), 'timeout', 'api.example.com did not answer in time.', false],
    [
      new Error('Redirect was cancelled'),
      'bad-answer',
      'api.example.com redirects to another address.',
      false,
    ],
    [
      new TypeError('fetch failed', { cause: new Error('bad port') }),
      'invalid',
      'api.example.com is not an address to which requests can be sent.',
      false,
    ],
  ])('%s', (error, code, message, transient) => {
    const requestError = networkError(error, GET)
    expect(requestError.error.failure).toMatchObject({ code, message })
    expect(requestError.error.failure.fix).not.toBe('')
    expect(requestError.transient).toBe(transient)
  })

  it.each([node('CERT_HAS_EXPIRED'), node('CERT_NOT_YET_VALID'), electron('ERR_CERT_DATE_INVALID')])(
    'names the clock after %s',
    (error) => {
      const { failure } = networkError(error, GET, Date.UTC(2020, 1, 3, 4, 5)).error
      expect(failure.code).toBe('offline')
      expect(failure.message).toContain('By the clock of this computer')
      expect(failure.fix).toContain('The clock of this computer says Mon, 03 Feb 2020 04:05:00 GMT')
    },
  )

  it('tells a certificate for another name in Chromium too', () => {
    const { message } = networkError(electron('ERR_CERT_COMMON_NAME_INVALID'), GET).error
    expect(message).toContain('is for another name')
  })

  it('finds the reason among the addresses that were tried', () => {
    const both = new AggregateError([
      Object.assign(new Error('v6'), { code: 'ECONNREFUSED' }),
      Object.assign(new Error('v4'), { code: 'ECONNREFUSED' }),
    ])
    const requestError = networkError(new TypeError('fetch failed', { cause: both }), GET)
    expect(requestError.error.message).toBe('api.example.com refused the connection.')
  })

  it('says after a write that the change may have been made', () => {
    expect(networkError(node('ECONNRESET'), DELETE).error.failure.fix).toContain('sync to see')
    expect(networkError(node('ETIMEDOUT'), DELETE).error.failure.fix).toContain('sync to see')
    expect(networkError(node('ECONNREFUSED'), DELETE).error.failure.fix).not.toContain('sync to see')
  })

  it('does not carry the key in its cause', () => {
    const { error } = networkError(node('ECONNRESET', 'sent key-hunter2 and lost'), GET)
    expect(String(error.cause)).toContain('and lost')
    expect(String(error.cause)).not.toContain('hunter2')
  })

  it('ends on errors that cause each other', () => {
    const a = new Error('a')
    a.cause = new Error('b', { cause: a })
    expect(networkError(a, GET).error.failure.code).toBe('offline')
  })
})
