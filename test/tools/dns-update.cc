// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Lets the core's UpdateClient change a zone of a real server: it reads the language of nsupdate,
 * as far as the tests need it.
 */

#include "core/crypto/random.h"
#include "core/resolver/update-client.h"

#include <arpa/inet.h>
#include <chrono>
#include <cstring>
#include <iostream>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace
{

const char USAGE[] =
    "usage: dns-update PORT ZONE [KEY:SECRET]\n"
    "Reads \"prereq nxdomain|yxdomain|nxrrset|yxrrset NAME [TYPE [DATA]]\" and \"update add NAME "
    "TTL\n"
    "TYPE DATA\" or \"update delete NAME [TYPE [DATA]]\" from standard input, sends all of it as "
    "one\n"
    "UPDATE to 127.0.0.1:PORT over UDP, and prints the number of the response code.\n";

hip::Time
GetNow()
{
    return hip::Time(std::chrono::system_clock::now().time_since_epoch());
}

hip::DnsName
ParseName(const std::string& text)
{
    const std::optional<hip::DnsName> name = hip::DnsName::Parse(text);
    if (!name)
    {
        throw std::invalid_argument("'" + text + "' is no name");
    }
    return *name;
}

/// What follows the name and type of a line.
struct Data
{
    hip::DnsName name;
    std::string type;
    std::string rest;

    std::uint16_t GetType() const
    {
        const std::optional<std::uint16_t> number = hip::ParseDnsType(type);
        if (!number)
        {
            throw std::invalid_argument("'" + type + "' is no type");
        }
        return *number;
    }

    hip::DnsRecord GetRecord(const std::string& ttl) const
    {
        const std::string line = name.ToString() + " " + ttl + " IN " + type + rest;
        const std::optional<hip::DnsRecord> record = hip::DnsRecord::Parse(line);
        if (!record)
        {
            throw std::invalid_argument("'" + line + "' is no record");
        }
        return *record;
    }
};

Data
ReadData(std::istringstream& words)
{
    Data data;
    words >> data.type;
    std::getline(words, data.rest);
    return data;
}

hip::DnsRecord
ReadPrerequisite(const std::string& kind, const Data& data)
{
    if (kind == "nxdomain" || kind == "yxdomain")
    {
        return kind == "nxdomain" ? hip::RequireNoName(data.name) : hip::RequireName(data.name);
    }
    if (kind == "nxrrset")
    {
        return hip::RequireNoSet(data.name, data.GetType());
    }
    return data.rest.empty() ? hip::RequireSet(data.name, data.GetType()) : data.GetRecord("0");
}

hip::DnsRecord
ReadDeletion(const Data& data)
{
    return data.type.empty()   ? hip::DeleteName(data.name)
           : data.rest.empty() ? hip::DeleteSet(data.name, data.GetType())
                               : hip::DeleteRecord(data.GetRecord("0"));
}

void
ReadLine(const std::string& line, hip::ZoneUpdate& update)
{
    std::istringstream words(line);
    std::string section;
    std::string kind;
    std::string name;
    std::string ttl;
    if (!(words >> section >> kind >> name))
    {
        return;
    }
    if (section == "update" && kind == "add")
    {
        words >> ttl;
    }
    Data data = ReadData(words);
    data.name = ParseName(name);
    if (section == "prereq")
    {
        update.prerequisites.push_back(ReadPrerequisite(kind, data));
    }
    else if (section == "update")
    {
        update.updates.push_back(kind == "add" ? data.GetRecord(ttl) : ReadDeletion(data));
    }
}

int
Connect(std::uint16_t port)
{
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    {
        throw std::invalid_argument("port " + std::to_string(port) + ": " + std::strerror(errno));
    }
    return fd;
}

/// @return what the server has answered in the end
hip::UpdateOutcome
Run(hip::UpdateClient& client, std::uint16_t port)
{
    const int fd = Connect(port);
    hip::SendQuery last{};
    while (true)
    {
        hip::UpdateOutput output = client.Poll();
        if (auto* query = std::get_if<hip::SendQuery>(&output))
        {
            last = std::move(*query);
            send(fd, last.message.data(), last.message.size(), 0);
            continue;
        }
        if (const auto* outcome = std::get_if<hip::UpdateOutcome>(&output))
        {
            close(fd);
            return *outcome;
        }
        const auto left = std::get<hip::DnsIdle>(output).deadline - GetNow();
        const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(left).count() + 1;
        pollfd waiting{fd, POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(std::max<decltype(wait)>(wait, 0))) > 0)
        {
            hip::Bytes answer(hip::DNS_MAX_SIZE);
            const ssize_t size = recv(fd, answer.data(), answer.size(), 0);
            answer.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
            client.HandleResponse(answer, last.server, last.localPort, last.transport, GetNow());
        }
        client.HandleTimeout(GetNow());
    }
}

} // namespace

int
main(int argc, char** argv)
{
    if (argc < 3 || argc > 4)
    {
        std::cerr << USAGE;
        return 2;
    }
    try
    {
        hip::ZoneUpdate update;
        update.zone = ParseName(argv[2]);
        for (std::string line; std::getline(std::cin, line);)
        {
            ReadLine(line, update);
        }
        std::optional<hip::TsigKey> key;
        if (argc == 4)
        {
            const std::string text = argv[3];
            const std::size_t colon = text.find(':');
            key = hip::TsigKey::Parse(text.substr(0, colon), text.substr(colon + 1));
        }
        hip::SystemRandom random;
        hip::UpdateClient client(hip::UpdateOptions(), std::move(key), random);
        client.Start(update, {hip::IpAddress::Parse("127.0.0.1").value()}, GetNow());
        const hip::UpdateOutcome outcome =
            Run(client, static_cast<std::uint16_t>(std::stoul(argv[1])));
        const bool isAnswered = outcome.status != hip::UpdateOutcome::Status::TIMED_OUT;
        std::cout << (isAnswered ? std::to_string(static_cast<int>(outcome.rcode)) : "timed out")
                  << '\n';
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << "dns-update: " << error.what() << '\n';
        return 2;
    }
}
