// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_HIP_LOOKUP_H
#define HIP_CORE_PROXY_HIP_LOOKUP_H

#include "core/association/dialect.h"
#include "core/resolver/dns-message.h"
#include "core/resolver/dns-output.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hip
{

/// What DNS says about a name, as far as HIP is concerned: the patent's {HIT, IP_fa}.
struct HipFinding
{
    enum class Kind : std::uint8_t
    {
        FOUND,
        NO_HIP,     ///< there is no HIP record: the name is none of ours
        NO_ADDRESS, ///< a HIP host, but neither it nor its agent has an address
        FAILED,     ///< servers did not answer, or no HIP record can be trusted
    };

    Kind kind = Kind::FAILED;
    Hit hit;
    /// Of the agents if there are any, else of the host; IPv6 first, and then as the record has
    /// them.
    std::vector<IpAddress> locators;
    bool hasAgent = false;
    std::uint32_t ttl = 0; ///< seconds, the lowest of all records used
};

/**
 * Finds HIT and address of one name: the HIP record first, then AAAA and A of all its rendezvous
 * servers, or of the name itself if it has none (RFC 8005 §4.1). The servers are in the order in
 * which they are to be tried.
 */
class HipLookup
{
  public:
    /// @param dialect whose records are of use; those of another one are refused
    /// @param context for the check that a HIT derives from its key; outlives the lookup
    HipLookup(DnsName name, const Dialect& dialect, CryptoContext& context);

    /// @return what has to be asked now; the outcome of each goes to Handle
    std::vector<DnsQuestion> TakeQuestions();

    /// Takes the outcome of a question.
    void Handle(const DnsQuestion& question, DnsStatus status, const DnsMessage& message);

    /// @return what was found; nothing as long as the lookup goes on
    const std::optional<HipFinding>& GetFinding() const
    {
        return m_finding;
    }

    /// @return why HIP records were refused since the last call, once for each
    std::vector<DropReason> TakeRefusals();

  private:
    /// A name whose addresses are of use.
    struct Target
    {
        DnsName name;
        std::vector<IpAddress> addresses6{};
        std::vector<IpAddress> addresses4{};
    };

    void HandleRecords(DnsStatus status, const DnsMessage& message);
    void HandleAddresses(const DnsName& name, DnsStatus status, const DnsMessage& message);
    void CollectLocators();
    bool Choose(const std::vector<Bytes>& records);
    bool IsUsable(const IpAddress& address) const;
    std::vector<Target>::iterator FindTarget(const DnsName& name);
    void AskForAddresses();
    void End(HipFinding::Kind kind);

    DnsName m_name;
    const Dialect& m_dialect;
    CryptoContext& m_context;
    std::vector<DnsQuestion> m_questions; ///< to be asked
    std::vector<Target> m_targets;        ///< the preferred first
    std::size_t m_open = 0;               ///< questions about them without an outcome
    bool m_hasFailed = false;             ///< an address query was not answered properly
    HipFinding m_result;
    std::optional<HipFinding> m_finding;
    std::vector<DropReason> m_refusals;
};

} // namespace hip

#endif // HIP_CORE_PROXY_HIP_LOOKUP_H
