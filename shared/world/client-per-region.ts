/** One client for each region that is asked about, made when it first is. */
export function clientPerRegion<C>(
  make: (region: string | undefined) => C,
): (region: string | undefined) => C {
  const clients = new Map<string | undefined, C>();
  return (region) => {
    const client = clients.get(region) ?? make(region);
    clients.set(region, client);
    return client;
  };
}
