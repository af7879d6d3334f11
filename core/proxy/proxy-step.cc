// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy-step.h"

namespace hip
{

const char*
GetLetter(ProxyStep step)
{
    switch (step)
    {
    case ProxyStep::QUERY_INTERCEPTED:
        return "A";
    case ProxyStep::QUERY_SENT:
        return "B";
    case ProxyStep::ANSWER_RECEIVED:
        return "C";
    case ProxyStep::MAPPING_CREATED:
        return "D";
    case ProxyStep::ANSWER_SENT:
        return "E";
    case ProxyStep::SESSION_STARTED:
        return "F";
    case ProxyStep::MAPPING_FOUND:
        return "F.1";
    case ProxyStep::EXCHANGE_STARTED:
        return "G";
    case ProxyStep::I1_SENT:
        return "H";
    case ProxyStep::LOCATOR_REPLACED:
        return "H.1";
    case ProxyStep::PACKET_FORWARDED:
        return "I";
    case ProxyStep::ANSWER_ARRIVED:
        return "J";
    case ProxyStep::ANSWER_DELIVERED:
        return "K";
    case ProxyStep::MAPPING_EXPIRED:
        return "";
    }
    return "";
}

const char*
ToString(ProxyStep step)
{
    switch (step)
    {
    case ProxyStep::QUERY_INTERCEPTED:
        return "query-intercepted";
    case ProxyStep::QUERY_SENT:
        return "query-sent";
    case ProxyStep::ANSWER_RECEIVED:
        return "answer-received";
    case ProxyStep::MAPPING_CREATED:
        return "mapping-created";
    case ProxyStep::ANSWER_SENT:
        return "answer-sent";
    case ProxyStep::SESSION_STARTED:
        return "session-started";
    case ProxyStep::MAPPING_FOUND:
        return "mapping-found";
    case ProxyStep::EXCHANGE_STARTED:
        return "exchange-started";
    case ProxyStep::I1_SENT:
        return "i1-sent";
    case ProxyStep::LOCATOR_REPLACED:
        return "locator-replaced";
    case ProxyStep::PACKET_FORWARDED:
        return "packet-forwarded";
    case ProxyStep::ANSWER_ARRIVED:
        return "answer-arrived";
    case ProxyStep::ANSWER_DELIVERED:
        return "answer-delivered";
    case ProxyStep::MAPPING_EXPIRED:
        return "mapping-expired";
    }
    return "unknown";
}

} // namespace hip
