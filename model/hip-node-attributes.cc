// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What a user may set on a node that speaks HIP, and what can be traced.

#include "hip-node-application.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

namespace ns3
{

TypeId
HipNodeApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipNodeApplication")
            .SetParent<Application>()
            .SetGroupName("Hip")
            .AddAttribute("Dialect",
                          "hipv2, or 2003: HIP as the drafts hip-08 and mm-00 had it.",
                          StringValue("hipv2"),
                          MakeStringAccessor(&HipNodeApplication::m_dialect),
                          MakeStringChecker())
            .AddAttribute(
                "KeyKind",
                "Kind of host key that is generated unless one is set: rsa-2048, rsa-3072, "
                "rsa-4096, ecdsa-p256 or ecdsa-p384; in the dialect of 2003 dsa-1024, rsa-1024 up "
                "to rsa-4096. default: ecdsa-p256, dsa-1024.",
                StringValue("default"),
                MakeStringAccessor(&HipNodeApplication::m_keyKind),
                MakeStringChecker())
            .AddAttribute("Crypto",
                          "real: OpenSSL; modelled: same sizes and packets, no secrecy, cheap.",
                          StringValue("real"),
                          MakeStringAccessor(&HipNodeApplication::m_fidelity),
                          MakeStringChecker())
            .AddAttribute("DhGroups",
                          "Diffie-Hellman groups by preference, separated by commas: modp-1536, "
                          "modp-3072, p256, p384, p521; in the dialect of 2003 oakley-1, oakley-2, "
                          "modp-1536 up to modp-8192. default: "
                          "p256,p384,p521,modp-3072,modp-1536, and modp-1536.",
                          StringValue("default"),
                          MakeStringAccessor(&HipNodeApplication::m_dhGroups),
                          MakeStringChecker())
            .AddAttribute("HipCiphers",
                          "HIP ciphers by preference: aes-128-cbc, aes-256-cbc, null; in the "
                          "dialect of 2003 transforms: aes-cbc-sha1, 3des-cbc-sha1, null-sha1. "
                          "default: aes-128-cbc,aes-256-cbc, and aes-cbc-sha1,3des-cbc-sha1.",
                          StringValue("default"),
                          MakeStringAccessor(&HipNodeApplication::m_hipCiphers),
                          MakeStringChecker())
            .AddAttribute("EspSuites",
                          "ESP suites by preference: aes-128-gcm-16, aes-128-gcm-8, "
                          "aes-128-cbc-sha256, aes-256-cbc-sha256, null-sha256; in the dialect of "
                          "2003 aes-128-cbc-sha1, 3des-cbc-sha1, null-sha1. default: "
                          "aes-128-gcm-16,aes-128-cbc-sha256,aes-256-cbc-sha256, and "
                          "aes-128-cbc-sha1,3des-cbc-sha1.",
                          StringValue("default"),
                          MakeStringAccessor(&HipNodeApplication::m_espSuites),
                          MakeStringChecker())
            .AddAttribute("PuzzleDifficulty",
                          "K of the puzzles that this host sets, in bits.",
                          UintegerValue(10),
                          MakeUintegerAccessor(&HipNodeApplication::m_puzzleDifficulty),
                          MakeUintegerChecker<uint8_t>(0, 24))
            .AddAttribute("PuzzleLifetime",
                          "Lifetime of the puzzles that this host sets, coded as 2^(value-32) s.",
                          UintegerValue(37),
                          MakeUintegerAccessor(&HipNodeApplication::m_puzzleLifetime),
                          MakeUintegerChecker<uint8_t>(32, 63))
            .AddAttribute("RetransmissionTimeout",
                          "First wait for an answer; doubles with each retransmission, up to 16 s.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&HipNodeApplication::m_retransmission),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("MaxRetries",
                          "Retransmissions of I1, I2 and UPDATE before giving up.",
                          UintegerValue(7),
                          MakeUintegerAccessor(&HipNodeApplication::m_maxRetries),
                          MakeUintegerChecker<uint32_t>(0, 100))
            .AddAttribute("UnusedLifetime",
                          "UAL: an association without traffic for so long is closed.",
                          TimeValue(Minutes(15)),
                          MakeTimeAccessor(&HipNodeApplication::m_unusedLifetime),
                          MakeTimeChecker(Seconds(1)))
            .AddAttribute("QueueData",
                          "Hold data while its association is made; else drop it.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HipNodeApplication::m_queueData),
                          MakeBooleanChecker())
            .AddAttribute("QueueSize",
                          "Packets held for one association at the most.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&HipNodeApplication::m_queueSize),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ReplayWindow",
                          "Anti-replay window in packets, a multiple of 64.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&HipNodeApplication::m_replayWindow),
                          MakeUintegerChecker<uint32_t>(64, 65536))
            .AddAttribute("UseCredit",
                          "Send to a peer's unverified address as much as has come from it (RFC "
                          "8046 §5.6); else, and always in the dialect of 2003, hold data until "
                          "the address is verified.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HipNodeApplication::m_useCredit),
                          MakeBooleanChecker())
            .AddAttribute("RekeyOnMove",
                          "Renew the ESP keys with each change of address (RFC 8046 §3.2.2).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HipNodeApplication::m_rekeyOnMove),
                          MakeBooleanChecker())
            .AddAttribute("SaPerPath",
                          "Make a pair of SAs for each path, so that packets that overtake each "
                          "other on unlike links do not fall out of one replay window (RFC 8047 "
                          "§4.3); only with a PathPolicy, and not in the dialect of 2003.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HipNodeApplication::m_saPerPath),
                          MakeBooleanChecker())
            .AddAttribute("LeaseFamily",
                          "Address that a host of 2003 wants agents to lend it: any, ipv4 or ipv6.",
                          StringValue("any"),
                          MakeStringAccessor(&HipNodeApplication::m_leaseFamily),
                          MakeStringChecker())
            .AddAttribute("TellsLeases",
                          "Tell peers addresses that agents have lent, as further ones of this "
                          "host (mm-00 §6.4).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HipNodeApplication::m_tellsLeases),
                          MakeBooleanChecker())
            .AddAttribute("PathPolicy",
                          "How data is spread over several addresses: preferred, failover, "
                          "lowest-delay, weighted:W,W… or flows:port=P>I,dscp=D>I…;POLICY (W of "
                          "each interface, I an interface from 0 on). Empty: to the preferred one.",
                          StringValue(""),
                          MakeStringAccessor(&HipNodeApplication::m_pathPolicy),
                          MakeStringChecker())
            .AddAttribute(
                "ProbeInterval",
                "How often each path is asked whether it works, if there is a policy; 0 = "
                "never.",
                TimeValue(Seconds(1)),
                MakeTimeAccessor(&HipNodeApplication::m_probeInterval),
                MakeTimeChecker(Time(0)))
            .AddAttribute("MaxProbesMissed",
                          "Probes in a row that a path may leave unanswered before it has failed.",
                          UintegerValue(3),
                          MakeUintegerAccessor(&HipNodeApplication::m_maxProbesMissed),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ExportKeys",
                          "Put secrets into the traces SecurityAssociation and Key.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HipNodeApplication::m_exportKeys),
                          MakeBooleanChecker())
            .AddAttribute("CostModel",
                          "How long cryptography takes; none = no time.",
                          PointerValue(),
                          MakePointerAccessor(&HipNodeApplication::m_costModel),
                          MakePointerChecker<CryptoCostModel>())
            .AddAttribute("DadDelay",
                          "Time from a new address of the node to its use by HIP. ns-3's own hosts "
                          "use an address while duplicate address detection (RFC 4862 §5.4, 1 s) "
                          "is under way and ignore its result; this delay stands for it.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&HipNodeApplication::m_dadDelay),
                          MakeTimeChecker(Seconds(0)))
            .AddTraceSource("Locator",
                            "An address of the node that HIP uses from now on.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_locatorTrace),
                            "ns3::HipLocatorTracedCallback")
            .AddTraceSource("Event",
                            "Anything that happened in the protocol.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_eventTrace),
                            "ns3::HipEventTracedCallback")
            .AddTraceSource("SecurityAssociation",
                            "One direction of ESP came into use.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_saTrace),
                            "ns3::HipSaTracedCallback")
            .AddTraceSource("Key",
                            "Key material of an association, if ExportKeys is set.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_keyTrace),
                            "ns3::HipKeyTracedCallback")
            .AddTraceSource("EspSend",
                            "A packet of the layers above was sealed in ESP.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_espSendTrace),
                            "ns3::HipEspTracedCallback")
            .AddTraceSource("EspReceive",
                            "An ESP packet was opened, or refused as a replay.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_espReceiveTrace),
                            "ns3::HipEspTracedCallback")
            .AddTraceSource("Drop",
                            "A packet was refused, with the reason.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_dropTrace),
                            "ns3::HipDropTracedCallback")
            .AddTraceSource("Work",
                            "Cryptographic work was done, and what it costs by the cost model.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_workTrace),
                            "ns3::HipWorkTracedCallback");
    return tid;
}

} // namespace ns3
