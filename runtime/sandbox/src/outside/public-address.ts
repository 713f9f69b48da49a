import { BlockList, isIP } from 'node:net'

/** IPv4 that is not the open internet (IANA's special-purpose registry), and clouds' own services at public addresses. */
const NOT_PUBLIC_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared by carriers; also a cloud's metadata (100.100.100.200)
  ['127.0.0.0', 8],
  ['168.63.129.16', 32], // a cloud's own service, at a public address
  ['169.254.0.0', 16], // link-local, and metadata (169.254.169.254)
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Within 2000::/3, outside of which nothing is public: mapped, NAT64, unique-local, link-local and multicast lie elsewhere. */
const NOT_PUBLIC_V6: readonly [string, number][] = [
  ['2001::', 23], // Teredo, ORCHID and others: an IPv4 address may be hidden within
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4: an IPv4 address within
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

const listOf = (subnets: readonly [string, number][], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList()
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family)
  return list
}
const refusedV4 = listOf(NOT_PUBLIC_V4, 'ipv4')
const refusedV6 = listOf(NOT_PUBLIC_V6, 'ipv6')
const globalV6 = listOf([['2000::', 3]], 'ipv6')

/** Whether an address belongs to the open internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refusedV4.check(address, 'ipv4')
    case 6:
      // a zone (`fe80::1%eth0`) names a local interface
      return !address.includes('%') && globalV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6')
    default:
      return false
  }
}
