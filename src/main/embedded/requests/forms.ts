import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'

/** Parameters by name, before any meaning is given to them. */
export type Parameters = Readonly<Record<string, string>>

const Scalar = v.union([v.string(), v.number(), v.boolean()])
const JsonBody = v.record(v.string(), v.nullable(v.union([Scalar, v.array(Scalar)])))

/**
 * Collects a request's parameters from query and body; the body wins. Bodies may be `multipart/form-data`,
 * `application/x-www-form-urlencoded` or `application/json`. A parameter named several times is a comma list.
 *
 * @param attachments the parameters that may come as a file
 * @throws ZonedeskError `invalid` when the body cannot be read as what it claims to be
 */
export async function readParameters(
  request: Request,
  attachments: readonly string[] = [],
): Promise<Parameters> {
  const query = merged(new URL(request.url).searchParams)
  return { ...query, ...(await readBody(request, attachments)) }
}

/** The parameters of a request without a body. */
export function readQuery(request: Request): Parameters {
  return merged(new URL(request.url).searchParams)
}

/**
 * Gives parameters their types and meaning. Unknown ones are left out, as the provider does.
 *
 * @throws ZonedeskError `invalid` with the first rule that is broken and its parameter
 */
export function parseParameters<S extends v.GenericSchema>(
  schema: S,
  parameters: Parameters,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, parameters, { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = issue.path?.[0]?.key
  throw invalid(issue.message, typeof field === 'string' ? field : undefined)
}

async function readBody(request: Request, attachments: readonly string[]): Promise<Parameters> {
  if (request.body === null) return {}
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') return readJson(await request.text())
  if (type === 'multipart/form-data' || type === 'application/x-www-form-urlencoded') {
    return merged(await readForm(request, type, attachments))
  }
  if ((await request.text()) === '') return {}
  throw invalid(
    'The request body must be multipart/form-data, application/x-www-form-urlencoded or application/json',
  )
}

async function readForm(
  request: Request,
  type: string,
  attachments: readonly string[],
): Promise<[string, string][]> {
  let form: FormData
  try {
    form = await request.formData()
  } catch {
    throw invalid(`The request body is not valid ${type}`)
  }
  const pairs: [string, string][] = []
  for (const [name, value] of form) {
    if (typeof value !== 'string' && !attachments.includes(name)) {
      throw invalid(`${name} must be text, not a file`, name)
    }
    pairs.push([name, typeof value === 'string' ? value : await value.text()])
  }
  return pairs
}

function readJson(text: string): Parameters {
  if (text.trim() === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalid('The request body is not valid application/json')
  }
  const parsed = v.safeParse(JsonBody, body)
  if (!parsed.success || Array.isArray(body))
    throw invalid('The request body must be a JSON object of plain values')
  const given = Object.entries(parsed.output).filter((entry) => entry[1] !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

function merged(pairs: Iterable<[string, string]>): Parameters {
  const parameters = new Map<string, string>()
  for (const [name, value] of pairs) {
    const before = parameters.get(name)
    parameters.set(name, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(parameters)
}

function invalid(message: string, field?: string): ZonedeskError {
  return new ZonedeskError('invalid', message, field === undefined ? {} : { field })
}
