import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportFormat, ExportResult } from '../../../src/preload/contract/export-format'
import { readQuoted } from '../../unit/dns-hosts/quoted-reader'
import { onlyText, sorted, written, type Told } from '../../unit/dns-hosts/exports/reading'
import { answerOf, isLacking, pathOf } from '../programs'
import { providerSchemas } from './provider-schemas'
import { expected, SETS } from './sets'

/**
 * Providers cannot be had as programs here. In their place stands one with the attributes of the real ones, which
 * OpenTofu holds the configuration against; the values are what OpenTofu itself makes of the text.
 */
const PROVIDERS = ['cloudflare', 'aws']
const SOURCES = { cloudflare: 'cloudflare/cloudflare', aws: 'hashicorp/aws' }

const Plan = v.object({
  planned_values: v.object({
    root_module: v.object({
      resources: v.array(v.object({ type: v.string(), values: v.record(v.string(), v.unknown()) })),
    }),
  }),
})
type Values = Readonly<Record<string, unknown>>

const isUnable = (['tofu', 'schema-provider', 'provider-schemas'] as const).some(isLacking)

describe.skipIf(isUnable)('OpenTofu, with the schemas of the real providers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-tofu-'))
  const env = {
    TF_CLI_CONFIG_FILE: join(folder, 'tofu.rc'),
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    ZONEDESK_PROVIDER_SCHEMAS: join(folder, 'schemas.json'),
  }

  beforeAll(() => {
    for (const name of PROVIDERS) {
      copyFileSync(pathOf('schema-provider'), join(folder, `terraform-provider-${name}`))
    }
    const overrides = Object.values(SOURCES).map((source) => `    "${source}" = ${JSON.stringify(folder)}`)
    writeFileSync(
      env.TF_CLI_CONFIG_FILE,
      `provider_installation {\n  dev_overrides {\n${overrides.join('\n')}\n  }\n}\n`,
    )
    writeFileSync(env.ZONEDESK_PROVIDER_SCHEMAS, JSON.stringify(providerSchemas()))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Plans a configuration, all of whose variables are given the text `zone`. */
  async function planned(name: string, text: string): Promise<Values[]> {
    const own = mkdtempSync(join(folder, `${name}-`))
    const needed = Object.entries(SOURCES).map(([key, source]) => `    ${key} = { source = "${source}" }`)
    writeFileSync(
      join(own, 'versions.tf'),
      `terraform {\n  required_providers {\n${needed.join('\n')}\n  }\n}\n`,
    )
    writeFileSync(join(own, 'main.tf'), text)
    const variables = [...text.matchAll(/^variable "(\w+)"/gm)].map(
      ([, variable = '']) => `-var=${variable}=zone`,
    )
    await answerOf('tofu', ['plan', '-no-color', '-input=false', '-out=plan', ...variables], {
      cwd: own,
      env,
    })
    const shown = await answerOf('tofu', ['show', '-json', 'plan'], { cwd: own, env })
    return v.parse(Plan, JSON.parse(shown)).planned_values.root_module.resources.map(({ values }) => values)
  }

  function all(result: ExportResult): Told[] {
    return sorted(Object.values(expected(result)).flat())
  }

  it('plans the records of Cloudflare as they are', async () => {
    const result = written('terraform-cloudflare', SETS)
    const values = await planned('cloudflare', onlyText(result))
    expect(sorted(values.map(cloudflareRecord))).toEqual(all(result))
    expect(
      new Set(
        values.map(({ ttl, proxied, zone_id }) => `${String(ttl)} ${String(proxied)} ${String(zone_id)}`),
      ),
    ).toEqual(new Set(['3600 false zone']))
  })

  it('plans the record sets of Route 53 as they are', async () => {
    const result = written('terraform-route53', SETS)
    const values = await planned('route53', onlyText(result))
    expect(sorted(values.flatMap(route53Records))).toEqual(all(result))
    expect(new Set(values.map(({ ttl, zone_id }) => `${String(ttl)} ${String(zone_id)}`))).toEqual(
      new Set(['3600 zone']),
    )
  })

  it.each<[ExportFormat, string]>([
    ['terraform-cloudflare', 'content'],
    ['terraform-route53', 'records'],
  ])('refuses %s with another name for %s, so that planning is a test', async (format, attribute) => {
    const text = onlyText(written(format, SETS.slice(1, 2)))
    const wrong = text.replaceAll(new RegExp(`^  ${attribute} `, 'gm'), `  other_${attribute} `)
    await expect(planned('wrong', wrong)).rejects.toThrow(
      new RegExp(`argument named "other_${attribute}" is not\\s+expected`),
    )
  })
})

function cloudflareRecord({ name, type, content, priority }: Values): Told {
  const text = String(content)
  return {
    name: String(name),
    type: String(type),
    value: type === 'TXT' ? Buffer.concat(readQuoted(text, 10)).toString() : text,
    priority: typeof priority === 'number' ? priority : null,
  }
}

/** The provider puts quotes around a text itself. */
function route53Records({ name, type, records }: Values): Told[] {
  return v.parse(v.array(v.string()), records).map((text): Told => {
    const base = { name: String(name), type: String(type) }
    if (type === 'TXT') {
      return { ...base, value: Buffer.concat(readQuoted(`"${text}"`, 8)).toString(), priority: null }
    }
    const [first = '', second] = text.split(' ')
    return second === undefined
      ? { ...base, value: first.replace(/\.$/, ''), priority: null }
      : { ...base, value: second.replace(/\.$/, ''), priority: Number(first) }
  })
}
