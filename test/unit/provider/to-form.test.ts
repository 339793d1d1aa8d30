import { describe, expect, it } from 'vitest'
import { createForm, listQuery, updateForm } from '../../../src/main/provider/to-form'
import { domainOptions } from '../../../src/preload/contract/domain-options'
import { optionsWith } from '../../../src/preload/contract/option-shapes'
import type { CreateOptions, DomainChanges } from '../../../src/preload/contract/domains'

describe('what is sent', () => {
  it('create: every option under the name the API gives it', () => {
    const options: CreateOptions = {
      smtpPassword: 'a b&c=d',
      spamAction: 'tag',
      wildcard: true,
      forceDkimAuthority: false,
      forceRootDkimHost: false,
      dkimHostName: 'dkim.example.com',
      dkimKeySize: 2048,
      dkimSelector: 'pic',
      ips: '192.0.2.1,192.0.2.2',
      poolId: 'p1',
      webScheme: 'https',
      webPrefix: 'email',
      useAutomaticSenderSecurity: true,
      requireTls: true,
      skipVerification: false,
      encryptIncomingMessage: false,
      webhooksRedactPii: true,
      archiveTo: 'https://archive.example.com/in?x=1',
      messageTtl: 259_200,
    }
    expect(Object.fromEntries(createForm('mg.example.com', options))).toEqual({
      name: 'mg.example.com',
      smtp_password: 'a b&c=d',
      spam_action: 'tag',
      wildcard: 'true',
      force_dkim_authority: 'false',
      force_root_dkim_host: 'false',
      dkim_host_name: 'dkim.example.com',
      dkim_key_size: '2048',
      dkim_selector: 'pic',
      ips: '192.0.2.1,192.0.2.2',
      pool_id: 'p1',
      web_scheme: 'https',
      web_prefix: 'email',
      use_automatic_sender_security: 'true',
      require_tls: 'true',
      skip_verification: 'false',
      encrypt_incoming_message: 'false',
      webhooks_redact_pii: 'true',
      archive_to: 'https://archive.example.com/in?x=1',
      message_ttl: '259200',
    })
  })

  it('create: nothing but the name when nothing is chosen', () => {
    expect(createForm('mg.example.com', {}).toString()).toBe('name=mg.example.com')
  })

  it('update: every change under the name the API gives it, and an empty text to clear one', () => {
    const changes: DomainChanges = {
      spamAction: 'block',
      webScheme: 'http',
      webPrefix: 'go',
      wildcard: false,
      useAutomaticSenderSecurity: false,
      smtpPassword: 'secret',
      requireTls: false,
      skipVerification: true,
      mailfromHost: 'bounce',
      messageTtl: 0,
      webhooksRedactPii: false,
      archiveTo: '',
    }
    expect(Object.fromEntries(updateForm(changes))).toEqual({
      spam_action: 'block',
      web_scheme: 'http',
      web_prefix: 'go',
      wildcard: 'false',
      use_automatic_sender_security: 'false',
      smtp_password: 'secret',
      require_tls: 'false',
      skip_verification: 'true',
      mailfrom_host: 'bounce',
      message_ttl: '0',
      webhooks_redact_pii: 'false',
      archive_to: '',
    })
  })

  it.each(['create', 'update'] as const)('%s: no option is left out', (call) => {
    const names = optionsWith(call)
    const all = Object.fromEntries(names.map((name) => [name, name])) as object
    const sent = call === 'create' ? createForm('mg.example.com', all) : updateForm(all)
    sent.delete('name')
    expect(Object.fromEntries(sent)).toEqual(
      Object.fromEntries(names.map((name) => [domainOptions[name].api, name])),
    )
  })

  it('list: the query, encoded', () => {
    expect(
      listQuery({
        limit: 1000,
        skip: 0,
        state: 'active',
        sort: 'name:asc',
        authority: 'example.com',
        search: 'a&b c',
        includeSubaccounts: true,
      }).toString(),
    ).toBe(
      'limit=1000&skip=0&state=active&sort=name%3Aasc&authority=example.com&search=a%26b+c&include_subaccounts=true',
    )
  })
})
