import { generateKeyPairSync } from 'node:crypto'

/** The `p=` of a 2,048-bit RSA key. */
export const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnpTk7ocUpxqFeVQlj6GOTiSZrcw/QuS17U5lpGArlH1CvVp4UItFwoKygH5v5MZVcVnrmlERRsH5A7rwFrkBWdZJ0mu+wtjQTrZncRxRj/TWVbOvWS9J2TNBXDmJrPBoaVj7vV0MRgaK2ZDCRof4JjV1YgkpZU4nhij3Zj01oBEG+19MeVyp9PpNfgbOzx0jOgZZAUfIGjRtcQ5zATP+FyF2dIDEBy4XPRGNwpjPkqsFbNigw5/0pflE7WEkIROtLB9CODEQITXT8GZw2ootBieCBgQHIZP/RMWAz2DnAw1i3ZZDdCIsokHJXjCRpJ2Mi5uV51RZm3tsubOQcxfZewIDAQAB'
/** Of another one. */
export const OTHER_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA70Po4DtqW9Hu8151xV4EF8S7NDskFJ/zT/AxQzxMdgpLRaPSTPo9zeNDjfzIJ2okLJQs7tP/Qw5VgtyUcu+L+8UlfpfNADmsU6BIYHSOMykei7Z8mV503Y5fo8YxYMnRHgXxwtWWvkC6cKdsMevUdYF6T1oeiSabD8JxHnbdbTLkI66p7njigKNvANIUADkUo0IFao8GbW13d7MNe9Md49W12WCxqfYEJsBPeKXGuSKJzuycgQ3/V8FAvhLK7MK/PPnAOnByPiWzl3XciiJTmoAZKgmfhtqlaiCtalilE0lmVMlrL/i/JrSkUjcQcoXdG1TrhEX+7vGFFoe5/VazswIDAQAB'
/** Of a key too short for mail: 512 bits. */
export const SHORT_KEY =
  'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAO3sLcEe/zC/jJ8N2NmjkKpOVMAnM1q3QEihrLosYBdEOsdrzBihsu++T34wR/VXNxKkf8neLtbsv9Hu4ZndOU8CAwEAAQ=='
/** The secret half of a pair that is made for one run: PKCS #8, 1,024 bits. */
export const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .privateKey.export({ type: 'pkcs8', format: 'der' })
  .toString('base64')
/** Of an EC key, which DKIM does not have. */
export const EC_KEY =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELMvUwmjCB0B0boRAIgNAxGzB9hoT8yAJjFOazvPQr6vl8bLAh+VSSVx6CcoGv2MlAILvdXutbYWT15vr/aRLXA=='
/** Of an Ed25519 key: its 32 octets. */
export const ED25519_KEY = '18glBe7k9pLWLRF+D8S6IFe4wuibDZAXPUuR8S/humY='
/** A certificate, which has a key inside. */
export const CERTIFICATE =
  'MIIBdDCCARugAwIBAgIUAJMfKIUSi5b35RcQrzQ/3XEWrlswCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjkwNzE2MTdaGA8yMTI2MTEwNTA3MTYxN1owDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFXPyRAosXtSOkqNglNn1VjSGAHr40XWmo14152ya5mgEaifuriA4+eNBoKb7R3II5wXI8ziWquj+ef2TcjP9vejUzBRMB0GA1UdDgQWBBTy5QNJL3E49pTUdIvoOBa2FxOyajAfBgNVHSMEGDAWgBTy5QNJL3E49pTUdIvoOBa2FxOyajAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIFuzc8v64OceDN7I65O0tC8lB35Ch0Vp3c8kSgUPTa0rAiB2GzLZxSF4HG3ZwOXkaNliUMU95nlsR9zp3Zwt+qhBiA=='
