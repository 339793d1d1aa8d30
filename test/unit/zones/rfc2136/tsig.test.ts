import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../../../src/main/zones/rfc2136/read-answer'
import { signMessage, TsigVerifier, type TsigVerdict } from '../../../../src/main/zones/rfc2136/tsig'
import { tsigKey } from '../../../../src/main/zones/rfc2136/tsig-key'
import { writeQuestion } from '../../../../src/main/zones/rfc2136/write-message'

const KEY = tsigKey('k.example', 'hmac-sha256', Buffer.alloc(32, 7).toString('base64'))
const NOW = 1_790_000_000_000

function answer(id = 1): Buffer {
  const message = writeQuestion(id, { name: 'example.com', type: 6 })
  message.writeUInt16BE(0x8400, 2)
  return message
}

function judge(verifier: TsigVerifier, message: Buffer): TsigVerdict {
  return verifier.judge(readAnswer(message))
}

describe('TSIG', () => {
  it('reads what it signed, back to the message before', () => {
    const { message, mac } = signMessage(answer(), KEY, NOW)
    const read = readAnswer(message)
    expect(read.tsig).toMatchObject({
      keyName: 'k.example',
      algorithm: 'hmac-sha256',
      fudge: 300,
      originalId: 1,
      error: 0,
    })
    expect(read.tsig?.time).toBe(NOW / 1_000)
    expect(read.tsig?.mac).toEqual(mac)
    expect(mac).toHaveLength(32)
  })

  it('takes no answer that is signed as a request is: the request belongs to what is signed', () => {
    const verifier = new TsigVerifier(KEY, Buffer.alloc(32, 1), () => NOW)
    expect(judge(verifier, signMessage(answer(), KEY, NOW).message)).toMatchObject({ kind: 'unbelieved' })
  })

  it('never believes a message without a signature, nor the last of many', () => {
    const verifier = new TsigVerifier(KEY, Buffer.alloc(32, 1), () => NOW)
    expect(judge(verifier, answer())).toEqual({ kind: 'unbelieved', why: 'The answer is not signed.' })
  })

  it('refuses a signature that is not the last record', () => {
    const { message } = signMessage(answer(), KEY, NOW)
    const twice = signMessage(message, KEY, NOW).message
    expect(() => readAnswer(twice)).toThrow('The signature is not the last record.')
  })

  it('takes no shortened signature', () => {
    const { message } = signMessage(answer(), KEY, NOW)
    const read = readAnswer(message)
    const tsig = { ...read.tsig!, mac: read.tsig!.mac.subarray(0, 16) }
    const verifier = new TsigVerifier(KEY, Buffer.alloc(32, 1), () => NOW)
    expect(verifier.judge({ ...read, tsig })).toMatchObject({ kind: 'unbelieved' })
  })
})
