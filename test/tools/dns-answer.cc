// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Lets the core's AuthoritativeServer be asked from outside: over UDP and TCP on a loopback port,
 * so that the same dig command asks it and BIND; or line by line on standard input.
 */

#include "core/resolver/authoritative-server.h"
#include "core/util/endian.h"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace
{

const char USAGE[] =
    "usage: dns-answer [--port PORT] [--allow KEY:SECRET:NAME]... ORIGIN=FILE...\n"
    "Serves zones on 127.0.0.1:PORT over UDP and TCP until killed. Without --port it reads\n"
    "queries from standard input, one a line, \"NAME TYPE\" or the message in hex, and prints\n"
    "the answers. Each --allow lets the holder of a TSIG key (hmac-sha256, SECRET in base 64) "
    "change\n"
    "by UPDATE the records of NAME, or of all names in NAME if that begins with a dot.\n";

hip::Zone
LoadZone(const std::string& argument)
{
    const std::size_t equals = argument.find('=');
    const std::optional<hip::DnsName> origin = hip::DnsName::Parse(argument.substr(0, equals));
    if (equals == std::string::npos || !origin)
    {
        throw std::invalid_argument("'" + argument + "' is not ORIGIN=FILE");
    }
    const std::string path = argument.substr(equals + 1);
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file)
    {
        throw std::invalid_argument(path + ": cannot be read");
    }
    return hip::Zone::Parse(text.str(), path, *origin);
}

/// A clock that agrees with those of other programs.
hip::Time
GetNow()
{
    return hip::Time(std::chrono::system_clock::now().time_since_epoch());
}

void
Allow(hip::AuthoritativeServer& server, const std::string& argument)
{
    const std::size_t first = argument.find(':');
    const std::size_t second = argument.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos)
    {
        throw std::invalid_argument("'" + argument + "' is not KEY:SECRET:NAME");
    }
    const std::string text = argument.substr(second + 1);
    const bool withBelow = !text.empty() && text.front() == '.';
    const std::optional<hip::DnsName> name = hip::DnsName::Parse(text.substr(withBelow ? 1 : 0));
    if (!name)
    {
        throw std::invalid_argument("'" + text + "' is no name");
    }
    server.AllowUpdates(hip::TsigKey::Parse(argument.substr(0, first),
                                            argument.substr(first + 1, second - first - 1)),
                        *name,
                        withBelow);
}

void
PrintSection(const char* title, const hip::DnsRecords& records)
{
    std::vector<std::string> lines;
    for (const hip::DnsRecord& record : records)
    {
        lines.push_back(record.ToString());
    }
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines)
    {
        std::cout << title << '\t' << line << '\n';
    }
}

