import { afterAll } from '@jest/globals';
import { createCloudServer } from '../../local/cloud/server.ts';
import { openStage } from '../../local/stage.ts';
import { contract } from './contract.ts';

let close = (): void => undefined;

afterAll(() => close());

/** Virtual time stands still: what the contract is about happens at once. */
contract('the local cloud', async () => {
  const { cloud } = await openStage({ place: { region: 'eu-west-1', partition: 'aws' } });
  const server = createCloudServer(cloud, { speed: 0 });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    network: { subnets: ['subnet-0a11'], securityGroups: ['sg-0c33'] },
  };
});
