// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HELPER_NEAR_NAMES_H
#define HIP_HELPER_NEAR_NAMES_H

#include <cstddef>
#include <string>
#include <vector>

namespace hip
{

/// @return the text with A-Z as a-z; other bytes, such as those of UTF-8, stay
std::string ToLower(std::string text);

/// @return how many letters must be added, removed or changed to get from one to the other
std::size_t EditDistance(const std::string& from, const std::string& to);

/**
 * Guesses what a user meant who gave a name that does not exist.
 *
 * Near is a name that holds the wanted one or is held by it (three letters at least), or that is
 * at most a third of its letters away. Case does not matter.
 *
 * @param limit return at most so many
 * @return the near ones of @p names, best first, each once
 */
std::vector<std::string> FindNearNames(const std::string& wanted,
                                       const std::vector<std::string>& names,
                                       std::size_t limit);

} // namespace hip

#endif // HIP_HELPER_NEAR_NAMES_H
