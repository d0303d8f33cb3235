import { contract } from './contract.ts';

contract('MiniStack', async () => ({
  url: process.env.MINISTACK_URL ?? '',
  network: { subnets: ['subnet-0a11'], securityGroups: ['sg-0c33'] },
}));
