// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_LINK_LOSS_H
#define HIP_LINK_LOSS_H

#include "ns3/node.h"

namespace ns3
{

/**
 * @ingroup hip
 *
 * Does what a host does when a link is gone, and what ns-3's hosts do not: all addresses that the
 * interface got for the link leave, IPv4 and IPv6, with the prefixes that routers have advertised
 * there and all routes out of the interface. The link-local address stays, and the interface up.
 *
 * Advertised prefixes must be valid for ever (0xffffffff s): ns-3 3.37 ends the program if a prefix
 * goes before its timer.
 *
 * @param node the host
 * @param device its end of the link
 */
void HipForgetLink(Ptr<Node> node, Ptr<NetDevice> device);

} // namespace ns3

#endif // HIP_LINK_LOSS_H
