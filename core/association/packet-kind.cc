// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/packet-kind.h"

namespace hip
{

const char*
ToString(PacketKind kind)
{
    switch (kind)
    {
    case PacketKind::I1:
        return "I1";
    case PacketKind::R1:
        return "R1";
    case PacketKind::I2:
        return "I2";
    case PacketKind::R2:
        return "R2";
    case PacketKind::NES:
        return "NES";
    case PacketKind::REA:
        return "REA";
    case PacketKind::BOS:
        return "BOS";
    case PacketKind::CER:
        return "CER";
    case PacketKind::AC:
        return "AC";
    case PacketKind::ACR:
        return "ACR";
    case PacketKind::FAQ:
        return "FAQ";
    case PacketKind::FAA:
        return "FAA";
    case PacketKind::FAD:
        return "FAD";
    case PacketKind::UPDATE:
        return "UPDATE";
    case PacketKind::NOTIFY:
        return "NOTIFY";
    case PacketKind::CLOSE:
        return "CLOSE";
    case PacketKind::CLOSE_ACK:
        return "CLOSE_ACK";
    case PacketKind::PAYLOAD:
        return "PAYLOAD";
    }
    return "unknown";
}

} // namespace hip
