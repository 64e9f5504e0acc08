// A wallet of the libraries oid4vc-ts (@openid4vc), sd-jwt-js, dcql and jose.
import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { clientAuthenticationNone, setGlobalConfig } from '@openid4vc/oauth2'
import { setGlobalConfig as setIssuanceConfig, Openid4vciClient } from '@openid4vc/openid4vci'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { DcqlQuery } from 'dcql'
import * as jose from 'jose'
import { Browser } from './browser.mjs'
import { didJwk, digest, keyOfChain, keyOfDidUrl, main, publicOf, random, Store } from './parts.mjs'

const CLIENT_ID = 'oid4vc-ts-wallet'
const REDIRECT_URI = 'http://127.0.0.1:8765/callback'

/// Keys are found by their public part.
function callbacks(keys, { registry, anchor }) {
  const privateOf = (jwk) => keys.find(({ x, y }) => x === jwk.x && y === jwk.y)
  return {
    hash: digest,
    generateRandom: random,
    clientAuthentication: clientAuthenticationNone({ clientId: CLIENT_ID }),
    signJwt: async (signer, { header, payload }) => {
      const key = await jose.importJWK(privateOf(signer.publicJwk), signer.alg)
      const jwt = await new jose.SignJWT(payload).setProtectedHeader(header).sign(key)
      return { jwt, signerJwk: signer.publicJwk }
    },
    verifyJwt: async (signer, { compact }) => {
      const signerJwk =
        signer.method === 'did'
          ? await keyOfDidUrl(registry, signer.didUrl)
          : signer.method === 'x5c'
            ? keyOfChain(signer.x5c, readFileSync(anchor))
            : signer.publicJwk
      try {
        await jose.compactVerify(compact, await jose.importJWK(signerJwk, signer.alg))
        return { verified: true, signerJwk }
      } catch {
        return { verified: false, signerJwk }
      }
    },
    encryptJwe: async ({ publicJwk, alg, enc, kid }, data) => ({
      encryptionJwk: publicJwk,
      jwe: await new jose.CompactEncrypt(new TextEncoder().encode(data))
        .setProtectedHeader({ alg, enc, kid: kid ?? publicJwk.kid })
        .encrypt(await jose.importJWK(publicJwk, alg)),
    }),
    decryptJwe: async () => ({ decrypted: false }),
    getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
  }
}

async function issuance(store, options) {
  const holder = await store.key('holder')
  const dpopKey = await store.key('dpop')
  return {
    holder,
    client: new Openid4vciClient({ callbacks: callbacks([holder, dpopKey], options) }),
    dpop: options.dpop
      ? { signer: { method: 'jwk', alg: 'ES256', publicJwk: publicOf(dpopKey) } }
      : undefined,
  }
}

/// The credential once its signature, its status and its key were looked at.
async function checked(credential, holder, { registry }) {
  const verifier = async (data, signature) => {
    const { iss } = jose.decodeJwt(credential)
    const { kid } = jose.decodeProtectedHeader(credential)
    const jwk = await keyOfDidUrl(registry, kid.startsWith('#') ? iss + kid : kid)
    return jose
      .compactVerify(`${data}.${signature}`, await jose.importJWK(jwk, 'ES256'))
      .then(() => true, () => false)
  }
  const statusVerifier = async (data, signature) => {
    const { kid } = jose.decodeProtectedHeader(`${data}.${signature}`)
    await jose.compactVerify(
      `${data}.${signature}`,
      await jose.importJWK(await keyOfDidUrl(registry, kid), 'ES256'),
    )
    return true
  }
  const { payload } = await new SDJwtVcInstance({ hasher: digest, verifier, statusVerifier }).verify(credential)
  if (payload.cnf.jwk.x !== holder.x) throw new Error('the credential is bound to another key')
  return payload
}

async function keep(store, credentials, holder, options) {
  const claims = []
  for (const { credential } of credentials) {
    claims.push(await checked(credential, holder, options))
    store.credentials.push(credential)
  }
  return claims
}

/// Asks with the access token for what the offer has.
async function retrieve(store, options, { client, holder }, { offer, issuerMetadata, token }) {
  const [credentialConfigurationId] = offer.credential_configuration_ids
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata })
  const { jwt } = await client.createCredentialRequestJwtProof({
    issuerMetadata,
    credentialConfigurationId,
    nonce,
    issuedAt: new Date(),
    signer: { method: 'jwk', alg: 'ES256', publicJwk: publicOf(holder) },
  })
  const retrieved = await client.retrieveCredentials({
    issuerMetadata,
    credentialConfigurationId,
    proofs: { jwt: [jwt] },
    accessToken: token.accessTokenResponse.access_token,
    dpop: token.dpop,
  })
  const tokenType = token.accessTokenResponse.token_type
  if (!retrieved.ok) throw Object.assign(new Error('no credential'), { response: retrieved.response })
  const { credentials, transaction_id: transactionId, interval, notification_id } = retrieved.credentialResponse
  if (transactionId) {
    store.pending = {
      transactionId,
      accessToken: token.accessTokenResponse.access_token,
      dpop: token.dpop,
      issuer: offer.credential_issuer,
    }
    return { tokenType, transactionId, interval }
  }
  const claims = await keep(store, credentials, holder, options)
  const notified = await client.sendNotification({
    issuerMetadata,
    notification: { notificationId: notification_id, event: 'credential_accepted' },
    accessToken: token.accessTokenResponse.access_token,
    dpop: token.dpop,
  })
  return { tokenType, claims, notified: notified.ok }
}

