import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { sampleRecord } from '../../unit/domains/sample-domains'
import { anyAsciiText, anyText, usualRecords } from '../../unit/dns-hosts/arbitrary-records'
import { onlyText, setOf, sorted, told, written, type Told } from '../../unit/dns-hosts/exports/reading'
import { python } from './python'

/*
 * octoDNS itself is not packaged for Debian. Its files are read here by PyYAML, as octoDNS does, and by the rules of
 * its own reader: keys in order (octodns/yaml.py), and of a text no bare or doubly escaped semicolon, ASCII only,
 * outer quotes and `" "` taken off, `\;` read as `;` (octodns/record/chunked.py).
 */
const READ = `
import json, re, sys, yaml
def keys(node, path='top'):
    if isinstance(node, yaml.MappingNode):
        names = [k.value for k, _ in node.value]
        natural = lambda s: [int(p) if i % 2 else p for i, p in enumerate(re.split(r'(\\d+)', s))]
        if names != sorted(names, key=natural):
            raise SystemExit('keys out of order: %r' % names)
        if len(set(names)) != len(names):
            raise SystemExit('a key twice: %r' % names)
        for k, v in node.value: keys(v)
    elif isinstance(node, yaml.SequenceNode):
        for v in node.value: keys(v)
text = sys.stdin.buffer.read().decode()
keys(yaml.compose(text, yaml.SafeLoader))
records = []
for name, entries in yaml.safe_load(text).items():
    for entry in entries if isinstance(entries, list) else [entries]:
        assert isinstance(entry['ttl'], int)
        for value in entry['values'] if 'values' in entry else [entry['value']]:
            kind = entry['type']
            priority = None
            if kind == 'TXT':
                assert not re.search(r'\\w;', value), 'unescaped ; in %r' % value
                assert not re.search(r'\\\\\\\\;', value), 'double escaped ; in %r' % value
                value.encode('ascii')
                if value and value[0] == '"': value = value[1:-1]
                value = value.replace('" "', '').replace('\\\\;', ';')
            elif kind == 'MX':
                priority, value = value['preference'], value['exchange']
            if kind in ('MX', 'CNAME'):
                assert value.endswith('.'), 'missing trailing dot in %r' % value
                value = value[:-1]
            records.append({'name': name, 'type': kind, 'value': value, 'priority': priority})
print(json.dumps(records))
`

async function read(text: string, zone = 'example.com'): Promise<Told[]> {
  const records = (await python(READ, text)) as Told[]
  return records.map(({ name, type, value, priority }) => ({
    name: name === '' ? zone : `${name}.${zone}`,
    type,
    value,
    priority,
  }))
}

describe('a zone of octoDNS', () => {
  it('reads back to the records, at the apex and below, with both MX', async () => {
    const records = [
      ...usualRecords(),
      sampleRecord({ name: 'example.com' }),
      sampleRecord({ name: 'example.com', value: 'a second text' }),
      sampleRecord({ name: 'a10.example.com', type: 'A', value: '192.0.2.1' }),
      sampleRecord({ name: 'a9.example.com', type: 'AAAA', value: '2001:db8::1' }),
    ]
    expect(sorted(await read(onlyText(written('octodns', [setOf(records)]))))).toEqual(
      sorted(records.map(told)),
    )
  })

  it('reads back to any text it takes, and leaves out the others with the reason', async () => {
    const texts = fc.sample(fc.oneof(anyAsciiText, anyText), { numRuns: 300, seed: 1035 })
    const records = [...texts, 'yes', '1e3', '2026-11-23', '~', '- a', 'a: b', '# c', '{x}'].map(
      (value, index) => sampleRecord({ name: `t${index}.example.com`, value }),
    )
    const result = written('octodns', [setOf(records)])
    const left = new Set(result.leftOut.map(({ name }) => name))
    const taken = records.filter(({ name }) => !left.has(name))
    expect(sorted(await read(onlyText(result)))).toEqual(sorted(taken.map(told)))
    expect(taken.length).toBeGreaterThan(50)
    for (const { name, reason } of result.leftOut) {
      const { value } = records.find((record) => record.name === name)!
      expect(reason).toMatch(/octoDNS/)
      expect(/[^\x20-\x7e]|^"|" "|\\;/.test(value)).toBe(true)
    }
  })

  it('has its names in the order octoDNS asks for', async () => {
    const labels = [
      '_dmarc',
      '*',
      'a-b',
      'a.b',
      'ab',
      '9',
      '10',
      'a9',
      'a10',
      'a10b',
      '-',
      '_',
      'mg',
      'z',
      'a1b2',
    ]
    const records = labels.map((label) => sampleRecord({ name: `${label}.example.com`, value: label }))
    expect(await read(onlyText(written('octodns', [setOf(records)])))).toHaveLength(labels.length)
  })

  it('has a file for each zone', async () => {
    const sets = [
      setOf(usualRecords()),
      setOf(usualRecords('mg.xn--bcher-kva.example'), 'xn--bcher-kva.example'),
    ]
    const { files } = written('octodns', sets)
    expect(files.map(({ fileName }) => fileName)).toEqual(['example.com.yaml', 'xn--bcher-kva.example.yaml'])
    for (const [index, { text, zone }] of files.entries()) {
      expect(sorted(await read(text, zone!))).toEqual(sorted(sets[index]!.records.map(told)))
    }
  })
})
