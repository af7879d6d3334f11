// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Arbitrary octets as a query to servers, as responses to resolvers, and as a zone.
 *
 * The first octet modulo 6 selects: 0 a message, 1 a query to the authoritative server, 2 responses
 * to the stub, 3 responses to the recursive resolver, 4 the text of a zone, 5 an UPDATE, which is
 * signed. Responses stand behind a length of two octets each; the id of the query they meet is put
 * into them, and if bit 7 of the length is set, its question too. What must hold: what is written
 * parses; what parses is written back the same; a response fits its transport; queries end after a
 * bounded number of steps; a bad zone is refused and no more; an UPDATE that is refused changes
 * nothing, and none takes SOA or NS from the zone.
 */

#include "core/crypto/random.h"
#include "core/resolver/authoritative-server.h"
#include "core/resolver/recursive-resolver.h"
#include "core/resolver/stub-resolver.h"
#include "core/util/endian.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

using namespace hip;

namespace
{

const char ZONE[] = "$TTL 60\n"
                    "@ SOA a b 1 2 3 4 5\n"
                    "@ NS ns\n"
                    "ns A 192.0.2.1\n"
                    "hip HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAQ== rvs\n"
                    "* TXT wildcard\n"
                    "sub NS ns.sub\n"
                    "ns.sub AAAA 3ffe::1\n"
                    "www CNAME hip\n"
                    "loop CNAME loop\n"
                    "d DNAME x.y.z.\n";

constexpr unsigned MAX_STEPS = 5000;

void
Require(bool condition, const char* what)
{
    if (!condition)
    {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

DnsMessage
RequireParses(ByteSpan wire)
{
    const Result<DnsMessage> message = DnsMessage::Parse(wire);
    Require(message.has_value(), "what is written parses");
    return *message;
}

void
FuzzMessage(ByteSpan input)
{
    const Result<DnsMessage> message = DnsMessage::Parse(input);
    if (!message)
    {
        return;
    }
    const Bytes written = message->Write();
    Require(RequireParses(written).Write() == written, "what parses is written back the same");
    const Bytes cut = message->WriteWithin(DNS_PLAIN_UDP_SIZE);
    RequireParses(cut);
    for (const DnsRecord& record : message->answer)
    {
        record.ToString();
        record.GetTarget();
    }
    message->GetAddresses();
    message->GetMinTtl();
}

void
FuzzAuthority(ByteSpan input)
{
    AuthoritativeServer server;
    server.AddZone(Zone::Parse(ZONE, "zone", *DnsName::Parse("c")));
    for (const DnsTransport transport : {DnsTransport::UDP, DnsTransport::TCP})
    {
        const Bytes answer = server.Answer(input, transport);
        if (!answer.empty())
        {
            Require(RequireParses(answer).isResponse, "an answer is a response");
            Require(transport == DnsTransport::TCP || answer.size() <= DNS_EDNS_UDP_SIZE,
                    "an answer fits its transport");
        }
    }
}

/// Takes responses from the input, one after the other.
class Responses
{
  public:
    explicit Responses(ByteSpan input)
        : m_rest(input)
    {
    }

    /// @return the next response, made to fit @p query; nothing but an empty one at the end
    Bytes Next(const Bytes& query)
    {
        if (m_rest.size() < 2)
        {
            return {};
        }
        const std::uint16_t length = ReadU16(m_rest);
        const std::size_t size = std::min<std::size_t>(length & 0x7fff, m_rest.size() - 2);
        const ByteSpan taken = m_rest.subspan(2, size);
        Bytes response(taken.begin(), taken.end());
        m_rest = m_rest.subspan(2 + size);
        if (response.size() >= 2)
        {
            std::copy_n(query.begin(), 2, response.begin());
        }
        if ((length & 0x8000) != 0)
        {
            return WithQuestion(response, query);
        }
        return response;
    }

  private:
    static Bytes WithQuestion(const Bytes& response, const Bytes& query)
    {
        Result<DnsMessage> message = DnsMessage::Parse(response);
        if (!message)
        {
            return response;
        }
        message->questions = DnsMessage::Parse(query)->questions;
        message->isResponse = true;
        return message->Write();
    }

    ByteSpan m_rest;
};

/// Feeds responses, or lets time pass where there is none, until the resolver has nothing to do.
template <class Resolver, class Handle>
void
Feed(Resolver& resolver, ByteSpan input, Handle handle)
{
    Responses responses(input);
    Time now{};
    for (unsigned step = 0; step < MAX_STEPS; ++step)
    {
        const DnsOutput output = resolver.Poll();
        if (const auto* query = std::get_if<SendQuery>(&output))
        {
            RequireParses(query->message);
            const Bytes response = responses.Next(query->message);
            if (!response.empty())
            {
                handle(response, *query, now);
            }
        }
        else if (const auto* answer = std::get_if<AnswerClient>(&output))
        {
            RequireParses(answer->message);
            Require(answer->message.size() <= DNS_EDNS_UDP_SIZE, "an answer fits its transport");
        }
        else if (const auto* idle = std::get_if<DnsIdle>(&output))
        {
            if (idle->deadline == NEVER)
            {
                return;
            }
            Require(idle->deadline >= now, "time goes on");
            now = idle->deadline;
            resolver.HandleTimeout(now);
        }
    }
    Require(false, "a query ends");
}

void
FuzzStub(ByteSpan input)
{
    SeededRandom random(1, 1, "fuzz");
    StubResolver stub({}, random);
    const std::vector<IpAddress> servers = {*IpAddress::Parse("3ffe::1"),
                                            *IpAddress::Parse("3ffe::2")};
    stub.Query(*DnsName::Parse("www.c"), DnsType::HIP, servers, Time{});
    Feed(stub, input, [&](const Bytes& response, const SendQuery& query, Time now) {
        stub.HandleResponse(response, query.server, query.localPort, query.transport, now);
    });
}

void
FuzzRecursive(ByteSpan input)
{
    SeededRandom random(1, 1, "fuzz");
    ResolverOptions options;
    options.rootServers = {*IpAddress::Parse("3ffe::1"), *IpAddress::Parse("3ffe::2")};
    options.cacheEntries = 20;
    RecursiveResolver resolver(options, random);
    const DnsClient client{*IpAddress::Parse("3ffe::50"), 4000, DnsTransport::UDP};
    for (const char* name : {"www.c", "x.y.z"})
    {
        const DnsMessage query =
            DnsMessage::MakeQuery(1, *DnsName::Parse(name), DnsType::AAAA, 1232, true);
        resolver.HandleClientQuery(query.Write(), client, Time{});
    }
    resolver.HandleClientQuery(input, client, Time{});
    Feed(resolver, input, [&](const Bytes& response, const SendQuery& query, Time now) {
        resolver.HandleServerResponse(response,
                                      query.server,
                                      query.localPort,
                                      query.transport,
                                      now);
    });
}

void
FuzzZone(ByteSpan input)
{
    try
    {
        const DnsName origin = *DnsName::Parse("c");
        const Zone zone = Zone::Parse(std::string(input.begin(), input.end()), "zone", origin);
        AuthoritativeServer server;
        server.AddZone(zone);
        const Bytes query = DnsMessage::MakeQuery(1, origin, DnsType::ANY, 0, false).Write();
        RequireParses(server.Answer(query, DnsTransport::TCP));
    }
    catch (const std::invalid_argument& error)
    {
        Require(std::string(error.what()).compare(0, 5, "zone:") == 0, "errors name the file");
    }
}

void
FuzzUpdate(ByteSpan input)
{
    const DnsName origin = *DnsName::Parse("c");
    AuthoritativeServer server;
    server.AddZone(Zone::Parse(ZONE, "zone", origin));
    server.AllowUpdates(TsigKey::Parse("key", "AQID"), origin, true);
    const std::size_t before = server.GetZone(origin)->GetRecordCount();
    const std::uint32_t serial = server.GetZone(origin)->GetSoa().GetSoaSerial();
    Bytes message(input.begin(), input.end());
    if (DnsMessage::Parse(message))
    {
        Sign(message, TsigKey::Parse("key", "AQID"), {}, Time{});
    }
    const Bytes answer = server.Answer(message, DnsTransport::UDP, Time{});
    const Zone& zone = *server.GetZone(origin);
    const bool isSame = zone.GetRecordCount() == before && zone.GetSoa().GetSoaSerial() == serial;
    if (answer.empty())
    {
        Require(isSame, "what is not answered changes nothing");
        return;
    }
    const bool isDone = RequireParses(answer).rcode == DnsRcode::NO_PROBLEM;
    Require(isDone || isSame, "an UPDATE that is refused changes nothing");
    const DnsRecords* servers = zone.Find(origin, DnsType::NS);
    Require(servers != nullptr && !servers->empty(), "a zone keeps a server");
    Require(zone.Find(origin, DnsType::SOA)->size() == 1, "a zone keeps one SOA");
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
    {
        return 0;
    }
    const ByteSpan input(data + 1, size - 1);
    switch (data[0] % 6)
    {
    case 0:
        FuzzMessage(input);
        break;
    case 1:
        FuzzAuthority(input);
        break;
    case 2:
        FuzzStub(input);
        break;
    case 3:
        FuzzRecursive(input);
        break;
    case 4:
        FuzzZone(input);
        break;
    default:
        FuzzUpdate(input);
        break;
    }
    return 0;
}
