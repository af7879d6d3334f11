// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-cost-model.h"

#include "core/util/operation-name.h"
#include "core/wire/algorithms.h"
#include "hip-default-costs.h"

#include "ns3/log.h"

#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("CryptoCostModel");
NS_OBJECT_ENSURE_REGISTERED(CryptoCostModel);

namespace
{

using hip::Operation;

/// @return the low octet, by which Work counts
template <class T>
std::optional<uint8_t>
ToCode(const std::optional<T>& value)
{
    return value ? std::optional<uint8_t>(static_cast<uint8_t>(*value)) : std::nullopt;
}

std::optional<uint8_t>
ParseAlgorithm(Operation operation, const std::string& name)
{
    switch (operation)
    {
    case Operation::SIGN:
    case Operation::VERIFY:
        return ToCode(hip::ParseKeyKind(name));
    case Operation::DH_GENERATE:
    case Operation::DH_COMPUTE:
        return ToCode(hip::ParseDhGroup(name));
    case Operation::PUZZLE_TRY:
    case Operation::HMAC:
        return ToCode(hip::ParseHashKind(name));
    case Operation::SEAL_PACKET:
    case Operation::SEAL_BYTE:
    case Operation::OPEN_PACKET:
    case Operation::OPEN_BYTE:
        return ToCode(hip::ParseEspSuite(name));
    }
    return std::nullopt;
}

/// So much that a sum over all work of an event still fits into a Time.
constexpr double MAX_COST = 1e10;

/// @throw std::invalid_argument with the cause
double
ParseCost(const std::string& text)
{
    std::size_t used = 0;
    double cost = -1;
    try
    {
        cost = std::stod(text, &used);
    }
    catch (const std::exception&)
    {
        used = 0;
    }
    if (used == 0 || used != text.size() || !(cost >= 0 && cost <= MAX_COST))
    {
        throw std::invalid_argument("'" + text + "' is no number of nanoseconds from 0 to 1e10");
    }
    return cost;
}

/// @throw std::invalid_argument with the cause
std::pair<std::pair<uint8_t, uint8_t>, double>
ParseRow(const std::string& line)
{
    std::istringstream fields(line);
    std::string name;
    std::string algorithm;
    std::string cost;
    std::getline(fields, name, ',');
    std::getline(fields, algorithm, ',');
    std::getline(fields, cost);
    const std::optional<Operation> operation = hip::ParseOperation(name);
    if (!operation)
    {
        throw std::invalid_argument("unknown operation '" + name + "'");
    }
    const std::optional<uint8_t> code = ParseAlgorithm(*operation, algorithm);
    if (!code)
    {
        throw std::invalid_argument("unknown algorithm '" + algorithm + "' for " + name);
    }
    return {{static_cast<uint8_t>(*operation), *code}, ParseCost(cost)};
}

} // namespace

TypeId
CryptoCostModel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::CryptoCostModel")
                            .SetParent<Object>()
                            .SetGroupName("Hip")
                            .AddConstructor<CryptoCostModel>();
    return tid;
}

CryptoCostModel::CryptoCostModel()
{
    NS_LOG_FUNCTION(this);
}

CryptoCostModel::~CryptoCostModel()
{
    NS_LOG_FUNCTION(this);
}

void
CryptoCostModel::Load(std::istream& in, const std::string& name)
{
    NS_LOG_FUNCTION(this << name);
    std::map<std::pair<uint8_t, uint8_t>, double> costs;
    std::string line;
    bool hasHeader = false;
    for (unsigned number = 1; std::getline(in, line); ++number)
    {
        if (!line.empty() && line.back() == '\r')
        {
            line.pop_back();
        }
        if (line.empty() || line[0] == '#')
        {
            continue;
        }
        try
        {
            if (!hasHeader)
            {
                hasHeader = line == "operation,algorithm,nanoseconds";
                if (!hasHeader)
                {
                    throw std::invalid_argument(
                        "the header must be operation,algorithm,nanoseconds");
                }
            }
            else if (!costs.insert(ParseRow(line)).second)
            {
                throw std::invalid_argument("this operation and algorithm has a row already");
            }
        }
        catch (const std::invalid_argument& cause)
        {
            throw std::invalid_argument(name + ":" + std::to_string(number) + ": " + cause.what());
        }
    }
    if (costs.empty())
    {
        throw std::invalid_argument(name + ": the cost table has no rows");
    }
    m_costs = std::move(costs);
}

void
CryptoCostModel::LoadFile(const std::string& path)
{
    NS_LOG_FUNCTION(this << path);
    std::ifstream file(path);
    file.peek(); // a folder can be opened, but not read
    if (!file.is_open() || file.bad())
    {
        throw std::invalid_argument(path + ": cannot be read");
    }
    file.clear(); // an empty file has no rows, which Load tells
    Load(file, path);
}

void
CryptoCostModel::LoadDefault()
{
    NS_LOG_FUNCTION(this);
    std::istringstream table(DEFAULT_COST_TABLE);
    Load(table, "default cost table");
}

Time
CryptoCostModel::GetCost(const hip::Work& work) const
{
    NS_LOG_FUNCTION(this);
    double cost = 0;
    for (const hip::WorkItem& item : work)
    {
        const auto found = m_costs.find({static_cast<uint8_t>(item.operation), item.algorithm});
        if (found != m_costs.end())
        {
            cost += found->second * static_cast<double>(item.amount);
        }
    }
    return NanoSeconds(std::llround(cost));
}

bool
CryptoCostModel::IsFree() const
{
    return m_costs.empty();
}

} // namespace ns3
