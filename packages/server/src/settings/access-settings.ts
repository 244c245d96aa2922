// What the settings of a server mean for accounts and access.
import type { AccessSettings } from '../access/settings.ts';
import type { ServerSettings } from './server-settings.ts';

/** Settings of access out of those of the server. */
export function accessSettingsOf({ accounts, publicUrl }: ServerSettings): AccessSettings {
  const { issuer, clientId, clientSecret, requestsPerSecond, trustedProxies, allowedHosts, allowedOrigins } = accounts;
  // Ten seconds' worth may come at once: a page with previews asks for dozens.
  const rate = requestsPerSecond > 0 ? { perSecond: requestsPerSecond, burst: 10 * requestsPerSecond } : false;
  return {
    ...(publicUrl !== undefined && { publicUrl }),
    ...(issuer !== undefined && { oidc: { issuer, clientId, ...(clientSecret !== undefined && { clientSecret }) } }),
    trustedProxies,
    allowedHosts,
    allowedOrigins,
    rates: { account: rate, address: rate },
  };
}