/// Takes up an offer with a pre-authorized code.
async function accept(store, options) {
  const parts = await issuance(store, options)
  const { client, dpop } = parts
  const offer = await client.resolveCredentialOffer(options.offer)
  const issuerMetadata = await client.resolveIssuerMetadata(offer.credential_issuer)
  const token = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    credentialOffer: offer,
    issuerMetadata,
    txCode: options.txCode,
    dpop,
  })
  return retrieve(store, options, parts, { offer, issuerMetadata, token })
}

/// Takes up an offer whose holder shows who they are: PAR, PKCE, the browser, the code.
async function authorize(store, options) {
  const parts = await issuance(store, options)
  const { client, dpop } = parts
  const offer = await client.resolveCredentialOffer(options.offer)
  const issuerMetadata = await client.resolveIssuerMetadata(offer.credential_issuer)
  const [id] = offer.credential_configuration_ids
  const begun = await client.initiateAuthorization({
    credentialOffer: offer,
    issuerMetadata,
    clientId: CLIENT_ID,
    redirectUri: REDIRECT_URI,
    scope: issuerMetadata.credentialIssuer.credential_configurations_supported[id].scope,
    dpop,
  })
  const url = await new Browser().authorize(begun.authorizationRequestUrl, REDIRECT_URI, (request) =>
    present(store, { ...options, request }),
  )
  const response = client.parseAndVerifyAuthorizationResponseRedirectUrl({
    url,
    authorizationServerMetadata: issuerMetadata.authorizationServers[0],
  })
  const token = await client.retrieveAuthorizationCodeAccessTokenFromOffer({
    credentialOffer: offer,
    issuerMetadata,
    authorizationCode: response.code,
    pkceCodeVerifier: begun.pkce.codeVerifier,
    redirectUri: REDIRECT_URI,
    dpop: begun.dpop ?? dpop,
  })
  const answer = await retrieve(store, options, parts, { offer, issuerMetadata, token })
  return { ...answer, pushed: begun.authorizationRequestUrl.includes('request_uri='), iss: response.iss }
}

/// Asks again for what was deferred.
async function collect(store, options) {
  const { client, holder } = await issuance(store, options)
  const { transactionId, accessToken, dpop, issuer } = store.pending
  const retrieved = await client.retrieveDeferredCredentials({
    issuerMetadata: await client.resolveIssuerMetadata(issuer),
    transactionId,
    accessToken,
    dpop,
  })
  if (!retrieved.ok) throw Object.assign(new Error('no credential'), { response: retrieved.response })
  const { credentials } = retrieved.deferredCredentialResponse
  return credentials ? { claims: await keep(store, credentials, holder, options) } : { waits: true }
}

/// The members that are to be shown, as sd-jwt-js wants them.
const frame = (shown) =>
  Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [
      name,
      value !== null && typeof value === 'object' && !Array.isArray(value) ? frame(value) : true,
    ]),
  )

/// Answers a request for a presentation with the first credential that satisfies it.
async function present(store, options) {
  const holder = await store.key('holder')
  const client = new Openid4vpClient({ callbacks: callbacks([holder], options) })
  const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: options.request })
  const resolved = await client.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params })
  const request = resolved.authorizationRequestPayload
  const query = DcqlQuery.parse(resolved.dcql.query)
  DcqlQuery.validate(query)
  const instance = new SDJwtVcInstance({
    hasher: digest,
    kbSignAlg: 'ES256',
    kbSigner: async (data) => {
      const key = createPrivateKey({ key: holder, format: 'jwk' })
      return sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
    },
  })
  const held = []
  for (const credential of store.credentials) {
    const claims = await instance.getClaims(credential)
    held.push({
      credential_format: 'dc+sd-jwt',
      vct: claims.vct,
      claims,
      cryptographic_holder_binding: true,
    })
  }
  const found = DcqlQuery.query(query, held)
  if (!found.can_be_satisfied) throw new Error('the wallet has nothing that answers the query')
  const vpToken = {}
  for (const [id, match] of Object.entries(found.credential_matches)) {
    const [best] = match.valid_credentials
    vpToken[id] = [
      await instance.present(
        store.credentials[best.input_credential_index],
        frame(best.claims.valid_claim_sets[0].output),
        {
          kb: {
            payload: {
              iat: Math.floor(Date.now() / 1000),
              nonce: request.nonce,
              aud: request.client_id,
            },
          },
        },
      ),
    ]
  }
  const encrypted = request.response_mode === 'direct_post.jwt'
  const response = await client.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: { vp_token: vpToken },
    jarm: encrypted
      ? {
          encryption: { nonce: request.nonce },
          serverMetadata: {
            authorization_signing_alg_values_supported: [],
            authorization_encryption_alg_values_supported: ['ECDH-ES'],
            authorization_encryption_enc_values_supported: [options.enc ?? 'A256GCM'],
          },
        }
      : undefined,
  })
  const submitted = await client.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: response.authorizationResponsePayload,
    jarm: response.jarm,
  })
  if (!submitted.response.ok) throw Object.assign(new Error('not accepted'), { response: submitted.response })
  const { redirect_uri: redirectUri } = await submitted.response.json()
  return { client: resolved.client.prefix, version: resolved.version, encrypted, redirectUri }
}

setGlobalConfig({ allowInsecureUrls: true })
setIssuanceConfig({ allowInsecureUrls: true })

const store = new Store()
await main({
  did: async () => ({ did: didJwk(await store.key('holder')) }),
  accept: (options) => accept(store, options),
  authorize: (options) => authorize(store, options),
  collect: (options) => collect(store, options),
  present: (options) => present(store, options),
})
