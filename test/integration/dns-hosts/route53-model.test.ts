import { describe, expect, it } from 'vitest'
import { sampleRecord } from '../../unit/domains/sample-domains'
import { usualRecords } from '../../unit/dns-hosts/arbitrary-records'
import { setOf, written } from '../../unit/dns-hosts/exports/reading'
import { python } from './python'

/** What AWS's own client checks before it sends a request: types, required members, enumerations, lengths. */
const VALIDATE = `
import json, sys, botocore.session, botocore.validate
model = botocore.session.get_session().get_service_model('route53')
shape = model.operation_model('ChangeResourceRecordSets').input_shape
batch = json.load(sys.stdin)
report = botocore.validate.ParamValidator().validate({'HostedZoneId': 'Z123', 'ChangeBatch': batch}, shape)
types = shape.members['ChangeBatch'].members['Changes'].member.members['ResourceRecordSet'].members['Type'].enum
unknown = [c['ResourceRecordSet']['Type'] for c in batch['Changes'] if c['ResourceRecordSet']['Type'] not in types]
print(json.dumps({'errors': report.generate_report(), 'unknown': unknown, 'changes': len(batch['Changes'])}))
`

describe('a change batch', () => {
  it("passes the validation of AWS's client", async () => {
    const records = [
      ...usualRecords(),
      sampleRecord({ name: 'a.example.com', type: 'A', value: '192.0.2.1' }),
      sampleRecord({ name: 'a.example.com', type: 'AAAA', value: '2001:db8::1' }),
      sampleRecord({ name: 'example.com', value: 'é"\\;' }),
    ]
    for (const { text } of written('route53', [setOf(records)]).files) {
      expect(await python(VALIDATE, text)).toEqual({ errors: '', unknown: [], changes: 7 })
    }
  })

  it('would not pass without its values, so the validation is one', async () => {
    const text = JSON.stringify({
      Changes: [{ Action: 'UPSERT', ResourceRecordSet: { Name: 'a.', TTL: 'x' } }],
    })
    const { errors } = (await python(
      VALIDATE.replace("c['ResourceRecordSet']['Type'] not in types", 'False'),
      text,
    )) as {
      errors: string
    }
    expect(errors).toContain('Missing required parameter')
  })
})
