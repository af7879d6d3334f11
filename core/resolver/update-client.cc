// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/update-client.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr unsigned MAX_TRIES = 16;

const UpdateOptions&
Check(const UpdateOptions& options)
{
    if (options.tries < 1 || options.tries > MAX_TRIES)
    {
        throw std::invalid_argument("a DNS update is tried 1 to 16 times");
    }
    if (options.timeout <= Duration::zero() || options.maxTimeout < options.timeout)
    {
        throw std::invalid_argument("the timeout of a DNS update must be positive, and not above "
                                    "its maximum");
    }
    return options;
}

} // namespace

bool
UpdateClient::Pending::Expects(const DnsMessage& response,
                               const IpAddress& from,
                               std::uint16_t toPort,
                               DnsTransport over) const
{
    return transaction.IsRepeatedBy(response, toPort, over) &&
           std::find(servers.begin(), servers.end(), from) != servers.end();
}

UpdateClient::UpdateClient(const UpdateOptions& options,
                           std::optional<TsigKey> key,
                           RandomSource& random)
    : m_options(Check(options)),
      m_key(std::move(key)),
      m_random(random)
{
}

void
UpdateClient::Start(const ZoneUpdate& update, const std::vector<IpAddress>& servers, Time now)
{
    Cancel();
    Pending& pending = m_pending.emplace(DnsTransaction::Draw(m_random, DnsTransport::UDP));
    pending.message = update.ToMessage(pending.transaction.id).Write();
    pending.mac = m_key ? Sign(pending.message, *m_key, {}, now) : Bytes();
    pending.servers = servers;
    if (pending.message.size() > DNS_PLAIN_UDP_SIZE)
    {
        pending.transaction.transport = DnsTransport::TCP;
    }
    Send(now);
}

void
UpdateClient::Cancel()
{
    m_pending.reset();
    m_toSend.reset();
    m_outcome.reset();
}

void
UpdateClient::Send(Time now)
{
    Pending& pending = *m_pending;
    const IpAddress& server = pending.servers[pending.tries % pending.servers.size()];
    DnsTransaction& transaction = pending.transaction;
    m_toSend = SendQuery{server, transaction.localPort, transaction.transport, pending.message};
    const Duration wait = GetDoubledWait(m_options.timeout, pending.tries);
    transaction.deadline = now + std::min(wait, m_options.maxTimeout);
    ++pending.tries;
}

void
UpdateClient::HandleResponse(ByteSpan response,
                             const IpAddress& server,
                             std::uint16_t localPort,
                             DnsTransport transport,
                             Time now)
{
    const Result<DnsMessage> message = DnsMessage::Parse(response);
    if (!message)
    {
        m_drops.Add(message.error());
        return;
    }
    const bool isUpdate = message->isResponse && message->opcode == DNS_OPCODE_UPDATE;
    if (!isUpdate || !m_pending || !m_pending->Expects(*message, server, localPort, transport))
    {
        m_drops.Add(DropReason::UNMATCHED_DNS_RESPONSE);
    }
    else if (!IsAuthentic(response, *message, now))
    {
        m_drops.Add(DropReason::BAD_MAC);
    }
    else if (message->rcode != DnsRcode::SERVER_FAILURE) // which may pass
    {
        const bool isDone = message->rcode == DnsRcode::NO_PROBLEM;
        Finish(isDone ? UpdateOutcome::Status::DONE : UpdateOutcome::Status::REFUSED,
               message->rcode);
    }
}

bool
UpdateClient::IsAuthentic(ByteSpan wire, const DnsMessage& response, Time now) const
{
    if (!m_key)
    {
        return true;
    }
    const auto split = SignedMessage::Split(wire, response);
    if (!split || !*split)
    {
        return false;
    }
    const TsigError error = (*split)->Verify(*m_key, m_pending->mac, now);
    // The server that tells BADTIME repeats our time, which may be far from now.
    return error == TsigError::NONE ||
           (error == TsigError::BAD_TIME && (*split)->tsig.error == TsigError::BAD_TIME);
}

void
UpdateClient::Finish(UpdateOutcome::Status status, DnsRcode rcode)
{
    m_pending.reset();
    m_toSend.reset();
    m_outcome = UpdateOutcome{status, rcode};
}

void
UpdateClient::HandleTimeout(Time now)
{
    if (!m_pending || m_pending->transaction.deadline > now)
    {
        return;
    }
    if (m_pending->tries < m_options.tries)
    {
        Send(now);
    }
    else
    {
        Finish(UpdateOutcome::Status::TIMED_OUT, DnsRcode::SERVER_FAILURE);
    }
}

UpdateOutput
UpdateClient::Poll()
{
    if (m_toSend)
    {
        return *std::exchange(m_toSend, std::nullopt);
    }
    if (m_outcome)
    {
        return *std::exchange(m_outcome, std::nullopt);
    }
    return DnsIdle{m_pending ? m_pending->transaction.deadline : NEVER};
}

} // namespace hip
