// The OpenID provider of the stack, on loopback. Who logs in as "alice" is alice@example.com, with any password; a name
// that begins with "unverified" has an address that the provider does not vouch for.
import http from 'node:http';
import { createRequire } from 'node:module';
import { generateKeyPairSync } from 'node:crypto';

const modules = createRequire(`${process.env.NODE_PATH}/`);
const { default: Provider } = await import(modules.resolve('oidc-provider'));

const port = Number(process.env.OIDC_PORT);
const seconds = 300; // of a token
const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';

const emailClaims = (id) => ({ email: `${id}@example.com`, email_verified: !id.startsWith('unverified') });
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'test' }] },
  cookies: { keys: ['loopback only'] },
  clients: [{
    client_id: 'sigstore',
    token_endpoint_auth_method: 'none', // a program on a desk keeps no secret
    application_type: 'native', // so the port of a loopback redirect may be any (RFC 8252, section 7.3)
    grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
    response_types: ['code'],
    redirect_uris: ['localhost', '127.0.0.1', '[::1]']
      .flatMap((host) => ['/auth/callback', '/callback', '/'].map((path) => `http://${host}${path}`))
      .concat(outOfBand),
  }],
  pkce: { required: () => true },
  scopes: ['openid', 'email'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false, // the address goes into the identity token
  ttl: { IdToken: seconds, AccessToken: seconds, AuthorizationCode: 60, Interaction: 600, Session: 3600, Grant: 3600 },
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...emailClaims(id) }) }),
  // sigstore-python hands Fulcio the access token, and reads it as a JWT for "sigstore".
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:sigstore',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'openid email', audience: 'sigstore', accessTokenTTL: seconds, accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: async (_, token) => emailClaims(token.accountId),
});

// No browser can follow a redirect out of band: the code is shown on a page, as Dex shows it.
provider.use(async (ctx, next) => {
  await next();
  const location = ctx.response.get('location');
  if (!location?.startsWith(outOfBand)) return;
  const answer = new URL(location.replace(outOfBand, 'http://x/')).searchParams;
  const text = (answer.get('code') ?? answer.get('error')).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  ctx.remove('location');
  Object.assign(ctx, { status: 200, type: 'html' });
  ctx.body = `<!doctype html><title>Login</title><input id="code" readonly value="${text}">`;
});

// sigstore-python and Go's oauth2 send the name of the client with an empty secret (`Basic`), as Dex takes it; this
// provider takes the name in the body only.
const answer = provider.callback();
http.createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '');
  if (!basic || request.url !== '/token') return answer(request, response);
  const [client, secret] = Buffer.from(basic[1], 'base64').toString().split(':');
  if (secret) return answer(request, response);
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    delete request.headers.authorization;
    request.body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    request.body.client_id ??= decodeURIComponent(client);
    answer(request, response);
  });
}).listen(port, '127.0.0.1');