/// @return the message that a line describes; nothing if it describes none
std::optional<hip::Bytes>
ReadQuery(const std::string& line)
{
    std::istringstream words(line);
    std::string name;
    std::string type;
    words >> name >> type;
    if (!type.empty())
    {
        const std::optional<hip::DnsName> parsed = hip::DnsName::Parse(name);
        const std::optional<std::uint16_t> number = hip::ParseDnsType(type);
        if (!parsed || !number)
        {
            return std::nullopt;
        }
        return hip::DnsMessage::MakeQuery(1, *parsed, *number, hip::DNS_EDNS_UDP_SIZE, false)
            .Write();
    }
    hip::Bytes bytes;
    for (std::size_t i = 0; i + 1 < name.size(); i += 2)
    {
        bytes.push_back(static_cast<hip::Byte>(std::stoul(name.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

void
AnswerLines(hip::AuthoritativeServer& server)
{
    std::string line;
    while (std::getline(std::cin, line))
    {
        const std::optional<hip::Bytes> query = ReadQuery(line);
        if (!query)
        {
            std::cout << ";; not a query: " << line << std::endl;
            continue;
        }
        const hip::Bytes wire = server.Answer(*query, hip::DnsTransport::UDP, GetNow());
        const hip::Result<hip::DnsMessage> answer = hip::DnsMessage::Parse(wire);
        if (!answer)
        {
            std::cout << ";; no answer" << std::endl;
            continue;
        }
        std::cout << ";; rcode " << static_cast<int>(answer->rcode) << " aa "
                  << answer->isAuthoritative << " tc " << answer->isTruncated << '\n';
        PrintSection("answer", answer->answer);
        PrintSection("authority", answer->authority);
        PrintSection("additional", answer->additional);
        std::cout << std::flush;
    }
}

int
OpenSocket(int type, std::uint16_t port)
{
    const int fd = socket(AF_INET, type, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        (type == SOCK_STREAM && listen(fd, 8) != 0))
    {
        throw std::invalid_argument("port " + std::to_string(port) + ": " + std::strerror(errno));
    }
    return fd;
}

void
AnswerDatagram(int fd, hip::AuthoritativeServer& server)
{
    hip::Bytes query(hip::DNS_MAX_SIZE);
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    const ssize_t size =
        recvfrom(fd, query.data(), query.size(), 0, reinterpret_cast<sockaddr*>(&peer), &length);
    if (size < 0)
    {
        return;
    }
    query.resize(static_cast<std::size_t>(size));
    const hip::Bytes answer = server.Answer(query, hip::DnsTransport::UDP, GetNow());
    if (!answer.empty())
    {
        sendto(fd, answer.data(), answer.size(), 0, reinterpret_cast<sockaddr*>(&peer), length);
    }
}

bool
ReadAll(int fd, hip::MutableByteSpan out)
{
    std::size_t done = 0;
    while (done < out.size())
    {
        const ssize_t size = read(fd, out.data() + done, out.size() - done);
        if (size <= 0)
        {
            return false;
        }
        done += static_cast<std::size_t>(size);
    }
    return true;
}

void
AnswerStream(int listener, hip::AuthoritativeServer& server)
{
    const int fd = accept(listener, nullptr, nullptr);
    hip::Bytes prefix(2);
    while (fd >= 0 && ReadAll(fd, prefix))
    {
        hip::Bytes query(hip::ReadU16(prefix));
        if (!ReadAll(fd, query))
        {
            break;
        }
        const hip::Bytes answer = server.Answer(query, hip::DnsTransport::TCP, GetNow());
        hip::Bytes framed;
        hip::AppendU16(framed, static_cast<std::uint16_t>(answer.size()));
        hip::Append(framed, answer);
        if (answer.empty() || send(fd, framed.data(), framed.size(), MSG_NOSIGNAL) < 0)
        {
            break;
        }
    }
    close(fd);
}

[[noreturn]] void
Serve(hip::AuthoritativeServer& server, std::uint16_t port)
{
    pollfd sockets[] = {{OpenSocket(SOCK_DGRAM, port), POLLIN, 0},
                        {OpenSocket(SOCK_STREAM, port), POLLIN, 0}};
    while (true)
    {
        poll(sockets, 2, -1);
        if (sockets[0].revents != 0)
        {
            AnswerDatagram(sockets[0].fd, server);
        }
        if (sockets[1].revents != 0)
        {
            AnswerStream(sockets[1].fd, server);
        }
    }
}

} // namespace

int
main(int argc, char** argv)
{
    try
    {
        hip::AuthoritativeServer server;
        std::vector<std::string> arguments(argv + 1, argv + argc);
        std::optional<std::uint16_t> port;
        if (arguments.size() > 1 && arguments[0] == "--port")
        {
            port = static_cast<std::uint16_t>(std::stoul(arguments[1]));
            arguments.erase(arguments.begin(), arguments.begin() + 2);
        }
        while (arguments.size() > 1 && arguments[0] == "--allow")
        {
            Allow(server, arguments[1]);
            arguments.erase(arguments.begin(), arguments.begin() + 2);
        }
        if (arguments.empty() || arguments[0] == "--help")
        {
            (arguments.empty() ? std::cerr : std::cout) << USAGE;
            return arguments.empty() ? 2 : 0;
        }
        for (const std::string& argument : arguments)
        {
            server.AddZone(LoadZone(argument));
        }
        if (port)
        {
            Serve(server, *port);
        }
        AnswerLines(server);
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << "dns-answer: " << error.what() << '\n';
        return 2;
    }
}
