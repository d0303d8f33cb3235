import { contract } from './contract.ts';

/** Whom a request is for: moto reads no more of a signature. */
const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20260301/eu-west-1/ec2/aws4_request, SignedHeaders=host, Signature=0';

/** moto starts tasks in a network that it knows. Every account has one; which, its EC2 tells. */
async function anyOf(url: string, Action: string, element: string): Promise<string> {
  const body = new URLSearchParams({ Action, Version: '2016-11-15' });
  const answer = await fetch(url, { method: 'POST', headers: { authorization }, body });
  const [, id] = new RegExp(`<${element}>([^<]+)<`).exec(await answer.text()) ?? [];
  if (!id) throw new Error(`moto's ${Action} tells no ${element}`);
  return id;
}

contract('moto', async () => {
  const url = process.env.MOTO_URL ?? '';
  const subnets = [await anyOf(url, 'DescribeSubnets', 'subnetId')];
  const securityGroups = [await anyOf(url, 'DescribeSecurityGroups', 'groupId')];
  return { url, network: { subnets, securityGroups } };
});
