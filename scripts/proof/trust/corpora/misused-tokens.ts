import type { Forge, ForgedToken } from './token-forge.ts'

/** The issuer signed these, for another time, place or use than this. */
export async function misused(forge: Forge): Promise<ForgedToken[]> {
  const { claims, header, now } = forge
  const without = (name: string) =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))
  const changes: Record<string, unknown>[] = [
    ...[now - 31, now - 300, 0, -1, `${now + 300}`, null, 'never', [now + 300], {}, true].map(
      (exp) => ({ exp }),
    ),
    ...[now + 40, now + 600, `${now}`, null, [now], now - 640, now - 3_600, 0].map((iat) => ({
      iat,
    })),
    ...[now + 40, now + 3_600, `${now}`, null, {}].map((nbf) => ({ nbf })),
    ...['', `${forge.issuer}/`, forge.issuer.toUpperCase(), 'https://evil.test', null, 1].map(
      (iss) => ({ iss }),
    ),
    { iss: [forge.issuer] },
    { iss: `${forge.issuer}.evil.test` },
    ...['', 'CRM', 'crm ', 'core', 'crm2', null, ['core', 'erp'], { crm: 1 }, []].map((aud) => ({
      aud,
    })),
    ...['', 'bnk_other', '../bnk_shiqiao', "bnk_x' or '1'='1", null, 1, ['bnk_shiqiao'], {}].map(
      (tid) => ({ tid }),
    ),
    { tid: 'ｂnk_shiqiao' },
    { tid: 'bnk_shiqiao\u0000' },
    ...['', 'stf_nobody', 'cus_li', "stf_x' or 1=1", 'STF_CHEN', null, 1, ['stf_chen'], {}].map(
      (sub) => ({ sub }),
    ),
    { sub: 'stf_chen\n' },
    { sub: 'stf_chen\u200b' },
    { sid: 1 },
    { sid: 's'.repeat(101) },
    { auth_time: 1e20 },
    { cnf: { jkt: 'a-key-that-nobody-shows' } },
    { cnf: { 'x5t#S256': 'a-certificate-that-nobody-shows' } },
    { cnf: { hsh: 'a-session-of-another-host' } },
    { cnf: { jkt: 1 } },
    { cnf: 'bound' },
  ]
  const kinds = [
    'JWT',
    'jwt',
    '',
    'dpop+jwt',
    'logout+jwt',
    'id_token',
    'at+jwt;x=1',
    'at',
    null,
    1,
  ]
  const critical = [['x'], ['exp'], ['b64'], [], 'x', null, {}, ['alg']]
  const said = [
    ...Object.keys(claims).map((name) => ({ payload: without(name) })),
    ...changes.map((change) => ({ payload: { ...claims, ...change } })),
    ...kinds.map((typ) => ({ header: { ...header, typ } })),
    { header: { alg: 'ES256', kid: 'bank-1' } },
    ...critical.map((crit) => ({ header: { ...header, crit, x: 1, b64: false } })),
    { header: '{"alg":"ES256","alg":"none","typ":"at+jwt","kid":"bank-1"}' },
    { header: '{"alg":"ES256","alg":"HS256","typ":"at+jwt","kid":"bank-1"}' },
    { header: '{"alg":"ES256","typ":"at+jwt","typ":"JWT","kid":"bank-1"}' },
    { header: '[]' },
    { header: '"ES256"' },
    { header: 'null' },
    { header: '{' },
    ...['[]', 'null', '1', '"x"', '{', '', '\u0000', '{"sub":"stf_chen"'].map((payload) => ({
      payload,
    })),
  ]
  return Promise.all(
    said.map(async (one) => ({
      trick: `issued ${JSON.stringify(one).slice(0, 160)}`,
      token: await forge.issued(one),
    })),
  )
}
