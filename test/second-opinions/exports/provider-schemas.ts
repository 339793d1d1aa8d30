import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathOf } from '../programs'

export interface ProviderAttribute {
  readonly type: 'string' | 'number' | 'bool' | 'strings'
  readonly required: boolean
}

/** Attributes by resource type and name. */
export type ProviderSchemas = Readonly<Record<string, Readonly<Record<string, ProviderAttribute>>>>

const TYPES: Readonly<Record<string, ProviderAttribute['type']>> = {
  string: 'string',
  number: 'number',
  'boolean | cdktf.IResolvable': 'bool',
  'string[]': 'strings',
}
const ATTRIBUTE = /#(\w+) \w+#\1\}\n(?: *\*[^\n]*\n)*? *\*\/\n *readonly \w+(\??): ([^;{]+);/g

/**
 * The attributes that a configuration may have. Those of structured types are left out: no export has one, and one that
 * had would be refused.
 *
 * @throws Error when a description is not of the known form
 */
export function providerSchemas(): ProviderSchemas {
  const names = ['cloudflare_dns_record', 'aws_route53_record']
  return Object.fromEntries(names.map((name) => [name, attributesOf(name)]))
}

function attributesOf(resource: string): Record<string, ProviderAttribute> {
  const text = readFileSync(join(pathOf('provider-schemas'), `${resource}.d.ts`), 'utf8')
  const [, body = ''] = /interface \w+ extends cdktf\.TerraformMetaArguments \{\n(.*?)\n\}/s.exec(text) ?? []
  const attributes = [...body.matchAll(ATTRIBUTE)].flatMap(([, name = '', optional, written = '']) => {
    const type = TYPES[written]
    return type === undefined ? [] : [[name, { type, required: optional === '' }] as const]
  })
  if (attributes.length < 5) throw new Error(`The description of ${resource} is not of the known form.`)
  return Object.fromEntries(attributes)
}
