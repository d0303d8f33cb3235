/** What the host names of AWS's services end in: China has a domain of its own. */
export const domainOf = (partition: string): string =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
