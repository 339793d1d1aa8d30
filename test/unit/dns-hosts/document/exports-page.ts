import { ExportFormat } from '../../../../src/preload/contract/export-format'
import { exportOffers, exportRecords } from '../../../../src/main/dns-hosts/exports/export-records'
import { EXAMPLE, ZONE } from './example-records'

const EXPORT_SOURCES: Readonly<Record<ExportFormat, string>> = {
  bind: 'RFC 1035 5.1. Read back in the tests by `named-checkzone`.',
  cloudflare:
    'cloudflare/cloudflare-docs: content/dns/manage-dns-records/how-to/import-and-export.md; `cf-proxied` as in zone files that Cloudflare exports. Read back by `named-checkzone`.',
  route53:
    'AWS, Route 53 API, ChangeResourceRecordSets and ResourceRecord; Route 53 Developer Guide, "Quotas". Checked by the request validation of AWS\'s client, botocore.',
  'terraform-cloudflare':
    'Terraform registry, cloudflare/cloudflare 5, cloudflare_dns_record. Read back by `hcl2json`.',
  'terraform-route53': 'Terraform registry, hashicorp/aws, aws_route53_record. Read back by `hcl2json`.',
  dnscontrol:
    'docs.dnscontrol.org, language reference: D_EXTEND, TXT, MX, CNAME, TTL. Run in the tests with stand-ins for these functions.',
  octodns:
    'octodns/octodns: docs/records.rst, octodns/record/chunked.py, octodns/yaml.py. Read back by PyYAML and the rules of those files.',
  csv: 'RFC 4180; owasp.org, "CSV Injection". A cell that a spreadsheet would read as a formula has an apostrophe in front, and so has one that starts with an apostrophe. Read back by Papa Parse.',
  json: "The fields of the app's own contract.",
  markdown: 'GitHub Flavored Markdown, "Tables" and "Code spans".',
  text: 'Labelled lines.',
}

const LANGUAGES: Partial<Record<ExportFormat, string>> = {
  route53: 'json',
  'terraform-cloudflare': 'hcl',
  'terraform-route53': 'hcl',
  dnscontrol: 'js',
  octodns: 'yaml',
  json: 'json',
  markdown: 'md',
}

/** Every export with its source and an example. */
export function exportsPage(): string {
  const parts = exportOffers(null).map(({ format: name, label }) => {
    const result = exportRecords([{ domain: `mg.${ZONE}`, zone: ZONE, records: EXAMPLE }], name, null, 3600)
    const notes = result.notes.map((note) => `- ${note}`).join('\n')
    const text = result.files[0]?.text.replaceAll('\r\n', '\n') ?? ''
    return [
      `## ${label}`,
      EXPORT_SOURCES[name],
      notes,
      `\`\`\`\`${LANGUAGES[name] ?? 'text'}\n${text}\`\`\`\``,
    ]
      .filter((part) => part !== '')
      .join('\n\n')
  })
  return ['# Exports', INTRODUCTION, ...parts].join('\n\n')
}

const INTRODUCTION = `
This page is written from the exports themselves; a test holds it against them. It shows what each writes for the records
of a sending domain, and names where the format was read and with what the tests read it back. What each DNS host wants:
[DNS hosts](../dns-hosts.md).
`
