# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# Every source of the project, in one place: CMakeLists.txt and wscript both read these lists.
# Paths are relative to this file, one a line.

set(HIP_CORE_SOURCES
  core/util/drop-reason.cc
  core/util/work.cc
  core/wire/checksum.cc
  core/wire/ip-address.cc
)

set(HIP_CORE_TESTS
)

set(HIP_MODEL_SOURCES
)

set(HIP_MODEL_HEADERS
)

set(HIP_MODEL_TESTS
)

set(HIP_SCENARIO_SOURCES
)
